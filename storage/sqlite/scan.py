"""All events of a span in order of time: every topic's index is read once, in pieces, and the pieces are merged.

Holds no snapshot between pieces. What is deleted meanwhile is left out, what is appended meanwhile may be.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

import apsw
import numpy as np

from storage.sqlite.query import Row, fetch_all
from storage.sqlite.rows import COLUMNS
from storage.sqlite.spanquery import EARLIEST_US, LATEST_US, reaching_in, started_inside

Place = tuple[int, int]
"""(start_us, key), both negative where the newest come first: places always ascend."""

_PIECE = 2_000


@dataclass(slots=True)
class _Stream:
    """Places of one topic that were read and not handed out; `last` is where reading goes on."""

    topic: int
    places: list[Place] = field(default_factory=list)
    last: Place | None = None
    ended: bool = False


class KeyScan:
    """Keys of the events that touch a span, by start and key. One thread; each call may bring another connection."""

    def __init__(
        self,
        topics: Sequence[int],
        span_us: tuple[int | None, int | None],
        *,
        device: int | None = None,
        newest_first: bool = False,
    ) -> None:
        """Make a scan over `[start, end)` (None = open) of the topics with these numbers, of one device or all."""
        self._streams = [_Stream(topic) for topic in topics]
        self._start_us = EARLIEST_US if span_us[0] is None else span_us[0]
        self._end_us = LATEST_US if span_us[1] is None else span_us[1]
        self._device = device
        self._sign = -1 if newest_first else 1
        self._before = span_us[0] is not None
        self._ready: list[Place] = []

    def read(self, connection: apsw.Connection, count: int) -> list[int]:
        """Return the next keys, `count` while there are so many, none at the end."""
        if self._before:
            self._before = False
            self._read_before(connection)
        while len(self._ready) < count and self._advance(connection):
            pass
        found, self._ready = self._ready[:count], self._ready[count:]
        return [self._sign * key for _, key in found]

    def _read_before(self, connection: apsw.Connection) -> None:
        """Add what started before the span, of all topics, as a stream of its own that is read already."""
        for topic in [stream.topic for stream in self._streams]:
            rows = reaching_in(connection, topic, self._start_us, self._end_us, self._device)
            self._streams.append(_Stream(topic, sorted(self._place(row) for row in rows), ended=True))

    def _advance(self, connection: apsw.Connection) -> bool:
        """Make ready all that comes before the first place not read yet; False when there is nothing left."""
        for stream in self._streams:
            if not stream.places and not stream.ended:
                self._read_piece(connection, stream)
        self._streams = [stream for stream in self._streams if stream.places]
        horizon = min((stream.places[-1] for stream in self._streams if not stream.ended), default=None)
        for stream in self._streams:
            upto = len(stream.places) if horizon is None else bisect_right(stream.places, horizon)
            self._ready += stream.places[:upto]
            del stream.places[:upto]
        self._ready.sort()
        self._streams = [stream for stream in self._streams if stream.places or not stream.ended]
        return bool(self._streams)

    def _read_piece(self, connection: apsw.Connection, stream: _Stream) -> None:
        after = None if stream.last is None else (self._sign * stream.last[0], self._sign * stream.last[1])
        span = (self._start_us, self._end_us)
        rows = started_inside(connection, stream.topic, span, self._device, self._sign < 0, _PIECE, after)
        stream.places += [self._place(row) for row in rows]
        stream.ended = len(rows) < _PIECE
        if rows:
            stream.last = self._place(rows[-1])

    def _place(self, row: Row) -> Place:
        return self._sign * row[0], self._sign * row[1]


def rows_of(connection: apsw.Connection, keys: Sequence[int]) -> list[Row]:
    """Return whole rows in the order of their keys as given, without those that are gone."""
    if not keys:
        return []
    wanted = apsw.carray(np.asarray(keys, np.int64))
    return fetch_all(
        connection,
        f"SELECT {COLUMNS} FROM carray(?) AS wanted CROSS JOIN event ON event.key = wanted.value",  # noqa: S608
        (wanted,),
    )
