"""Answers tile requests: picks the level, reads buckets or events, merges what is too long for the level."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from storage.postgres.connections import Connection, Row
from storage.postgres.escape import unescape
from storage.postgres.pieces import LABEL_CHARACTERS, PICTURE, VALUE
from storage.postgres.pyramid import read_buckets
from storage.sqlite import spans
from storage.sqlite.buckets import BUCKET, Events, gather, of_events
from storage.sqlite.lanes import as_events
from storage.sqlite.tileblob import Labels
from storage.sqlite.tiles import (
    BUCKETS_PER_PIXEL,
    FEW_EVENTS,
    bucket_tile,
    event_tile,
    events_in,
    level_for,
)
from storage.store import COARSEST_LEVEL, LaneTile, TileRequest, bucket_us

_CLASSES: Final = range(spans.FIRST_LEVEL + 1, COARSEST_LEVEL + 2)
_FARTHEST_US: Final = 1 << 62
_LABEL: Final = (
    f"CASE WHEN topic.label = 'text' THEN CASE WHEN %(worded)s THEN left(event.text, {LABEL_CHARACTERS}) END "
    "ELSE event.data ->> topic.label END"
)
_EVENTS: Final = (
    f"SELECT event.key, event.start_us, event.end_us, {_LABEL}, {VALUE}, {PICTURE} "  # noqa: S608  constants
    "FROM event JOIN topic ON topic.id = event.topic "
)
_SHORT: Final = (
    _EVENTS + "WHERE event.topic = ANY(%(topics)s) AND event.start_us > %(start)s - %(short)s "
    "AND event.start_us < %(end)s AND (event.end_us > %(start)s OR event.start_us >= %(start)s) "
    "AND event.length_class = %(first)s"
)
_LONG: Final = (
    _EVENTS + "JOIN unnest(%(classes)s::smallint[], %(backs)s::bigint[]) AS reach (class, back) "
    "ON event.length_class = reach.class AND event.start_us > reach.back "
    "WHERE event.topic = ANY(%(topics)s) AND event.length_class > 2 AND event.start_us < %(end)s "
    "AND event.end_us > %(start)s"
)


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane of the timeline: its number and its topics' numbers."""

    number: int
    topics: tuple[int, ...]


def load_lanes(connection: Connection) -> dict[str, Lane]:
    """Return the lanes by name."""
    rows = connection.execute(
        "SELECT lane.name, lane.id, array_agg(topic.id ORDER BY topic.id) "
        "FROM lane JOIN topic ON topic.lane = lane.name GROUP BY lane.name, lane.id"
    )
    return {name: Lane(number, tuple(topics)) for name, number, topics in rows}


def read_tiles(connection: Connection, request: TileRequest) -> list[LaneTile]:
    """Return one tile per lane of the request, as the connection's snapshot has it."""
    lanes = load_lanes(connection)
    return [_tile(connection, lanes, name, request) for name in request.lanes]


def _tile(connection: Connection, lanes: Mapping[str, Lane], name: str, request: TileRequest) -> LaneTile:
    lane, labels = lanes.get(name), Labels()
    if lane is None or request.end_us <= request.start_us:
        return bucket_tile(name, request, 0, np.zeros(0, BUCKET), labels)
    level = level_for(request.end_us - request.start_us, request.width_px)
    if level is None:
        return _fine_tile(connection, lane, name, request, labels)
    width = bucket_us(level)
    low, high = request.start_us // width, (request.end_us - 1) // width
    found = read_buckets(connection, lane.number, level, low, high, labels)
    classes = range(level + 1, COARSEST_LEVEL + 2)
    long = _long(connection, lane, (low * width, (high + 1) * width), classes, labels, worded=False)
    if len(long):
        found = gather(np.concatenate((found, of_events(long, width, low, high))))
    if events_in(found) <= FEW_EVENTS:
        return event_tile(name, request, _exact(connection, lane, request, labels), labels)
    return bucket_tile(name, request, width, found, labels)


def _fine_tile(connection: Connection, lane: Lane, name: str, request: TileRequest, labels: Labels) -> LaneTile:
    """Answer below the lowest level: events, or buckets made of them where they are too many."""
    events = _exact(connection, lane, request, labels)
    if len(events) <= BUCKETS_PER_PIXEL * request.width_px:
        return event_tile(name, request, events, labels)
    width = -(-(request.end_us - request.start_us) // (BUCKETS_PER_PIXEL * request.width_px))
    low, high = request.start_us // width, (request.end_us - 1) // width
    return bucket_tile(name, request, width, of_events(events, width, low, high), labels)


def _exact(connection: Connection, lane: Lane, request: TileRequest, labels: Labels) -> Events:
    """Return the events that touch the request's span, by start and key."""
    span = (request.start_us, request.end_us)
    values = _values(lane, span, worded=True) | {"short": spans.SHORT_US, "first": spans.FIRST_LEVEL}
    short = _as_events(connection.execute(_SHORT.encode(), values).fetchall(), labels)
    events = np.concatenate((short, _long(connection, lane, span, _CLASSES, labels, worded=True)))
    return events[np.lexsort((events["key"], events["start"]))]


def _long(
    connection: Connection, lane: Lane, span: tuple[int, int], classes: Sequence[int], labels: Labels, *, worded: bool
) -> Events:
    """Return the lane's events of some longer classes that touch the span."""
    backs = [max(-_FARTHEST_US, span[0] - min(spans.reach_us(length), _FARTHEST_US)) for length in classes]
    values = _values(lane, span, worded=worded) | {"classes": list(classes), "backs": backs}
    return _as_events(connection.execute(_LONG.encode(), values).fetchall(), labels)


def _values(lane: Lane, span: tuple[int, int], *, worded: bool) -> dict[str, object]:
    return {"topics": list(lane.topics), "start": span[0], "end": span[1], "worded": worded}


def _as_events(rows: list[Row], labels: Labels) -> Events:
    plain = [
        (key, start, end, None if label is None else unescape(label), value, picture)
        for key, start, end, label, value, picture in rows
    ]
    return as_events(plain, labels)
