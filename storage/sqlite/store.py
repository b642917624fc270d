"""The store kept in SQLite: reads of single events, of spans, of tiles, and search."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

import apsw
import orjson

from storage.columnar import EventColumns
from storage.events import Event
from storage.pyramid import lengths
from storage.sqlite.names import Names
from storage.sqlite.query import Row
from storage.sqlite.readers import Readers
from storage.sqlite.rows import COLUMNS, RowReader
from storage.sqlite.scan import KeyScan, rows_of
from storage.sqlite.spanquery import touching
from storage.sqlite.tiles import TileReader
from storage.store import EventQuery, LaneTile, SearchPage, SearchQuery, Stop, TileRequest
from storage.topics import matches

_Made = TypeVar("_Made")

_LONGER = range(lengths.FIRST_LEVEL + 1, lengths.ENDLESS + 1)
_REACHES = orjson.dumps([(each, min(lengths.reach_us(each), 1 << 62)) for each in _LONGER]).decode()


class SqliteStore:
    """Implements `storage.store.Store`; see there for what each method promises."""

    def __init__(self, readers: Readers, names: tuple[Names, Names], rows: RowReader, tiles: TileReader) -> None:
        self._readers = readers
        self._topics, self._devices = names
        self._rows = rows
        self._tiles = tiles

    def get(self, uid: bytes) -> Event | None:
        return self._one("uid = ?", uid)

    def by_key(self, key: int) -> Event | None:
        return self._one("key = ?", key)

    def children(self, uid: bytes) -> list[Event]:
        with self._readers.lend() as connection:
            rows = connection.execute(
                f"SELECT {COLUMNS} FROM event WHERE parent = ? ORDER BY start_us, key",  # noqa: S608
                (uid,),
            ).fetchall()
            return self._rows.events(rows, connection)

    def events(self, query: EventQuery) -> list[Event]:
        with self._readers.lend() as connection:
            return self._rows.events(self._page(connection, query, query.limit, None), connection)

    def latest(self, topics: Sequence[str], before_us: int) -> Event | None:
        with self._readers.lend() as connection:
            rows = touching(
                connection,
                self._numbers(connection, topics),
                (None, before_us + 1),
                newest_first=True,
                limit=1,
            )
            return self._rows.event(rows[0], connection) if rows else None

    def scan(self, query: EventQuery, batch: int = 2_000) -> Iterator[list[Event]]:
        return self._scan(query, batch, self._rows.events)

    def columns(self, query: EventQuery, batch: int = 10_000) -> Iterator[EventColumns]:
        return self._scan(query, batch, self._rows.columns)

    def found(self, query: SearchQuery, batch: int = 2_000) -> Iterator[list[Event]]:
        from storage.sqlite.found import keys_found

        with self._readers.lend() as connection:
            keys = keys_found(connection, query)
        for first in range(0, len(keys), batch):
            with self._readers.lend() as connection:
                events = self._rows.events(rows_of(connection, keys[first : first + batch]), connection)
            yield events

    def extent(self) -> tuple[int, int] | None:
        with self._readers.lend() as connection:
            starts, ends = [], []
            for topic in self._numbers(connection, ()):
                first = connection.execute("SELECT min(start_us) FROM event WHERE topic = ?", (topic,)).get
                if first is not None:
                    starts.append(first)
                    ends.append(_last_end(connection, topic))
            return (min(starts), max(ends)) if starts else None

    def tiles(self, request: TileRequest) -> list[LaneTile]:
        with self._readers.lend() as connection:
            return self._tiles.read(connection, request)

    def search(
        self, query: SearchQuery, *, limit: int = 20, cursor: str | None = None, stop: Stop | None = None
    ) -> SearchPage:
        from storage.sqlite.search import search

        with self._readers.lend(stop) as connection:
            return search(connection, query, limit, cursor)

    def counts(self, start_us: int | None = None, end_us: int | None = None) -> dict[str, int]:
        lowest, highest = -(1 << 62), 1 << 62
        found = {}
        with self._readers.lend() as connection:
            for topic in self._numbers(connection, ()):
                number = connection.execute(
                    "SELECT count(*) FROM event WHERE topic = ? AND start_us >= ? AND start_us < ?",
                    (topic, lowest if start_us is None else start_us, highest if end_us is None else end_us),
                ).get
                if number:
                    found[self._topics.name(topic, connection)] = number
        return found

    def interrupt(self) -> None:
        self._readers.interrupt()

    def close(self) -> None:
        self._readers.close()

    def _one(self, condition: str, value: bytes | int) -> Event | None:
        with self._readers.lend() as connection:
            row = connection.execute(f"SELECT {COLUMNS} FROM event WHERE {condition}", (value,)).fetchone()  # noqa: S608
            return None if row is None else self._rows.event(row, connection)

    def _page(
        self, connection: apsw.Connection, query: EventQuery, limit: int, after: tuple[int, int] | None
    ) -> list[Row]:
        device = None
        if query.device is not None:
            device = self._devices.number(query.device, connection)
            if device is None:
                return []
        return touching(
            connection,
            self._numbers(connection, query.topics),
            (query.start_us, query.end_us),
            device=device,
            newest_first=query.newest_first,
            limit=limit,
            after=after,
        )

    def _scan(
        self, query: EventQuery, batch: int, made: Callable[[Sequence[Row], apsw.Connection], _Made]
    ) -> Iterator[_Made]:
        """Yield what is made of the rows of a query, a batch at a time, each from a snapshot of its own."""
        keys: KeyScan | None = None
        while True:
            with self._readers.lend() as connection:
                if keys is None:
                    device = None if query.device is None else self._devices.number(query.device, connection)
                    known = query.device is None or device is not None
                    topics = self._numbers(connection, query.topics) if known else []
                    span = (query.start_us, query.end_us)
                    keys = KeyScan(topics, span, device=device, newest_first=query.newest_first)
                wanted = keys.read(connection, batch)
                rows = rows_of(connection, wanted)
                piece = made(rows, connection) if rows else None
            if piece is not None:
                yield piece
            if not wanted:
                return

    def _numbers(self, connection: apsw.Connection, patterns: Sequence[str]) -> list[int]:
        """Return the numbers of topics that match any pattern; no pattern means all."""
        if any("*" not in pattern and pattern not in self._topics.ids for pattern in patterns):
            self._topics.load(connection)
        return [
            number
            for name, number in self._topics.ids.items()
            if not patterns or any(matches(pattern, name) for pattern in patterns)
        ]


def _last_end(connection: apsw.Connection, topic: int) -> int:
    """Return the last end of a topic's events: of each class of length, only what is near its newest can be it."""
    newest = connection.execute("SELECT max(start_us) FROM event WHERE topic = ?", (topic,)).get
    short = connection.execute(
        "SELECT max(end_us) FROM event WHERE topic = ? AND start_us > ?", (topic, newest - lengths.SHORT_US)
    ).get
    long = connection.execute(
        "SELECT max(end_us) FROM (SELECT value ->> 0 AS length, value ->> 1 AS reach FROM json_each(?2)) "
        "CROSS JOIN long_event WHERE topic = ?1 AND class = length AND start_us >= "
        "(SELECT max(start_us) FROM long_event WHERE topic = ?1 AND class = length) - reach",
        (topic, _REACHES),
    ).get
    return int(short if long is None else max(short, long))
