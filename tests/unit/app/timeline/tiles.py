"""Makes tiles by hand for tests of what is drawn from them."""

from collections.abc import Sequence

import numpy as np

from storage.store import LaneTile

Row = tuple[int, int, str | None]


def tile(
    rows: Sequence[Row],
    *,
    lane: str = "applications",
    bucket_us: int = 0,
    counts: Sequence[int] | None = None,
    high: Sequence[float] | None = None,
    media: Sequence[str | None] | None = None,
    busy_us: Sequence[int] | None = None,
) -> LaneTile:
    """Return a tile with rows of start, end and label."""
    names = tuple(dict.fromkeys(label for _, _, label in rows if label is not None))
    starts = np.array([start for start, _, _ in rows], dtype=np.int64)
    ends = np.array([end for _, end, _ in rows], dtype=np.int64)
    values = np.full(len(rows), np.nan) if high is None else np.array(high, dtype=np.float64)
    return LaneTile(
        lane=lane,
        start_us=int(starts.min(initial=0)),
        end_us=int(ends.max(initial=0)),
        bucket_us=bucket_us,
        starts=starts,
        ends=ends,
        counts=np.ones(len(rows), np.int64) if counts is None else np.array(counts, dtype=np.int64),
        busy_us=ends - starts if busy_us is None else np.array(busy_us, dtype=np.int64),
        low=values,
        high=values,
        last=values,
        labels=np.array([-1 if label is None else names.index(label) for _, _, label in rows], dtype=np.int32),
        keys=np.arange(len(rows), dtype=np.int64),
        label_names=names,
        media=np.array([address or "" for address in media or [None] * len(rows)], dtype="S"),
    )
