"""Answers tile requests from the stored pyramid and, beside it, from events too long or too new for it."""

import threading
from collections.abc import Sequence

import apsw

from storage.pyramid.buckets import Buckets, Events
from storage.pyramid.tiles import Span, empty_tile, lane_tile
from storage.sqlite import lanes
from storage.sqlite.appending import head
from storage.sqlite.lanes import Lane, load_lanes
from storage.sqlite.pyramid import Pyramid, TileCache
from storage.sqlite.query import fetch_one
from storage.store import LaneTile, TileRequest

MOST_ENTRIES = 20_000
"""So many entries not yet in the pyramid are merged per request; during a mass import the newest follow later."""

_NO_DEVICE = -1


class TileReader:
    """Reads tiles. Any thread may call; one request is answered at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pyramid: Pyramid | None = None

    def read(self, connection: apsw.Connection, request: TileRequest) -> list[LaneTile]:
        """Return one tile per lane of the request, as the connection's snapshot has it."""
        with self._lock:
            pyramid = self._fresh(connection)
            device = None if request.device is None else _number_of(connection, request.device)
            return [_tile(connection, pyramid, name, request, device) for name in request.lanes]

    def _fresh(self, connection: apsw.Connection) -> Pyramid:
        if self._pyramid is None:
            self._pyramid = Pyramid(load_lanes(connection), TileCache())
        pyramid = self._pyramid
        pyramid.start(connection)
        pyramid.catch_up(connection, min(head(connection), pyramid.offset + MOST_ENTRIES))
        return pyramid


def _number_of(connection: apsw.Connection, device: str) -> int:
    """Return the device's number, that of none where it is not known."""
    row = fetch_one(connection, "SELECT id FROM device WHERE name = ?", (device,))
    return _NO_DEVICE if row is None else int(row[0])


def _tile(
    connection: apsw.Connection, pyramid: Pyramid, name: str, request: TileRequest, device: int | None
) -> LaneTile:
    lane = pyramid.lanes.get(name)
    if lane is None:
        return empty_tile(name, request)
    return lane_tile(_LaneReader(connection, pyramid, lane, device), request, pyramid.cache.labels)


class _LaneReader:
    """One lane as one snapshot has it; implements `storage.pyramid.tiles.LaneReader`."""

    def __init__(self, connection: apsw.Connection, pyramid: Pyramid, lane: Lane, device: int | None) -> None:
        self.name = lane.name
        self._connection, self._pyramid, self._lane, self._device = connection, pyramid, lane, device

    def buckets(self, level: int, low: int, high: int) -> Buckets:
        return self._pyramid.buckets(self._connection, self._lane, level, low, high)

    def short_events(self, span: Span, *, worded: bool) -> Events:
        labels = self._pyramid.cache.labels
        return lanes.short_events(self._connection, self._lane, [span], labels, worded=worded, device=self._device)

    def long_events(self, span: Span, classes: Sequence[int], *, worded: bool) -> Events:
        labels = self._pyramid.cache.labels
        return lanes.long_events(
            self._connection, self._lane, [span], classes, labels, worded=worded, device=self._device
        )
