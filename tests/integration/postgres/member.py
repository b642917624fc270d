"""A store in PostgreSQL behind a log in SQLite, as the contract suite and these tests fill it."""

from collections.abc import Callable, Sequence
from pathlib import Path

from storage.clock import SystemClock
from storage.events import Event, JsonObject
from storage.log import Appended
from storage.migration.source import LogSource
from storage.postgres.ingest import Position
from storage.postgres.open import PostgresStorage, open_postgres
from storage.sqlite.open import SqliteStorage, open_sqlite
from tests.integration.postgres.servers import drop_database, emptied, fresh_database, timescale_server


class CarriedLog:
    """Appends to the log and takes what is new there over into PostgreSQL at once."""

    def __init__(self, source: SqliteStorage, target: PostgresStorage) -> None:
        self._source, self._target = source, target
        self._entries = LogSource(source)

    def append(self, events: Sequence[Event]) -> Appended:
        done = self._source.log.append(events)
        self.carry()
        return done

    def extend(self, uid: bytes, end_us: int, data: JsonObject | None = None) -> None:
        self._source.log.extend(uid, end_us, data)
        self.carry()

    def delete(self, uids: Sequence[bytes]) -> int:
        count = self._source.log.delete(uids)
        self.carry()
        return count

    def carry(self) -> None:
        offset = self._target.ingest.position(self._entries.name)
        while offset < self._entries.head():
            batch = self._entries.read(offset, 1_000)
            self._target.ingest.take(batch.entries, Position(self._entries.name, batch.offset))
            offset = batch.offset


class PostgresMember:
    """Plain PostgreSQL; a database of its own."""

    def __init__(self, folder: Path) -> None:
        self._open(folder, fresh_database(), drop_database, 4)

    def settle(self) -> None:
        self.storage.folder.fold()

    def close(self) -> None:
        self.storage.close()
        self.source.close()
        self._drop(self._address)

    def _open(self, folder: Path, address: str, drop: Callable[[str], object], most_connections: int) -> None:
        self._address, self._drop = address, drop
        self.source = open_sqlite(folder, clock=SystemClock())
        self.storage = open_postgres(address, clock=SystemClock(), most_connections=most_connections)
        self.log, self.store = CarriedLog(self.source, self.storage), self.storage.store


class TimescaleMember(PostgresMember):
    """TimescaleDB; all of them share one database, one after the other."""

    def __init__(self, folder: Path) -> None:
        address = timescale_server()
        assert address is not None
        self._open(folder, emptied(address), emptied, 1)
