"""Opens a data folder: the log, the store and what they share, ready to use.

    storage = open_sqlite(home, clock=SystemClock())
    storage.log.append([...])
    storage.store.events(EventQuery())
    storage.close()

Several processes may open the same folder; each brings one writer thread and a few readers. With `read_only` nothing
can be appended (the log refuses), and the database must exist in the format this program knows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import apsw

from storage.clock import Clock
from storage.registry import SchemaRegistry
from storage.sql import columns
from storage.sqlite.consumers import EntryReader
from storage.sqlite.database import (
    connect_reader,
    connect_writer,
    database_path,
    explained,
    prepare_home,
    require_database,
)
from storage.sqlite.folder import Folder
from storage.sqlite.log import SqliteLog
from storage.sqlite.migrate import check_version, migrate, shipped_migrations
from storage.sqlite.names import Names
from storage.sqlite.pyramid import forget_events
from storage.sqlite.readers import Readers
from storage.sqlite.rows import RowReader
from storage.sqlite.store import SqliteStore
from storage.sqlite.tiles import TileReader
from storage.sqlite.topics import record_topics
from storage.sqlite.watch import HeadWatch
from storage.sqlite.writer import RefusingWriter, Writer
from storage.topics import Topic, builtin_topics


@dataclass(frozen=True, slots=True)
class SqliteStorage:
    """An open data folder. `writer` lets an index in this file write in the writer's transactions (`Writer.run`).

    Attributes:
        path: the database file.
        log: append and consume.
        store: read.
        writer: runs work in write transactions.
        readers: lends read-only connections.
        folder: keeps the pyramid; None when read-only.
    """

    path: Path
    log: SqliteLog
    store: SqliteStore
    writer: Writer | RefusingWriter
    readers: Readers
    folder: Folder | None

    def close(self) -> None:
        """Finish what was accepted, then close every connection."""
        if self.folder is not None:
            self.folder.close()
        self.store.close()
        self.log.close()


def open_sqlite(
    home: Path, *, clock: Clock, read_only: bool = False, topics: Mapping[str, Topic] | None = None
) -> SqliteStorage:
    """Open (and create or bring up to date) the database of a data folder.

    Args:
        home: the data folder; made for the owner alone when it does not exist.
        clock: tells when letters died and retries are due.
        read_only: refuse to change anything.
        topics: the registered topics; those that ship with the program by default.

    Raises:
        DatabaseError: it cannot be opened, is damaged, or was written by a newer program.
        IncompatibleSchemaError: a topic's schema no longer accepts what the database was written with.
        LogFullError: there is no room to create it.
    """
    registry = SchemaRegistry(builtin_topics() if topics is None else topics)
    names = (Names("topic"), Names("device"))
    if read_only:
        path = require_database(home)
        _load_complete(path, names)
    else:
        path = database_path(home)
        connection = _prepare(home, path, clock, registry, names)
    readers = Readers(path)
    watch = HeadWatch(path)
    writer = RefusingWriter() if read_only else Writer(connection, path, watch.changed)
    rows = RowReader(*names)
    policies = {name: topic.pressure for name, topic in registry.topics.items()}
    log = SqliteLog(
        writer,
        readers,
        watch,
        EntryReader(names[0], rows, policies),
        names,
        registry,
        clock,
        forget_events,
        partial(columns.drop, home),
    )
    folder = None if isinstance(writer, RefusingWriter) else Folder(writer, readers, watch)
    return SqliteStorage(path, log, SqliteStore(readers, names, rows, TileReader()), writer, readers, folder)


def _prepare(
    home: Path, path: Path, clock: Clock, registry: SchemaRegistry, names: tuple[Names, Names]
) -> apsw.Connection:
    """Return the connection of the writer, to a database that is up to date."""
    prepare_home(home)
    connection = connect_writer(path)
    try:
        migrate(connection, path, clock)
        record_topics(connection, path, registry)
        for table in names:
            table.load(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _load_complete(path: Path, names: tuple[Names, Names]) -> None:
    """Learn the names of a database that must not be changed."""
    connection = connect_reader(path)
    try:
        with explained(path, connection):
            check_version(connection, shipped_migrations(), complete=True)
            for table in names:
                table.load(connection)
    finally:
        connection.close()
