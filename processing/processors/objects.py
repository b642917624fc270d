"""Names what the camera sees, and tells when somebody is there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from processing.models.yolo import Found, Yolo
from processing.processor import Derived, ModelFile, ProcessorSpec, Work
from storage.events import JsonObject
from storage.topics import CAMERA, OBJECTS, PRESENCE

_PERSON = "person"


@dataclass(frozen=True, slots=True)
class Objects:
    """A camera picture in; one event with the objects on it out, and a span of presence where one is a person.

    Presence lasts for `presence_s` from the picture on, so that pictures taken at least that often make it continuous.
    """

    model: str = "yolox-nano"
    min_score: float = 0.5
    presence_s: int = 120

    @property
    def spec(self) -> ProcessorSpec:
        return ProcessorSpec(
            name="objects",
            title="Objects and people",
            version="1",
            consumes=(CAMERA,),
            produces=(OBJECTS, PRESENCE),
            family="picture",
            models=(("objects", self.model),),
            batch=8,
            timeout_s=30.0,
            priority=50,
            parameters=(("min_score", self.min_score), ("presence_s", self.presence_s)),
        )

    def load(self, models: Mapping[str, ModelFile]) -> Yolo:
        return Yolo.load(models["objects"].path, models["objects"].device)

    def derive(self, work: Sequence[Work], model: Yolo) -> Sequence[Sequence[Derived]]:
        return [self._look(piece, model) for piece in work]

    def _look(self, piece: Work, model: Yolo) -> tuple[Derived, ...]:
        if piece.media is None:
            return ()
        with Image.open(piece.media) as stored:
            picture = np.ascontiguousarray(np.asarray(stored.convert("RGB"))[:, :, ::-1])
        found = model.detect(picture, self.min_score)
        if not found:
            return ()
        event = piece.event
        people = sum(one.label == _PERSON for one in found)
        seen = Derived(
            topic=OBJECTS,
            start_us=event.start_us,
            end_us=event.end_us,
            text=", ".join(dict.fromkeys(one.label for one in found)),
            data={
                "width": picture.shape[1],
                "height": picture.shape[0],
                "objects": [_as_data(one) for one in found],
                "people": people,
            },
            media=event.media,
        )
        if not people:
            return (seen,)
        until_us = event.start_us + self.presence_s * 1_000_000
        return seen, Derived(PRESENCE, event.start_us, until_us, data={"people": people, "seen_by": "camera"})


def _as_data(one: Found) -> JsonObject:
    left, top = round(one.left), round(one.top)
    box = [left, top, round(one.right) - left, round(one.bottom) - top]
    return {"label": one.label, "box": box, "score": round(one.score, 3)}
