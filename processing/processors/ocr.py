"""Reads the text on the screen, with a box for each line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from processing.layout import Line, reading_order
from processing.models.ppocr import Picture, PpOcr, Quad
from processing.processor import Derived, ModelFile, ProcessorSpec, Work
from storage.events import JsonObject
from storage.topics import SCREEN, SCREEN_TEXT

_COPIED = ("app", "title")


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

    def load(self, models: Mapping[str, ModelFile]) -> PpOcr:
        return PpOcr.load(models["ocr"].path, self.side_px)

    def derive(self, work: Sequence[Work], model: PpOcr) -> Sequence[Sequence[Derived]]:
        return [self._read(piece, model) for piece in work]

    def _read(self, piece: Work, model: PpOcr) -> tuple[Derived, ...]:
        if piece.media is None:
            return ()
        with Image.open(piece.media) as stored:
            picture = np.ascontiguousarray(np.asarray(stored.convert("RGB"))[:, :, ::-1])
        lines = reading_order([line for line in self._lines(picture, model) if line.score >= self.min_score])
        if not lines:
            return ()
        event = piece.event
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

    def _lines(self, picture: Picture, model: PpOcr) -> list[Line]:
        quads = model.detect(picture)
        read = model.recognise([model.crop(picture, quad) for quad in quads])
        return [_line(quad, text, score) for quad, (text, score) in zip(quads, read, strict=True) if text.strip()]


def _line(quad: Quad, text: str, score: float) -> Line:
    left, top = np.floor(quad.min(axis=0)).astype(int).tolist()
    right, bottom = np.ceil(quad.max(axis=0)).astype(int).tolist()
    return Line(text.strip(), max(0, left), max(0, top), right - max(0, left), bottom - max(0, top), score)


def _as_data(line: Line) -> JsonObject:
    return {"text": line.text, "box": [line.x, line.y, line.width, line.height], "score": round(line.score, 3)}
