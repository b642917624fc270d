"""Answers tile requests from the pyramid's tables and, beside them, from the events themselves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from storage.postgres.connections import Connection, Row
from storage.postgres.escape import escape, unescape
from storage.postgres.pieces import PICTURE, VALUE
from storage.postgres.pyramid import read_buckets
from storage.pyramid import lengths
from storage.pyramid.buckets import Buckets, Events, as_events
from storage.pyramid.labels import LABEL_CHARACTERS, Labels
from storage.pyramid.tiles import Span, empty_tile, lane_tile
from storage.store import LaneTile, TileRequest

_FARTHEST_US: Final = 1 << 62
_LABEL: Final = (
    f"CASE WHEN topic.label = 'text' THEN CASE WHEN %(worded)s THEN left(event.text, {LABEL_CHARACTERS}) END "
    "ELSE event.data ->> topic.label END"
)
_EVENTS: Final = (
    f"SELECT event.key, event.start_us, event.end_us, {_LABEL}, {VALUE}, {PICTURE} "  # noqa: S608  constants
    "FROM event JOIN topic ON topic.id = event.topic "
)
_OF_DEVICE: Final = " AND (%(device)s::text IS NULL OR event.device = (SELECT id FROM device WHERE name = %(device)s))"
_SHORT: Final = (
    _EVENTS + "WHERE event.topic = ANY(%(topics)s) AND event.start_us > %(start)s - %(short)s "
    "AND event.start_us < %(end)s AND (event.end_us > %(start)s OR event.start_us >= %(start)s) "
    "AND event.length_class = %(first)s" + _OF_DEVICE
)
_LONG: Final = (
    _EVENTS + "JOIN unnest(%(classes)s::smallint[], %(backs)s::bigint[]) AS reach (class, back) "
    "ON event.length_class = reach.class AND event.start_us > reach.back "
    "WHERE event.topic = ANY(%(topics)s) AND event.length_class > 2 AND event.start_us < %(end)s "
    "AND event.end_us > %(start)s" + _OF_DEVICE
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
    if name not in lanes:
        return empty_tile(name, request)
    labels = Labels()
    return lane_tile(_LaneReader(connection, name, lanes[name], labels, request.device), request, labels)


class _LaneReader:
    """One lane as one snapshot has it; implements `storage.pyramid.tiles.LaneReader`."""

    def __init__(self, connection: Connection, name: str, lane: Lane, labels: Labels, device: str | None) -> None:
        self.name = name
        self._device = None if device is None else escape(device)
        self._connection, self._lane, self._labels = connection, lane, labels

    def buckets(self, level: int, low: int, high: int) -> Buckets:
        return read_buckets(self._connection, self._lane.number, level, low, high, self._labels)

    def short_events(self, span: Span, *, worded: bool) -> Events:
        values = self._values(span, worded=worded)
        values |= {"short": lengths.SHORT_US, "first": lengths.FIRST_LEVEL}
        return _as_events(self._connection.execute(_SHORT.encode(), values).fetchall(), self._labels)

    def long_events(self, span: Span, classes: Sequence[int], *, worded: bool) -> Events:
        backs = [max(-_FARTHEST_US, span[0] - min(lengths.reach_us(length), _FARTHEST_US)) for length in classes]
        values = self._values(span, worded=worded) | {"classes": list(classes), "backs": backs}
        return _as_events(self._connection.execute(_LONG.encode(), values).fetchall(), self._labels)

    def _values(self, span: Span, *, worded: bool) -> dict[str, object]:
        topics = list(self._lane.topics)
        return {"topics": topics, "start": span[0], "end": span[1], "worded": worded, "device": self._device}


def _as_events(rows: list[Row], labels: Labels) -> Events:
    plain = [
        (key, start, end, None if label is None else unescape(label), value, picture)
        for key, start, end, label, value, picture in rows
    ]
    return as_events(plain, labels)
