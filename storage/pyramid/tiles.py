"""Answers a tile request for one lane: picks the level, merges what is too long for it, and packs the arrays.

Where buckets and events come from is the store's affair (`LaneReader`).
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from storage.pyramid import lengths
from storage.pyramid.buckets import BUCKET, Buckets, Events, gather, of_events
from storage.pyramid.labels import Labels
from storage.store import COARSEST_LEVEL, MOST_TOLD_APART, LaneTile, TileRequest, bucket_us

BUCKETS_PER_PIXEL: Final = 2
FEW_EVENTS = 100
"""A lane with at most so many events in view is answered with the events themselves."""

Span = tuple[int, int]
"""First microsecond and the one after the last."""

_LONGER: Final = range(lengths.FIRST_LEVEL + 1, COARSEST_LEVEL + 2)


class LaneReader(Protocol):
    """Reads one lane of a store, all from the same snapshot; where one device was asked for, events are its alone."""

    @property
    def name(self) -> str:
        """The lane's name."""
        ...

    def buckets(self, level: int, low: int, high: int) -> Buckets:
        """Return the level's buckets of all devices, index `low` to `high` (inclusive), without longer classes."""
        ...

    def short_events(self, span: Span, *, worded: bool) -> Events:
        """Return the events of the shortest class that touch the span, in no order; sentences only if `worded`."""
        ...

    def long_events(self, span: Span, classes: Sequence[int], *, worded: bool) -> Events:
        """Return the events of longer classes that touch the span, in no order; sentences only if `worded`."""
        ...


def level_for(span_us: int, width_px: int) -> int | None:
    """Return the finest stored level with at most two buckets a pixel; None where events are read themselves."""
    least_us = span_us / (BUCKETS_PER_PIXEL * max(1, width_px))
    level = next((level for level in range(COARSEST_LEVEL + 1) if bucket_us(level) >= least_us), COARSEST_LEVEL)
    return None if level < lengths.FIRST_LEVEL else level


def empty_tile(name: str, request: TileRequest) -> LaneTile:
    """Return the answer for a lane that is not known, or a span that is none."""
    return bucket_tile(name, request, 0, np.zeros(0, BUCKET), Labels())


def lane_tile(lane: LaneReader, request: TileRequest, labels: Labels) -> LaneTile:
    """Return the answer for a lane, as the reader's snapshot has it; `labels` are those the reader numbers."""
    if request.end_us <= request.start_us:
        return empty_tile(lane.name, request)
    level = level_for(request.end_us - request.start_us, request.width_px)
    if level is None:
        return _fine_tile(lane, request, labels)
    width = bucket_us(level)
    low, high = request.start_us // width, (request.end_us - 1) // width
    found = lane.buckets(level, low, high)
    if request.device is not None:
        return _device_tile(lane, request, labels, width, events_in(found))
    classes = range(level + 1, COARSEST_LEVEL + 2)
    long = lane.long_events((low * width, (high + 1) * width), classes, worded=False)
    if len(long):
        found = gather(np.concatenate((found, of_events(long, width, low, high))))
    if events_in(found) <= FEW_EVENTS:
        events = _exact(lane, (request.start_us, request.end_us), worded=True)
        return event_tile(lane.name, request, events, labels)
    return bucket_tile(lane.name, request, width, found, labels)


def events_in(found: Buckets) -> int:
    """Return how many events a row of buckets speaks of."""
    return int(found["starts"].sum() + found["carried"][0]) if len(found) else 0


