"""Object detectors in ONNX: YOLOX as shipped, any YOLOX or Ultralytics export by path, told apart by their outputs."""

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from processing.device import Device, open_session
from processing.processor import ModelUnavailableError

Picture = NDArray[np.uint8]
Array = NDArray[np.float32]

_GREY = 114
_STRIDES = (8, 16, 32)
_SAME = 0.5
_COCO = (
    "person|bicycle|car|motorcycle|airplane|bus|train|truck|boat|traffic light|fire hydrant|stop sign|parking meter|"
    "bench|bird|cat|dog|horse|sheep|cow|elephant|bear|zebra|giraffe|backpack|umbrella|handbag|tie|suitcase|frisbee|skis|"
    "snowboard|sports ball|kite|baseball bat|baseball glove|skateboard|surfboard|tennis racket|bottle|wine glass|cup|"
    "fork|knife|spoon|bowl|banana|apple|sandwich|orange|broccoli|carrot|hot dog|pizza|donut|cake|chair|couch|"
    "potted plant|bed|dining table|toilet|tv|laptop|mouse|remote|keyboard|cell phone|microwave|oven|toaster|sink|"
    "refrigerator|book|clock|vase|scissors|teddy bear|hair drier|toothbrush"
)
COCO = tuple(_COCO.split("|"))


@dataclass(frozen=True, slots=True)
class Found:
    """An object: its class, how sure, and its box in pixels of the picture."""

    label: str
    score: float
    left: float
    top: float
    right: float
    bottom: float


class Yolo:
    """The loaded detector."""

    def __init__(self, session: Any) -> None:
        self._session = session
        entry = session.get_inputs()[0]
        self._input = entry.name
        self._side = int(entry.shape[-1]) if isinstance(entry.shape[-1], int) else 640
        self._names = names_of(session.get_modelmeta().custom_metadata_map)

    @classmethod
    def load(cls, path: Path, device: Device = Device.CPU) -> "Yolo":
        """Load an ONNX file, or the one `*yolo*.onnx` of a folder.

        Raises:
            ModelUnavailableError: there is none.
        """
        file = path if path.is_file() else next(iter(sorted(path.glob("*yolo*.onnx"))), None)
        if file is None:
            raise ModelUnavailableError(f"There is no object detector (*yolo*.onnx) in {path}.")
        return cls(open_session(file, device))

    def detect(self, picture: Picture, least: float) -> list[Found]:
        """Return the objects of which it is at least so sure, in a picture (blue first), surest first."""
        ultralytics = bool(self._names)
        fitted, scale = letterbox(picture, self._side)
        entry = fitted[:, :, ::-1] / np.float32(255) if ultralytics else fitted
        (raw, *_) = self._session.run(None, {self._input: np.ascontiguousarray(entry.transpose(2, 0, 1)[None])})
        decoded = ultralytics_boxes(raw[0]) if ultralytics else yolox_boxes(raw[0], self._side)
        names = self._names or COCO
        boxes, scores, classes = decoded
        height, width = picture.shape[:2]
        limits = np.array([width, height, width, height], np.float32)
        boxes = np.clip(boxes / scale, 0, limits)
        kept = best(boxes, scores, classes, least)
        return [
            Found(_name(names, int(classes[index])), float(scores[index]), *(float(edge) for edge in boxes[index]))
            for index in kept
        ]


def names_of(metadata: Mapping[str, str]) -> tuple[str, ...]:
    """Return the classes that an Ultralytics export names in its metadata, none for others."""
    try:
        named = ast.literal_eval(metadata.get("names", ""))
    except (ValueError, SyntaxError):
        return ()
    if isinstance(named, dict):
        return tuple(str(named[key]) for key in sorted(named))
    return tuple(str(name) for name in named) if isinstance(named, list | tuple) else ()


def letterbox(picture: Picture, side: int) -> tuple[Array, float]:
    """Fit a picture into the upper left of a grey square, and return by how much it was scaled."""
    import cv2

    height, width = picture.shape[:2]
    scale = min(side / height, side / width)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    square = np.full((side, side, 3), _GREY, np.float32)
    square[: size[1], : size[0]] = cv2.resize(picture, size, interpolation=cv2.INTER_LINEAR)
    return square, scale


def yolox_boxes(raw: Array, side: int) -> tuple[Array, Array, NDArray[np.int64]]:
    """Decode YOLOX's raw grid, one row per cell: centre and size in cells, objectness, classes."""
    cells = []
    for stride in _STRIDES:
        count = side // stride
        rows, columns = np.divmod(np.arange(count * count), count)
        cells.append(np.stack([columns, rows, np.full_like(rows, stride)], axis=1))
    grid = np.concatenate(cells).astype(np.float32)
    middle = (raw[:, :2] + grid[:, :2]) * grid[:, 2:]
    half = np.exp(raw[:, 2:4]) * grid[:, 2:] / 2
    sure = raw[:, 4:5] * raw[:, 5:]
    return np.hstack([middle - half, middle + half]), sure.max(axis=1), sure.argmax(axis=1)


def ultralytics_boxes(raw: Array) -> tuple[Array, Array, NDArray[np.int64]]:
    """Decode an Ultralytics output: rows of corners, score and class, or columns of centre, size and class scores."""
    if raw.shape[1] == 6:
        return raw[:, :4], raw[:, 4], raw[:, 5].astype(np.int64)
    rows = raw.T
    half = rows[:, 2:4] / 2
    sure = rows[:, 4:]
    return np.hstack([rows[:, :2] - half, rows[:, :2] + half]), sure.max(axis=1), sure.argmax(axis=1)


def best(boxes: Array, scores: Array, classes: NDArray[np.int64], least: float) -> list[int]:
    """Return the indices of boxes that are sure enough, surest first, without those that show the same again."""
    left = [index for index in np.argsort(-scores).tolist() if scores[index] >= least]
    kept: list[int] = []
    for index in left:
        same = [other for other in kept if classes[other] == classes[index]]
        if all(overlap(boxes[index], boxes[other]) < _SAME for other in same):
            kept.append(index)
    return kept


def overlap(one: Array, other: Array) -> float:
    """Return the share of two boxes (left, top, right, bottom) that both cover."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    if width <= 0 or height <= 0:
        return 0.0
    both = float(width * height)
    return both / (float((one[2] - one[0]) * (one[3] - one[1]) + (other[2] - other[0]) * (other[3] - other[1])) - both)


def _name(names: Sequence[str], number: int) -> str:
    return names[number] if number < len(names) else f"class {number}"
