"""The store kept in PostgreSQL: reads of single events, of spans, of tiles, and search."""

from collections.abc import Iterator, Sequence

from storage.columnar import EventColumns, columns_of
from storage.events import Event
from storage.postgres.connections import Connection, Connections, Row
from storage.postgres.escape import escape
from storage.postgres.found import places_found, rows_at
from storage.postgres.names import Names
from storage.postgres.rows import COLUMNS, RowReader
from storage.postgres.search import search
from storage.postgres.spanquery import touching
from storage.postgres.tiles import read_tiles
from storage.pyramid.lengths import SHORT_US
from storage.store import EventQuery, LaneTile, SearchPage, SearchQuery, Stop, StoreInterruptedError, TileRequest
from storage.topics import matches


class PostgresStore:
    """Implements `storage.store.Store`; see there for what each method promises."""

    def __init__(self, connections: Connections, names: tuple[Names, Names]) -> None:
        self._connections = connections
        self._topics, self._devices = names
        self._rows = RowReader(*names)

    def get(self, uid: bytes) -> Event | None:
        return self._one("identity.uid = %s", uid)

    def by_key(self, key: int) -> Event | None:
        return self._one("identity.key = %s", key)

    def children(self, uid: bytes) -> list[Event]:
        with self._connections.read() as connection:
            rows = connection.execute(
                f"SELECT {COLUMNS} FROM event WHERE parent = %s ORDER BY start_us, key".encode(),  # noqa: S608
                (uid,),
            ).fetchall()
            return self._rows.events(rows, connection)

    def events(self, query: EventQuery) -> list[Event]:
        with self._connections.read() as connection:
            return self._rows.events(self._page(connection, query, query.limit, None), connection)

    def latest(self, topics: Sequence[str], before_us: int) -> Event | None:
        with self._connections.read() as connection:
            numbers = self._numbers(connection, topics)
            rows = touching(connection, numbers, (None, before_us + 1), newest_first=True, limit=1)
            return self._rows.event(rows[0], connection) if rows else None

    def scan(self, query: EventQuery, batch: int = 2_000) -> Iterator[list[Event]]:
        after: tuple[int, int] | None = None
        while True:
            with self._connections.read() as connection:
                rows = self._page(connection, query, batch, after)
                events = self._rows.events(rows, connection)
            if not rows:
                return
            after = (rows[-1][4], rows[-1][0])
            yield events
            if len(rows) < batch:
                return

    def columns(self, query: EventQuery, batch: int = 10_000) -> Iterator[EventColumns]:
        return map(columns_of, self.scan(query, batch))

    def found(self, query: SearchQuery, batch: int = 2_000) -> Iterator[list[Event]]:
        with self._connections.read() as connection:
            places = places_found(connection, query)
        for first in range(0, len(places), batch):
            with self._connections.read() as connection:
                events = self._rows.events(rows_at(connection, places[first : first + batch]), connection)
            yield events

    def extent(self) -> tuple[int, int] | None:
        with self._connections.read() as connection:
            bounds = connection.execute("SELECT min(start_us), max(start_us) FROM event").fetchone()
            if bounds is None or bounds[0] is None:
                return None
            ends = connection.execute(
                "SELECT greatest((SELECT max(end_us) FROM event WHERE start_us > %s), "
                "(SELECT max(end_us) FROM event WHERE length_class > 2))",
                (bounds[1] - SHORT_US,),
            ).fetchone()
            assert ends is not None
            return int(bounds[0]), int(ends[0])

    def tiles(self, request: TileRequest) -> list[LaneTile]:
        with self._connections.read() as connection:
            return read_tiles(connection, request)

    def search(
        self, query: SearchQuery, *, limit: int = 20, cursor: str | None = None, stop: Stop | None = None
    ) -> SearchPage:
        with self._connections.read() as connection:
            if stop is not None and stop():  # it waited for a connection; what the server has begun it ends
                raise StoreInterruptedError("It was cancelled.")
            return search(connection, self._rows, query, limit, cursor)

    def counts(self, start_us: int | None = None, end_us: int | None = None) -> dict[str, int]:
        lowest, highest = -(1 << 62), 1 << 62
        with self._connections.read() as connection:
            rows = connection.execute(
                "SELECT topic, count(*) FROM event WHERE start_us >= %s AND start_us < %s GROUP BY topic",
                (lowest if start_us is None else start_us, highest if end_us is None else end_us),
            ).fetchall()
            return {self._topics.name(topic, connection): number for topic, number in rows}

    def interrupt(self) -> None:
        self._connections.interrupt()

    def close(self) -> None:
        self._connections.close()

    def _one(self, condition: str, value: bytes | int) -> Event | None:
        with self._connections.read() as connection:
            row = connection.execute(
                f"SELECT {COLUMNS} FROM identity JOIN event USING (key, start_us) WHERE {condition}".encode(),  # noqa: S608
                (value,),
            ).fetchone()
            return None if row is None else self._rows.event(row, connection)

    def _page(self, connection: Connection, query: EventQuery, limit: int, after: tuple[int, int] | None) -> list[Row]:
        device = None
        if query.device is not None:
            name = escape(query.device)
            device = self._devices.numbers([name], connection).get(name)
            if device is None:
                return []
        return touching(
            connection,
            self._numbers(connection, query.topics) if query.topics else None,
            (query.start_us, query.end_us),
            device=device,
            newest_first=query.newest_first,
            limit=limit,
            after=after,
        )

    def _numbers(self, connection: Connection, patterns: Sequence[str]) -> list[int]:
        """Return the numbers of topics that match any pattern; no pattern means all."""
        known = self._topics.all(connection)
        if any("*" not in pattern and pattern not in known for pattern in patterns):
            known = self._topics.load(connection)
        return [
            number
            for name, number in known.items()
            if not patterns or any(matches(pattern, name) for pattern in patterns)
        ]
