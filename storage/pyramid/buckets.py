"""The arithmetic of the pyramid on arrays: events into buckets, buckets into coarser ones, and both together.

Nothing here knows a database. A bucket is a row of `BUCKET`; its fields combine so that it does not matter in which
steps they were gathered: sums, extremes, and three events picked by an order that is total.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from storage.pyramid.labels import Labels

EVENT = np.dtype(
    [
        ("key", "i8"),
        ("start", "i8"),
        ("end", "i8"),
        ("value", "f8"),
        ("label", "i4"),
        ("pictured", "?"),
        ("media", "V32"),
    ]
)
"""An event of a lane: times in µs, value NaN and label -1 where it has none, media where `pictured`."""

BUCKET = np.dtype(
    [
        ("index", "i8"),
        ("starts", "i8"),
        ("carried", "i8"),
        ("busy", "i8"),
        ("longest", "i8"),
        ("key", "i8"),
        ("label", "i4"),
        ("low", "f8"),
        ("high", "f8"),
        ("last", "f8"),
        ("last_start", "i8"),
        ("last_key", "i8"),
        ("media_start", "i8"),
        ("media_key", "i8"),
        ("media", "V32"),
    ]
)
"""A bucket of some width, at `index` * width µs.

`starts` counts the events that start in it, `carried` those that reach in from before; `busy` adds up how long they
last inside. `key`, `label` and `longest` are of the longest event (of equals the one with the lowest key); `last` is
the value of the newest by (start, key) that has one; `media` the picture of the oldest that has one (`media_key` -1:
none).
"""

Events = NDArray[np.void]
Buckets = NDArray[np.void]
Ints = NDArray[np.int64]


def as_events(rows: Sequence[Sequence[Any]], labels: Labels, *, distinct: bool = False) -> Events:
    """Return rows of (key, start_us, end_us, label, value, media) as an array, each key once if `distinct` asks so."""
    if distinct:
        rows = list({row[0]: row for row in rows}.values())
    events = np.zeros(len(rows), EVENT)
    if not rows:
        return events
    key, start, end, label, value, media = zip(*rows, strict=True)
    events["key"], events["start"], events["end"] = key, start, end
    events["label"] = [labels.number(None if text is None else str(text)) for text in label]
    events["value"] = [np.nan if number is None else _number(number) for number in value]
    events["pictured"] = [address is not None for address in media]
    if events["pictured"].any():
        blank = bytes(32)
        joined = b"".join(blank if address is None else address for address in media)
        events["media"] = np.frombuffer(joined, "V32")
    return events


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else float("nan")


def first_bucket(events: Events, width_us: int) -> Ints:
    """Return the index of the bucket in which each event starts."""
    first: Ints = events["start"] // width_us
    return first


def last_bucket(events: Events, width_us: int) -> Ints:
    """Return the index of the last bucket that each event touches."""
    last: Ints = np.maximum(events["end"] - 1, events["start"]) // width_us
    return last


def of_events(events: Events, width_us: int, low: int, high: int) -> Buckets:
    """Return the buckets with index `low` to `high` (inclusive) that the events touch, sorted by index."""
    started = first_bucket(events, width_us)
    first = np.maximum(started, low)
    touched = np.minimum(last_bucket(events, width_us), high) - first + 1
    touched = np.maximum(touched, 0)
    total = int(touched.sum())
    which = np.repeat(np.arange(len(events)), touched)
    index = np.arange(total) - np.repeat(np.cumsum(touched) - touched, touched) + first[which]
    event = events[which]
    rows = np.empty(total, BUCKET)
    rows["index"] = index
    rows["starts"] = index == started[which]
    rows["carried"] = 1 - rows["starts"]
    rows["busy"] = np.minimum(event["end"], (index + 1) * width_us) - np.maximum(event["start"], index * width_us)
    rows["longest"] = event["end"] - event["start"]
    rows["key"] = event["key"]
    rows["label"] = event["label"]
    rows["low"] = rows["high"] = rows["last"] = event["value"]
    rows["last_start"] = rows["media_start"] = event["start"]
    rows["last_key"] = event["key"]
    rows["media_key"] = np.where(event["pictured"], event["key"], -1)
    rows["media"] = event["media"]
    return gather(rows)


def lift(buckets: Buckets) -> Buckets:
    """Return buckets four times as wide; an event carried into a later quarter is counted where it comes from."""
    rows = buckets.copy()
    rows["carried"][rows["index"] % 4 != 0] = 0
    rows["index"] //= 4
    return gather(rows)


def gather(rows: Buckets) -> Buckets:
    """Return one bucket per index, sorted, from rows of which several may speak of the same."""
    if len(rows) < 2:
        return rows
    if (np.diff(rows["index"]) < 0).any():
        rows = rows[np.argsort(rows["index"], kind="stable")]
    first = np.flatnonzero(np.concatenate(([True], np.diff(rows["index"]) != 0)))
    if len(first) == len(rows):
        return rows
    found = rows[first]
    for name in ("starts", "carried", "busy"):
        found[name] = np.add.reduceat(rows[name], first)
    order = np.lexsort((rows["key"], -rows["longest"], rows["index"]))
    _pick(found, rows, order[first], ("longest", "key", "label"))
    valued = ~np.isnan(rows["last"])
    if valued.any():
        found["low"] = np.fmin.reduceat(rows["low"], first)
        found["high"] = np.fmax.reduceat(rows["high"], first)
        order = np.lexsort((rows["last_key"], rows["last_start"], valued, rows["index"]))
        _pick(found, rows, order[np.append(first[1:], len(rows)) - 1], ("last", "last_start", "last_key"))
    pictured = rows["media_key"] >= 0
    if pictured.any():
        order = np.lexsort((rows["media_key"], rows["media_start"], ~pictured, rows["index"]))
        _pick(found, rows, order[first], ("media_start", "media_key", "media"))
    return found


def _pick(target: Buckets, rows: Buckets, chosen: Ints, names: tuple[str, ...]) -> None:
    for name in names:
        target[name] = rows[name][chosen]


def spread(first: Ints, last: Ints) -> Ints:
    """Return the sorted distinct indexes of many ranges `first` to `last`, both inclusive."""
    length = last - first + 1
    offsets = np.arange(int(length.sum())) - np.repeat(np.cumsum(length) - length, length)
    return np.unique(np.repeat(first, length) + offsets)
