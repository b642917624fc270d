"""What lies under the pointer in a lane, and how many others share that spot."""

from dataclasses import dataclass

import numpy as np

from app.timeline.viewport import Viewport
from storage.store import LaneTile

_REACH_PX = 4


@dataclass(frozen=True, slots=True)
class HitRow:
    """The row of a tile under the pointer: the shortest that covers it, or the nearest within reach.

    Attributes:
        row: index into the tile.
        others: further events that the same bucket or spot holds.
    """

    row: int
    others: int


def hit(tile: LaneTile, viewport: Viewport, x_px: float) -> HitRow | None:
    """Return what is under a pixel of a lane, None where there is nothing."""
    time_us = viewport.time_at(x_px)
    reach_us = max(1, round(viewport.us_per_px * _REACH_PX))
    last = int(np.searchsorted(tile.starts, time_us + reach_us, side="right"))
    near = np.flatnonzero(tile.ends[:last] >= time_us - reach_us)
    if not len(near):
        return None
    covering = near[(tile.starts[near] <= time_us) & (tile.ends[near] > time_us)]
    if len(covering):
        row = int(covering[np.argmin(tile.ends[covering] - tile.starts[covering])])
        return HitRow(row, int(tile.counts[covering].sum()) - 1)
    away = np.maximum(tile.starts[near] - time_us, time_us - tile.ends[near])
    row = int(near[np.argmin(away)])
    return HitRow(row, int(tile.counts[near].sum()) - 1)


def label_of(tile: LaneTile, row: int) -> str:
    """Return a row's label, "" where it has none."""
    index = int(tile.labels[row])
    return tile.label_names[index] if index >= 0 else ""
