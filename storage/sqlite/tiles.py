"""Answers tile requests: picks the level, reads buckets or events, merges what is too long or new for the pyramid."""

import threading

import apsw
import numpy as np

from storage.sqlite import spans
from storage.sqlite.appending import head
from storage.sqlite.buckets import BUCKET, Buckets, Events, gather, of_events
from storage.sqlite.lanes import Lane, load_lanes, long_events, short_events
from storage.sqlite.pyramid import Pyramid, TileCache
from storage.sqlite.tileblob import Labels
from storage.store import COARSEST_LEVEL, LaneTile, TileRequest, bucket_us

BUCKETS_PER_PIXEL = 2
FEW_EVENTS = 100
"""A lane with at most so many events in view is answered with the events themselves."""

MOST_ENTRIES = 20_000
"""So many entries not yet in the pyramid are merged per request; during a mass import the newest follow later."""

_ALL_CLASSES = range(spans.FIRST_LEVEL + 1, COARSEST_LEVEL + 2)
_NO_BUCKETS: Buckets = np.zeros(0, BUCKET)


def level_for(span_us: int, width_px: int) -> int | None:
    """Return the finest stored level with at most two buckets a pixel; None where events are read themselves."""
    least_us = span_us / (BUCKETS_PER_PIXEL * max(1, width_px))
    level = next((level for level in range(COARSEST_LEVEL + 1) if bucket_us(level) >= least_us), COARSEST_LEVEL)
    return None if level < spans.FIRST_LEVEL else level


class TileReader:
    """Reads tiles. Any thread may call; one request is answered at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pyramid: Pyramid | None = None

    def read(self, connection: apsw.Connection, request: TileRequest) -> list[LaneTile]:
        """Return one tile per lane of the request, as the connection's snapshot has it."""
        with self._lock:
            pyramid = self._fresh(connection)
            return [_tile(connection, pyramid, name, request) for name in request.lanes]

    def _fresh(self, connection: apsw.Connection) -> Pyramid:
        if self._pyramid is None:
            self._pyramid = Pyramid(load_lanes(connection), TileCache())
        pyramid = self._pyramid
        pyramid.start(connection)
        pyramid.catch_up(connection, min(head(connection), pyramid.offset + MOST_ENTRIES))
        return pyramid


def _tile(connection: apsw.Connection, pyramid: Pyramid, name: str, request: TileRequest) -> LaneTile:
    lane = pyramid.lanes.get(name)
    labels = pyramid.cache.labels
    if lane is None or request.end_us <= request.start_us:
        return bucket_tile(name, request, 0, _NO_BUCKETS, labels)
    level = level_for(request.end_us - request.start_us, request.width_px)
    if level is None:
        return _fine_tile(connection, lane, request, labels)
    width = bucket_us(level)
    low, high = request.start_us // width, (request.end_us - 1) // width
    found = pyramid.buckets(connection, lane, level, low, high)
    long = long_events(
        connection, lane, [(low * width, (high + 1) * width)], range(level + 1, COARSEST_LEVEL + 2), labels
    )
    if len(long):
        found = gather(np.concatenate((found, of_events(long, width, low, high))))
    if events_in(found) <= FEW_EVENTS:
        return event_tile(name, request, _exact(connection, lane, request, labels), labels)
    return bucket_tile(name, request, width, found, labels)


def events_in(found: Buckets) -> int:
    """Return how many events a row of buckets speaks of."""
    return int(found["starts"].sum() + found["carried"][0]) if len(found) else 0


def _fine_tile(connection: apsw.Connection, lane: Lane, request: TileRequest, labels: Labels) -> LaneTile:
    """Answer below the finest stored level: events, or buckets made of them where they are too many."""
    events = _exact(connection, lane, request, labels)
    if len(events) <= BUCKETS_PER_PIXEL * request.width_px:
        return event_tile(lane.name, request, events, labels)
    width = -(-(request.end_us - request.start_us) // (BUCKETS_PER_PIXEL * request.width_px))
    low, high = request.start_us // width, (request.end_us - 1) // width
    return bucket_tile(lane.name, request, width, of_events(events, width, low, high), labels)


def _exact(connection: apsw.Connection, lane: Lane, request: TileRequest, labels: Labels) -> Events:
    """Return the events that touch the request's span, by start and key."""
    short = short_events(connection, lane, [(request.start_us, request.end_us)], labels, worded=True)
    long = long_events(connection, lane, [(request.start_us, request.end_us)], _ALL_CLASSES, labels, worded=True)
    events = np.concatenate((short, long))
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
) -> tuple[str | None, ...]:
    """Return the addresses of pictures as hex digits."""
    if not pictured.any():
        return (None,) * len(pictured)
    return tuple(
        bytes(address).hex() if there else None
        for address, there in zip(media.tolist(), pictured.tolist(), strict=True)
    )
