"""Reads the text on the screen, with a box for each line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from processing.layout import Line, reading_order
from processing.models.ppocr import PpOcr
from processing.processor import Derived, ModelFile, ProcessorSpec, Work
from processing.screen_reader import ScreenReader, Sight
from storage.events import Event, JsonObject
from storage.topics import SCREEN, SCREEN_TEXT

_COPIED = ("app", "title")
_FULL_HD_PX = 1920


@dataclass(frozen=True, slots=True)
class Ocr:
    """A frame in, one event with all its text out; none where there is no text."""

    model: str = "pp-ocrv6-tiny"
    side_px: int = 1280
    min_score: float = 0.5

    @property
    def spec(self) -> ProcessorSpec:
        return ProcessorSpec(
            name="ocr",
            title="Text on screen",
            version="1",
            consumes=(SCREEN,),
            produces=(SCREEN_TEXT,),
            family="text",
            models=(("ocr", self.model),),
            batch=1,
            timeout_s=60.0,
            priority=30,
            parameters=(("side_px", self.side_px), ("min_score", self.min_score)),
        )

    def load(self, models: Mapping[str, ModelFile]) -> ScreenReader:
        return ScreenReader(PpOcr.load(models["ocr"].path, models["ocr"].device), self.side_px / _FULL_HD_PX)

    def derive(self, work: Sequence[Work], model: ScreenReader) -> Sequence[Sequence[Derived]]:
        return [self._read(piece, model) for piece in work]

    def _read(self, piece: Work, model: ScreenReader) -> tuple[Derived, ...]:
        if piece.media is None:
            return ()
        with Image.open(piece.media) as stored:
            picture = np.ascontiguousarray(np.asarray(stored.convert("RGB"))[:, :, ::-1])
        event = piece.event
        sight = Sight(picture, _screen(event), _subject(event), event.start_us)
        lines = reading_order([line for line in model.read(sight) if line.score >= self.min_score])
        if not lines:
            return ()
        return (
            Derived(
                topic=SCREEN_TEXT,
                start_us=event.start_us,
                end_us=event.end_us,
                text="\n".join(line.text for line in lines),
                data={
                    "width": picture.shape[1],
                    "height": picture.shape[0],
                    "lines": [_as_data(line) for line in lines],
                    **{name: event.data[name] for name in _COPIED if name in event.data},
                },
                media=event.media,
            ),
        )


def _screen(event: Event) -> str:
    return f"{event.device}/{event.data.get('display', 0)}"


def _subject(event: Event) -> str:
    return f"{event.data.get('app', '')}/{event.data.get('title', '')}"


def _as_data(line: Line) -> JsonObject:
    return {"text": line.text, "box": [line.x, line.y, line.width, line.height], "score": round(line.score, 3)}