def _fine_tile(lane: LaneReader, request: TileRequest, labels: Labels) -> LaneTile:
    """Answer below the finest stored level: events, or buckets made of them where they are too many."""
    most = BUCKETS_PER_PIXEL * request.width_px
    width = -(-(request.end_us - request.start_us) // most)
    if _begun_at_least(lane, (request.start_us, request.end_us)) > most:
        return _gathered_tile(lane, request, labels, width)
    return _made_tile(lane, request, labels, width, most)


def _begun_at_least(lane: LaneReader, span: Span) -> int:
    """Return how many events begin in those stored buckets that lie in a span whole; reads no event."""
    width = bucket_us(lengths.FIRST_LEVEL)
    low, high = -(-span[0] // width), span[1] // width - 1
    return int(lane.buckets(lengths.FIRST_LEVEL, low, high)["starts"].sum()) if low <= high else 0


def _device_tile(lane: LaneReader, request: TileRequest, labels: Labels, width_us: int, all_devices: int) -> LaneTile:
    """Answer for one device, whose buckets nobody keeps, from the events of a lane that holds not too many."""
    if all_devices > MOST_TOLD_APART:
        return replace(empty_tile(lane.name, request), told_apart=False)
    return _made_tile(lane, request, labels, width_us, FEW_EVENTS)


def _made_tile(lane: LaneReader, request: TileRequest, labels: Labels, width_us: int, few: int) -> LaneTile:
    """Answer with the events themselves where they are few, with buckets made of them otherwise."""
    events = _exact(lane, (request.start_us, request.end_us), worded=True)
    if len(events) <= few:
        return event_tile(lane.name, request, events, labels)
    return _gathered_tile(lane, request, labels, width_us)


def _gathered_tile(lane: LaneReader, request: TileRequest, labels: Labels, width_us: int) -> LaneTile:
    """Answer with buckets made of events; those at both edges reach beyond the request, and so do their events."""
    low, high = request.start_us // width_us, (request.end_us - 1) // width_us
    events = _exact(lane, (low * width_us, (high + 1) * width_us), worded=False)
    return bucket_tile(lane.name, request, width_us, of_events(events, width_us, low, high), labels)


def _exact(lane: LaneReader, span: Span, *, worded: bool) -> Events:
    """Return the events that touch a span, by start and key."""
    events = np.concatenate((lane.short_events(span, worded=worded), lane.long_events(span, _LONGER, worded=worded)))
    return events[np.lexsort((events["key"], events["start"]))]


def event_tile(name: str, request: TileRequest, events: Events, labels: Labels) -> LaneTile:
    """Return events, sorted by start, as the answer for a lane."""
    value = np.ascontiguousarray(events["value"])
    label, names = _named(events["label"], labels)
    starts, ends = np.ascontiguousarray(events["start"]), np.ascontiguousarray(events["end"])
    return LaneTile(
        lane=name,
        start_us=request.start_us,
        end_us=request.end_us,
        bucket_us=0,
        starts=starts,
        ends=ends,
        counts=np.ones(len(events), np.int64),
        busy_us=ends - starts,
        low=value,
        high=value,
        last=value,
        labels=label,
        keys=np.ascontiguousarray(events["key"]),
        label_names=names,
        media=_addresses(events["media"], events["pictured"]),
    )


def bucket_tile(name: str, request: TileRequest, width_us: int, buckets: Buckets, labels: Labels) -> LaneTile:
    """Return buckets of some width as the answer for a lane."""
    label, names = _named(buckets["label"], labels)
    starts = buckets["index"] * width_us
    return LaneTile(
        lane=name,
        start_us=request.start_us,
        end_us=request.end_us,
        bucket_us=width_us,
        starts=starts,
        ends=starts + width_us,
        counts=buckets["starts"] + buckets["carried"],
        busy_us=np.minimum(buckets["busy"], width_us),
        low=np.ascontiguousarray(buckets["low"]),
        high=np.ascontiguousarray(buckets["high"]),
        last=np.ascontiguousarray(buckets["last"]),
        labels=label,
        keys=np.ascontiguousarray(buckets["key"]),
        label_names=names,
        media=_addresses(buckets["media"], buckets["media_key"] >= 0),
    )


def _named(
    numbers: np.ndarray[tuple[int], np.dtype[np.int32]], labels: Labels
) -> tuple[np.ndarray[tuple[int], np.dtype[np.int32]], tuple[str, ...]]:
    """Return labels numbered from 0 within the tile, and their texts."""
    used, local = np.unique(numbers, return_inverse=True)
    missing = int(used[0] < 0) if len(used) else 0
    texts = tuple(labels.text(int(number)) for number in used[missing:])
    return (local - missing).astype(np.int32), texts


def _addresses(
    media: np.ndarray[tuple[int], np.dtype[np.void]], pictured: np.ndarray[tuple[int], np.dtype[np.bool_]]
) -> NDArray[np.bytes_]:
    """Return the addresses of pictures as hex digits; not as strings, of which a wide view would have thousands."""
    if not pictured.any():
        return np.zeros(len(pictured), "S1")
    digits = np.frombuffer(media.tobytes().hex().encode(), f"S{2 * media.dtype.itemsize}").copy()
    digits[~pictured] = b""
    return digits
