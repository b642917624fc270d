"""Spans of time as arrays: joined, taken from one another, and shared out over hours and days."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


def joined(starts: Ints, ends: Ints) -> tuple[Ints, Ints]:
    """Return the union of spans `[start, end)` as spans that neither touch nor overlap, in order."""
    kept = ends > starts
    order = np.argsort(starts[kept], kind="stable")
    low, high = starts[kept][order], ends[kept][order]
    if not len(low):
        return low, high
    reach = np.maximum.accumulate(high)
    fresh = np.concatenate(([True], low[1:] > reach[:-1]))
    first = np.flatnonzero(fresh)
    last = np.concatenate((first[1:] - 1, [len(low) - 1]))
    return low[first], reach[last]


def without(start: int, end: int, gaps: tuple[Ints, Ints]) -> list[tuple[int, int]]:
    """Return what is left of a span when gaps (joined) are taken out of it."""
    starts, ends = gaps
    left: list[tuple[int, int]] = []
    at = int(np.searchsorted(ends, start, side="right"))
    while start < end:
        if at >= len(starts) or starts[at] >= end:
            left.append((start, end))
            break
        if starts[at] > start:
            left.append((start, int(starts[at])))
        start = max(start, int(ends[at]))
        at += 1
    return left


def shares(starts: Ints, ends: Ints, busy: Floats, edges: Sequence[int]) -> Floats:
    """Return how much of `busy`, spread evenly over each span, falls between each two edges; of length edges - 1.

    An instant's falls where it stands. What lies outside of the edges is left out.
    """
    bounds = np.asarray(edges, dtype=np.int64)
    sums = np.zeros(len(bounds) - 1, dtype=np.float64)
    if not len(starts):
        return sums
    first = np.clip(np.searchsorted(bounds, starts, side="right") - 1, -1, len(sums))
    last = np.clip(np.searchsorted(bounds, np.maximum(ends - 1, starts), side="right") - 1, -1, len(sums))
    within = (first == last) & (first >= 0) & (first < len(sums))
    np.add.at(sums, first[within], busy[within])
    for row in np.flatnonzero(first != last):
        length = max(1, int(ends[row] - starts[row]))
        for slot in range(max(0, int(first[row])), min(len(sums) - 1, int(last[row])) + 1):
            part = min(int(ends[row]), int(bounds[slot + 1])) - max(int(starts[row]), int(bounds[slot]))
            sums[slot] += busy[row] * max(0, part) / length
    return sums
