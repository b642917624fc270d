"""Lanes that the owner pinned: rows of an answer instead of events of the store, as tiles for any window."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.timeline.lanes import Lane, LaneKind
from app.timeline.sheets import Window, level_us
from storage.store import LaneTile

Ints = NDArray[np.int64]

_PREFIX = "query:"
_MOST_EXACT = 4_000


@dataclass(frozen=True, slots=True)
class PinnedRows:
    """Rows of an answer, as arrays of equal length sorted by start.

    Attributes:
        starts, ends: int64, microseconds UTC; equal for a moment.
        values: float64, NaN where there is no number.
        labels: int32 index into `label_names`, -1 for none.
    """

    starts: Ints
    ends: Ints
    values: NDArray[np.float64]
    labels: NDArray[np.int32]
    label_names: tuple[str, ...] = ()


NO_ROWS = PinnedRows(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0), np.zeros(0, np.int32))


@dataclass(frozen=True, slots=True)
class PinnedLane:
    """An answer as a lane: its title, its rows, and why it could not be renewed ("" when it could)."""

    title: str
    rows: PinnedRows = NO_ROWS
    trouble: str = ""

    @property
    def lane(self) -> Lane:
        """How it stands on the timeline: a line where rows have numbers and no names, else bars."""
        measured = bool(len(self.rows.values)) and not self.rows.label_names and not np.isnan(self.rows.values).all()
        kind, height_px = (LaneKind.NUMBERS, 42) if measured else (LaneKind.BARS, 38)
        return Lane(f"{_PREFIX}{self.title}", self.title, self.trouble or "query", kind, height_px)


def lanes_with(lanes: Sequence[Lane], pinned: Sequence[PinnedLane]) -> tuple[Lane, ...]:
    """Return the lanes with the pinned ones before the last, which is what was recorded when."""
    return (*lanes[:-1], *(each.lane for each in pinned), *lanes[-1:])


def tiles_of(pinned: Mapping[str, PinnedRows], lanes: Sequence[str], window: Window) -> dict[str, LaneTile]:
    """Return the tiles of those lanes that are pinned."""
    return {name: tile_of(name, pinned[name], window) for name in lanes if name in pinned}


def tile_of(name: str, rows: PinnedRows, window: Window) -> LaneTile:
    """Return the rows that touch a window: each as it is where they are few, else gathered in the window's buckets."""
    before = int(np.searchsorted(rows.starts, window.end_us, side="left"))
    touching = (rows.ends[:before] > window.start_us) | (rows.starts[:before] >= window.start_us)
    index = np.flatnonzero(touching)
    if len(index) <= _MOST_EXACT:
        return _exact(name, rows, index, window)
    return _gathered(name, rows, index, window)


def _exact(name: str, rows: PinnedRows, index: NDArray[np.intp], window: Window) -> LaneTile:
    starts, ends, values = rows.starts[index], rows.ends[index], rows.values[index]
    return LaneTile(
        name,
        window.start_us,
        window.end_us,
        0,
        starts,
        ends,
        np.ones(len(index), np.int64),
        ends - starts,
        values,
        values,
        values,
        rows.labels[index],
        np.full(len(index), -1, np.int64),
        rows.label_names,
        np.zeros(len(index), "S1"),
    )


def _gathered(name: str, rows: PinnedRows, index: NDArray[np.intp], window: Window) -> LaneTile:
    """Rows by the bucket they begin in; a long one reaches as far as it does, its bucket is named by the first."""
    width_us = level_us(window.level)
    starts = np.maximum(rows.starts[index], window.start_us)
    buckets, first, counts = np.unique((starts - window.start_us) // width_us, return_index=True, return_counts=True)
    ends = np.maximum.reduceat(rows.ends[index], first)
    values = rows.values[index]
    begins = window.start_us + buckets * width_us
    ends = np.maximum(ends, begins + width_us)
    busy = np.minimum(np.add.reduceat(rows.ends[index] - rows.starts[index], first), width_us)
    last = first + counts - 1
    return LaneTile(
        name,
        window.start_us,
        window.end_us,
        width_us,
        begins,
        ends,
        counts.astype(np.int64),
        busy,
        np.fmin.reduceat(values, first),
        np.fmax.reduceat(values, first),
        values[last],
        rows.labels[index][first],
        np.full(len(first), -1, np.int64),
        rows.label_names,
        np.zeros(len(first), "S1"),
    )
