"""Turns thousands of buckets or events into one value a pixel column, with numpy instead of a loop for each.

All functions take arrays sorted by start and give arrays over the view's pixels; nothing short is ever lost.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.timeline.viewport import Viewport
from storage.store import LaneTile

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

_FEW = 48
_ROUNDING_PX = 1e-6
_VERY_WIDE_PX = 64


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a tile that touch a span, and their pixels: `[left, right)` as float64, equal for instants."""

    index: Ints
    left: Floats
    right: Floats

    def chosen(self, which: NDArray[np.bool_]) -> "Rows":
        """Return those of the rows for which `which` is true."""
        return Rows(self.index[which], self.left[which], self.right[which])


def positions(viewport: Viewport, times_us: Ints) -> Floats:
    """Return the pixels of times; far ones are held near the view, so that nothing overflows."""
    away = np.clip(times_us - viewport.start_us, -4 * viewport.span_us, 5 * viewport.span_us)
    return np.asarray(away * (viewport.width_px / viewport.span_us), dtype=np.float64)


def rows_in(tile: LaneTile, viewport: Viewport, start_us: int, end_us: int) -> Rows:
    """Return the tile's rows that touch `[start_us, end_us)`, cut to it."""
    last = int(np.searchsorted(tile.starts, end_us, side="left"))
    touching = (tile.ends[:last] > start_us) | (tile.starts[:last] >= start_us)
    index = np.flatnonzero(touching).astype(np.int64)
    scale = viewport.width_px / viewport.span_us
    left = (np.maximum(tile.starts[index], start_us) - viewport.start_us) * scale
    right = (np.minimum(tile.ends[index], end_us) - viewport.start_us) * scale
    return Rows(index, left, right)


def first_columns(rows: Rows, width_px: int) -> tuple[Ints, Ints]:
    """Return the first column of each row and the one after its last, within the view; each takes one at least."""
    first = np.clip(np.floor(rows.left), 0, width_px - 1).astype(np.int64)
    after = np.clip(np.ceil(rows.right - _ROUNDING_PX), 0, width_px).astype(np.int64)
    return first, np.maximum(after, first + 1)


def paint_columns(rows: Rows, values: Ints, width_px: int, *, empty: int = -1) -> Ints:
    """Return per column the value of the row drawn there; the longer lie below, so that short ones stay visible."""
    columns = np.full(width_px, empty, dtype=np.int64)
    first, after = first_columns(rows, width_px)
    lengths = after - first
    wide = np.flatnonzero(lengths > 1)
    few = wide if len(wide) <= _FEW else wide[lengths[wide] > _VERY_WIDE_PX]
    for row in few[np.argsort(-lengths[few], kind="stable")]:
        columns[first[row] : after[row]] = values[row]
    if len(few) < len(wide):
        rest = wide[lengths[wide] <= _VERY_WIDE_PX]
        covered = _covering(first[rest], after[rest], width_px)
        drawn = covered >= 0
        columns[drawn] = values[rest[covered[drawn]]]
    narrow = np.flatnonzero(lengths == 1)
    columns[first[narrow]] = values[narrow]
    return columns


def strongest(rows: Rows, values: Floats, width_px: int) -> Floats:
    """Return per column the largest value of the rows drawn there, 0 where there is none."""
    columns = np.zeros(width_px + 1, dtype=np.float64)
    first, after = first_columns(rows, width_px)
    narrow = after - first <= 1
    at, of = first[narrow], values[narrow]
    if len(at):
        begins = np.flatnonzero(np.concatenate(([True], at[1:] != at[:-1])))
        columns[at[begins]] = np.maximum(np.maximum.reduceat(of, begins), 0.0)
    wide = np.flatnonzero(~narrow)
    few = wide if len(wide) <= _FEW else wide[after[wide] - first[wide] > _VERY_WIDE_PX]
    if len(few) < len(wide):
        rest = wide[after[wide] - first[wide] <= _VERY_WIDE_PX]
        covered = _covering(first[rest], after[rest], width_px)
        drawn = np.flatnonzero(covered >= 0)
        columns[drawn] = np.maximum(columns[drawn], values[rest[covered[drawn]]])
    for row in few:
        part = columns[first[row] : after[row]]
        np.maximum(part, values[row], out=part)
    return columns[:width_px]


def _covering(first: Ints, after: Ints, width_px: int) -> Ints:
    """Return per column the last row that begins at or before it and reaches over it, -1 for none.

    Exact where rows do not overlap, as the many narrow spans of a lane; the few very wide are drawn one by one.
    """
    columns = np.arange(width_px)
    row = np.searchsorted(first, columns, side="right") - 1
    row[(row >= 0) & (after[np.maximum(row, 0)] <= columns)] = -1
    return row


def merged_runs(rows: Rows, labels: NDArray[np.int32], gap_px: float) -> Rows:
    """Return rows in which neighbours of one label, no further apart than a gap, have become one."""
    if not len(rows.index):
        return rows
    label = labels[rows.index]
    fresh = (label[1:] != label[:-1]) | (rows.left[1:] > rows.right[:-1] + gap_px)
    starts = np.flatnonzero(np.concatenate(([True], fresh)))
    return Rows(rows.index[starts], rows.left[starts], np.maximum.reduceat(rows.right, starts))
