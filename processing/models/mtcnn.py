"""Faces with MTCNN's three networks: proposed at every size, refined, confirmed (Zhang et al. 2016)."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from processing.processor import ModelUnavailableError

Picture = NDArray[np.uint8]
Array = NDArray[np.float32]

_CELL, _STEP = 12, 2
_FACTOR = 0.709
_LONGEST_PX = 960
_SMALLEST_PX = 32


@dataclass(frozen=True, slots=True)
class Face:
    """A face: its box in pixels of the picture, and how sure."""

    left: float
    top: float
    right: float
    bottom: float
    score: float


class Mtcnn:
    """The loaded networks."""

    def __init__(self, propose: Any, refine: Any, confirm: Any) -> None:
        self._propose, self._refine, self._confirm = propose, refine, confirm

    @classmethod
    def load(cls, folder: Path) -> "Mtcnn":
        """Load a folder with pnet.onnx, rnet.onnx and onet.onnx.

        Raises:
            ModelUnavailableError: one is not there.
        """
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 3
        files = [folder / f"{name}net.onnx" for name in "pro"]
        absent = [file.name for file in files if not file.is_file()]
        if absent:
            raise ModelUnavailableError(f"The folder {folder} finds no faces: no {absent[0]}.")
        return cls(
            *(onnxruntime.InferenceSession(str(one), options, providers=["CPUExecutionProvider"]) for one in files)
        )

    def faces(self, picture: Picture, least: float) -> list[Face]:
        """Return the faces of which it is at least so sure, in a picture (blue first), surest first."""
        import cv2

        height, width = picture.shape[:2]
        scale = min(1.0, _LONGEST_PX / max(height, width))
        small = picture if scale == 1 else cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        colours = np.ascontiguousarray(np.asarray(small, np.uint8)[:, :, ::-1])
        boxes = _squares(self._proposals(colours))
        boxes = _squares(self._judged(self._refine, colours, boxes, 24, 0.7, "union"))
        boxes = self._judged(self._confirm, colours, boxes, 48, least, "smaller")
        return [_face(box, scale) for box in boxes]

    def _proposals(self, picture: Picture) -> Array:
        import cv2

        found = [np.zeros((0, 5), np.float32)]
        for scale in _scales(*picture.shape[:2]):
            size = int(np.ceil(picture.shape[1] * scale)), int(np.ceil(picture.shape[0] * scale))
            shrunk = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
            moves, sure = self._propose.run(None, {"input_1": _entry(shrunk[None])})
            columns, rows = np.nonzero(sure[0, :, :, 1] >= 0.6)
            corner = np.stack([columns, rows], axis=1) * _STEP + 1
            edges = np.hstack([corner, corner + _CELL - 1]) / scale
            score = sure[0, columns, rows, 1]
            kept = _apart(np.column_stack([edges, score]).astype(np.float32), 0.5, "union")
            here = np.column_stack([edges, score]).astype(np.float32)[kept]
            found.append(_moved(here, moves[0, columns, rows][kept]))
        every = np.concatenate(found)
        return every[_apart(every, 0.7, "union")]

    def _judged(self, network: Any, picture: Picture, boxes: Array, side: int, least: float, measure: str) -> Array:
        if not len(boxes):
            return boxes
        crops = np.stack([_crop(picture, box, side) for box in boxes])
        answer = network.run(None, {network.get_inputs()[0].name: _entry(crops)})
        moves, sure = answer[0], answer[-1][:, 1]
        good = sure >= least
        moved = _moved(np.column_stack([boxes[good, :4], sure[good]]).astype(np.float32), moves[good])
        return moved[_apart(moved, 0.7, measure)]


def _face(box: Array, scale: float) -> Face:
    left, top, right, bottom = (box[:4] / scale).tolist()
    return Face(left, top, right, bottom, float(box[4]))


def _scales(height: int, width: int) -> Iterator[float]:
    """From the one that makes the smallest face as large as a cell, each smaller by a factor."""
    scale = _CELL / _SMALLEST_PX
    while min(height, width) * scale >= _CELL:
        yield scale
        scale *= _FACTOR


def _entry(pictures: Picture) -> Array:
    """As the networks were trained: columns before rows, around zero."""
    return np.ascontiguousarray(((pictures.astype(np.float32) - 127.5) / 128).transpose(0, 2, 1, 3))


def _moved(boxes: Array, moves: Array) -> Array:
    """Shift each edge by its share of the box's size."""
    sizes = np.tile(boxes[:, 2:4] - boxes[:, :2], 2)
    return np.column_stack([boxes[:, :4] + moves * sizes, boxes[:, 4]]).astype(np.float32)


def _squares(boxes: Array) -> Array:
    middle = (boxes[:, :2] + boxes[:, 2:4]) / 2
    half = (boxes[:, 2:4] - boxes[:, :2]).max(axis=1, initial=0, keepdims=True) / 2
    return np.column_stack([middle - half, middle + half, boxes[:, 4]]).astype(np.float32)


def _crop(picture: Picture, box: Array, side: int) -> Picture:
    """Cut out a box, black where it leaves the picture."""
    import cv2

    left, top, right, bottom = np.round(box[:4]).astype(int).tolist()
    size = max(1, right - left), max(1, bottom - top)
    cut = np.zeros((size[1], size[0], 3), np.uint8)
    height, width = picture.shape[:2]
    inner = picture[max(0, top) : min(height, bottom), max(0, left) : min(width, right)]
    y, x = max(0, -top), max(0, -left)
    if inner.size:
        cut[y : y + inner.shape[0], x : x + inner.shape[1]] = inner
    return np.asarray(cv2.resize(cut, (side, side), interpolation=cv2.INTER_AREA), np.uint8)


def _apart(boxes: Array, limit: float, measure: str) -> list[int]:
    """Return indices, surest first, of boxes that share less than `limit` with a surer one."""
    kept: list[int] = []
    areas = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    order = np.argsort(-boxes[:, 4])
    while len(order):
        first, rest = int(order[0]), order[1:]
        kept.append(first)
        both = np.prod(
            np.clip(
                np.minimum(boxes[first, 2:4], boxes[rest, 2:4]) - np.maximum(boxes[first, :2], boxes[rest, :2]), 0, None
            ),
            axis=1,
        )
        whole = np.minimum(areas[first], areas[rest]) if measure == "smaller" else areas[first] + areas[rest] - both
        order = rest[both / whole < limit]
    return kept
