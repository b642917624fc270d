"""Which pictures of a lane are shown at a zoom: spaced so that they never overlap, and staying put while panning."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.timeline.columns import positions
from app.timeline.viewport import Viewport
from storage.store import LaneTile


@dataclass(frozen=True, slots=True)
class Still:
    """A picture to draw: the tile's row it stands for, its left edge in pixels, and how much room it has."""

    row: int
    x_px: float
    room_px: float


def slot_us(us_per_px: float, picture_px: int) -> int:
    """Return the length of a slot: the smallest of 1, 1.5, 2, 3, 4, 6 … microseconds that holds a picture."""
    wanted = us_per_px * picture_px
    power = 1
    while power * 2 <= wanted:
        power *= 2
    return next(size for size in (power, power * 3 // 2, power * 2) if size >= wanted)


def stills(
    tile: LaneTile, pictured: NDArray[np.int64], viewport: Viewport, span_us: tuple[int, int], picture_px: int
) -> list[Still]:
    """Return at most one picture a slot.

    Args:
        tile: the lane's tile.
        pictured: indexes of its rows that have a picture, ascending.
        viewport: the view.
        span_us: the part of the view to fill.
        picture_px: width of a picture with the gap after it.
    """
    slot = slot_us(viewport.us_per_px, picture_px)
    starts = tile.starts[pictured]
    edges = np.arange(span_us[0] // slot - 1, -(-span_us[1] // slot) + 1) * slot
    low, high = np.searchsorted(starts, (span_us[0] - slot, span_us[1]))
    first = np.clip(np.searchsorted(starts, edges), low, high)
    used = np.flatnonzero(first[:-1] < first[1:])
    rows = pictured[first[used]]
    slot_px = slot / viewport.us_per_px
    lefts = positions(viewport, edges[used])
    at = np.clip(positions(viewport, tile.starts[rows]), lefts, lefts + slot_px - picture_px)
    return [Still(int(row), float(x), slot_px) for row, x in zip(rows, at, strict=True)]
