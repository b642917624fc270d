"""Objects in camera pictures: which of those plainly to be seen on photographs are found, and what is named wrongly.

Each photograph also darkened, mirrored and at half its size, as cameras see things. The reference is the bare library:
the same network straight through onnxruntime, prepared as its authors do and sorted out by OpenCV's own suppression.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
import onnxruntime

from processing.models.catalog import Catalog
from processing.models.yolo import COCO, Picture, Yolo
from processing.processors.objects import Objects
from tests.data.photographs import photograph

SEEN = {
    "astronaut.png": {"person"},
    "camera.png": {"person"},
    "coffee.png": {"cup", "dining table"},
    "chelsea.png": {"cat"},
    "motorcycle_left.png": {"motorcycle"},
    "motorcycle_right.png": {"motorcycle"},
}


def figures() -> list[dict[str, object]]:
    """Return `detect.recall` and `detect.precision`."""
    path = Catalog().find("objects", Objects().model).path
    yolo, bare, least = Yolo.load(path), Bare(path), Objects().min_score
    ours = _counted(lambda picture: {one.label for one in yolo.detect(picture, least)})
    theirs = _counted(lambda picture: bare.labels(picture, least))
    there = 4 * sum(len(wanted) for wanted in SEEN.values())
    names, their_names = sum(ours), sum(theirs)
    precision, reference = ours[0] / max(1, names), theirs[0] / max(1, their_names)
    return [
        _figure("detect.recall", ours[0] / there, "share of objects found", theirs[0] / there, there),
        _figure("detect.precision", precision, "share of names that are right", reference, names),
    ]


class Bare:
    """YOLOX as its authors' example runs it: grey border, raw grid, boxes suppressed class by class."""

    def __init__(self, path: Path) -> None:
        file = path if path.is_file() else next(iter(sorted(path.glob("*yolo*.onnx"))))
        self._session = onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"])
        entry = self._session.get_inputs()[0]
        self._input, self._side = entry.name, int(entry.shape[-1])

    def labels(self, picture: Picture, least: float) -> set[str]:
        """Return what is named in a picture at least so surely."""
        side = self._side
        scale = min(side / picture.shape[0], side / picture.shape[1])
        small = cv2.resize(picture, (int(picture.shape[1] * scale), int(picture.shape[0] * scale)))
        square = np.full((side, side, 3), 114, np.uint8)
        square[: small.shape[0], : small.shape[1]] = small
        entry = np.ascontiguousarray(square.transpose(2, 0, 1)[None].astype(np.float32))
        (raw,) = self._session.run(None, {self._input: entry})[0]
        grids, strides = [], []
        for stride in (8, 16, 32):
            across = side // stride
            columns, rows = np.meshgrid(np.arange(across), np.arange(across))
            grids.append(np.stack((columns, rows), 2).reshape(-1, 2))
            strides.append(np.full((across * across, 1), stride))
        step = np.concatenate(strides)
        middle, size = (raw[:, :2] + np.concatenate(grids)) * step, np.exp(raw[:, 2:4]) * step
        scores = raw[:, 4:5] * raw[:, 5:]
        boxes = np.hstack([middle - size / 2, size]).tolist()
        kept = cv2.dnn.NMSBoxesBatched(boxes, scores.max(1).tolist(), scores.argmax(1).tolist(), least, 0.45)
        return {COCO[int(scores[index].argmax())] for index in np.asarray(kept).reshape(-1)}


def _counted(named: Callable[[Picture], set[str]]) -> tuple[int, int]:
    """Return how many names are right and how many wrong."""
    right = wrong = 0
    for name, wanted in SEEN.items():
        for picture in _variants(photograph(name)):
            labels = named(picture)
            right, wrong = right + len(labels & wanted), wrong + len(labels - wanted)
    return right, wrong


def _variants(picture: Picture) -> Iterator[Picture]:
    yield picture
    yield np.ascontiguousarray(picture[:, ::-1])
    yield (picture * 0.5).astype(np.uint8)
    yield np.ascontiguousarray(picture[::2, ::2])


def _figure(name: str, value: float, unit: str, reference: float, samples: int) -> dict[str, object]:
    return {
        "figure": name,
        "value": round(value, 4),
        "unit": unit,
        "reference": round(reference, 4),
        "ratio": round(value / reference, 3),
        "samples": samples,
    }
