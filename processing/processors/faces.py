"""Finds faces in camera pictures, so that they can be blurred where a picture is shown or given away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from processing.models.mtcnn import Face, Mtcnn
from processing.processor import Derived, ModelFile, ProcessorSpec, Work
from storage.events import JsonObject
from storage.topics import CAMERA, FACES


@dataclass(frozen=True, slots=True)
class Faces:
    """A camera picture in, one event with the boxes of faces out; none where there is no face. Nobody is recognised."""

    model: str = "mtcnn"
    min_score: float = 0.95

    @property
    def spec(self) -> ProcessorSpec:
        return ProcessorSpec(
            name="faces",
            title="Faces",
            version="1",
            consumes=(CAMERA,),
            produces=(FACES,),
            family="picture",
            models=(("faces", self.model),),
            batch=8,
            timeout_s=30.0,
            priority=60,
            parameters=(("min_score", self.min_score),),
        )

    def load(self, models: Mapping[str, ModelFile]) -> Mtcnn:
        return Mtcnn.load(models["faces"].path)

    def derive(self, work: Sequence[Work], model: Mtcnn) -> Sequence[Sequence[Derived]]:
        return [self._look(piece, model) for piece in work]

    def _look(self, piece: Work, model: Mtcnn) -> tuple[Derived, ...]:
        if piece.media is None:
            return ()
        with Image.open(piece.media) as stored:
            picture = np.ascontiguousarray(np.asarray(stored.convert("RGB"))[:, :, ::-1])
        found = model.faces(picture, self.min_score)
        if not found:
            return ()
        event = piece.event
        data: JsonObject = {
            "width": picture.shape[1],
            "height": picture.shape[0],
            "faces": [_as_data(face) for face in found],
        }
        return (Derived(FACES, event.start_us, event.end_us, data=data, media=event.media),)


def _as_data(face: Face) -> JsonObject:
    left, top = round(face.left), round(face.top)
    return {
        "box": [left, top, round(face.right) - left, round(face.bottom) - top],
        "score": round(face.score, 3),
    }
