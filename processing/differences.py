"""Tells what really differs between two pictures that were both stored with loss.

Loss leaves single pixels off by up to 60 levels, but hardly moves the mean over 4 x 4 pixels (by 18 at WebP quality 50,
15 at 60); a comma in place of a full stop moves it by 34, another letter by 120. So means are compared, not pixels.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Gray = NDArray[np.uint8]

_CELL = 4
_DIFFERENT = 18
_OTHER_LETTER = 24
_TILE = 16


@dataclass(frozen=True, slots=True)
class Rect:
    """Pixels `[left, right)` x `[top, bottom)`."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def area(self) -> int:
        """Pixels within."""
        return (self.right - self.left) * (self.bottom - self.top)

    def touches(self, other: "Rect") -> bool:
        """Tell whether they share a pixel."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def union(self, other: "Rect") -> "Rect":
        """Return the smallest rectangle around both."""
        return Rect(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def grown(self, pixels: int, width: int, height: int) -> "Rect":
        """Return it with a margin, within a picture."""
        return Rect(
            max(0, self.left - pixels),
            max(0, self.top - pixels),
            min(width, self.right + pixels),
            min(height, self.bottom + pixels),
        )


def changed_rects(before: Gray, after: Gray) -> list[Rect]:
    """Return where two pictures of one size differ, as separate rectangles on a grid of 16 pixels."""
    import cv2

    off = cv2.blur(cv2.absdiff(before, after), (_CELL, _CELL)) >= _DIFFERENT
    height, width = off.shape
    rows, columns = -(-height // _TILE), -(-width // _TILE)
    padded = np.zeros((rows * _TILE, columns * _TILE), bool)
    padded[:height, :width] = off
    tiles = np.asarray(padded.reshape(rows, _TILE, columns, _TILE).any(axis=(1, 3)), np.uint8)
    joined = cv2.dilate(tiles, np.ones((1, 3), np.uint8))
    count, _, boxes, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    return [
        Rect(
            left * _TILE,
            top * _TILE,
            min(width, (left + wide) * _TILE),
            min(height, (top + high) * _TILE),
        )
        for left, top, wide, high, _ in boxes[1:count].tolist()
    ]


def distance(before: Gray, after: Gray) -> float:
    """Return how unlike two miniatures are, as the mean difference of their pixels."""
    return float(np.abs(before.astype(np.int16) - after.astype(np.int16)).mean())


def miniature(gray: Gray) -> Gray:
    """Return a picture as 64 x 36 pixels, for `distance`."""
    import cv2

    return np.asarray(cv2.resize(gray, (64, 36), interpolation=cv2.INTER_AREA), np.uint8)


def ink(gray: Gray) -> Gray | None:
    """Return the part of a line's picture that is not paper, None where there is nothing but paper."""
    import cv2

    paper = np.full_like(gray, int(np.median(gray)))
    marks = cv2.blur(cv2.absdiff(gray, paper), (_CELL, _CELL)) >= _DIFFERENT
    rows, columns = np.flatnonzero(marks.any(axis=1)), np.flatnonzero(marks.any(axis=0))
    if not len(rows):
        return None
    return gray[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def same_ink(one: Gray, other: Gray) -> bool:
    """Tell whether two pictures of ink, cut by `ink`, show the same; each side may have been cut one pixel off."""
    import cv2

    height, width = min(one.shape[0], other.shape[0]), min(one.shape[1], other.shape[1])
    if max(one.shape[0], other.shape[0]) > height + 1 or max(one.shape[1], other.shape[1]) > width + 1:
        return False
    if np.abs(_profile(one) - _profile(other)).max() > _DIFFERENT:
        return False
    height, width = max(1, height - 1), max(1, width - 1)
    for first in _windows(one, height, width):
        for second in _windows(other, height, width):
            if cv2.blur(cv2.absdiff(first, second), (_CELL, _CELL)).max() < _OTHER_LETTER:
                return True
    return False


def _profile(gray: Gray) -> NDArray[np.float32]:
    """How dark a line is along its length, in 24 steps: most lines differ here already."""
    import cv2

    return np.asarray(cv2.resize(gray.astype(np.float32), (24, 1), interpolation=cv2.INTER_AREA), np.float32)


def _windows(gray: Gray, height: int, width: int) -> list[Gray]:
    return [
        gray[top : top + height, left : left + width]
        for top in range(gray.shape[0] - height + 1)
        for left in range(gray.shape[1] - width + 1)
    ]
