"""Tells what kind of change lies between two pictures of one screen: none, scrolling, video, or something else.

Scrolled content is the same content higher or lower: the shift is looked for and has to explain what changed. In a
video things move in many ways: DIS optical flow (Kroeger et al. 2016) carries much of it from one picture to the next.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Gray = NDArray[np.uint8]

_WIDTH = 480
_CHANGED = 16
_STILL_SHARE = 0.0001
_SCROLL_SHARE = 0.01
_EXPLAINED = 0.5
_CANDIDATES = 12
_FLATTER = 4
_MOVED_PX = 0.5
_MOVING_SHARE = 0.35
_SMALLEST_PICTURE = 0.02


@dataclass(frozen=True, slots=True)
class Motion:
    """What changed.

    Attributes:
        kind: still, scrolling, video or change.
        share: of the picture that changed, 0 to 1.
        down: by how much of the picture's height content moved down, 0 to 1 (up: negative).
        moving: share of what changed that moved, rather than appeared.
    """

    kind: str
    share: float
    down: float = 0.0
    moving: float = 0.0


def small_gray(picture: NDArray[np.uint8]) -> Gray:
    """Return a picture (blue first) in grey, 480 pixels wide and as high as it was, so that lines keep their places."""
    import cv2

    size = _WIDTH, picture.shape[0]
    gray = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    return np.asarray(cv2.resize(gray, size, interpolation=cv2.INTER_AREA), np.uint8)


def motion_between(before: Gray, after: Gray) -> Motion:
    """Compare two pictures of the same size, made by `small_gray`."""
    changed = _changed(before, after)
    share = float(changed.mean())
    if share < _STILL_SHARE:
        return Motion("still", share)
    top, bottom, left, right = _bounds(changed)
    was, now = before[top:bottom, left:right], after[top:bottom, left:right]
    part = changed[top:bottom, left:right]
    if share >= _SCROLL_SHARE:
        down = _shift(was, now, part)
        if down:
            return Motion("scrolling", share, down / before.shape[0], 1.0)
    moving = _moving(was, now)
    area = part.size / changed.size
    dense = float(part.mean())
    video = area >= _SMALLEST_PICTURE and dense >= 0.3 and moving >= _MOVING_SHARE
    return Motion("video" if video else "change", share, moving=moving)


def _changed(before: Gray, after: Gray) -> NDArray[np.bool_]:
    import cv2

    return np.asarray(cv2.absdiff(before, after) >= _CHANGED, bool)


def _bounds(changed: NDArray[np.bool_]) -> tuple[int, int, int, int]:
    rows, columns = np.flatnonzero(changed.any(axis=1)), np.flatnonzero(changed.any(axis=0))
    return int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1


def _shift(was: Gray, now: Gray, changed: NDArray[np.bool_]) -> int:
    """Pixels by which content moved down, 0 where no shift explains what changed."""
    height = was.shape[0]
    first, second = _profile(was), _profile(now)
    spectrum = np.conj(np.fft.rfft(first, 2 * height, axis=0)) * np.fft.rfft(second, 2 * height, axis=0)
    alike = np.fft.irfft(spectrum, axis=0).sum(axis=1)
    alike[[0, 1, -1]] = 0
    peaks = np.flatnonzero((alike > np.roll(alike, 1)) & (alike > np.roll(alike, -1)))
    places = peaks[np.argsort(-alike[peaks])[:_CANDIDATES]].tolist()
    likely = [place if place < height else place - 2 * height for place in places] or [0]
    explained, best = max((_explained(was, now, changed, down), down) for down in likely)
    return best if explained >= _EXPLAINED else 0


def _explained(was: Gray, now: Gray, changed: NDArray[np.bool_], down: int) -> float:
    """Share of what changed that looks as what stood so much higher before."""
    if not 2 <= abs(down) < was.shape[0]:
        return 0.0
    source, target = (was[:-down], np.s_[down:]) if down > 0 else (was[-down:], np.s_[:down])
    same = ~_changed(np.ascontiguousarray(source), np.ascontiguousarray(now[target]))
    return float((same & changed[target]).sum() / changed.sum())


def _profile(picture: Gray) -> NDArray[np.float32]:
    """A few numbers per line that tell lines from one another: how each differs from the one above."""
    import cv2

    narrow = cv2.resize(picture, (24, picture.shape[0]), interpolation=cv2.INTER_AREA).astype(np.float32)
    return np.asarray(np.diff(narrow, axis=0, prepend=narrow[:1]), np.float32)


def _moving(was: Gray, now: Gray) -> float:
    """Share of what changed that flow carries from one picture to the other."""
    import cv2

    height, width = was.shape[0] // _FLATTER, was.shape[1]
    if min(height, width) < 16:
        return 0.0
    was, now = (
        np.asarray(cv2.resize(one, (width, height), interpolation=cv2.INTER_AREA), np.uint8) for one in (was, now)
    )
    changed = _changed(was, now)
    carrier: Any = cv2
    flow = carrier.DISOpticalFlow_create(carrier.DISOPTICAL_FLOW_PRESET_ULTRAFAST).calc(
        np.ascontiguousarray(was), np.ascontiguousarray(now), None
    )
    rows, columns = np.mgrid[: was.shape[0], : was.shape[1]].astype(np.float32)
    carried = cv2.remap(now, columns + flow[..., 0], rows + flow[..., 1], cv2.INTER_LINEAR)
    follows = cv2.absdiff(np.ascontiguousarray(was), carried) < _CHANGED
    moved = np.hypot(flow[..., 0], flow[..., 1]) >= _MOVED_PX
    return float((follows & moved)[changed].mean()) if changed.any() else 0.0
