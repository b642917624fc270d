"""Opens a PostgreSQL database: the store and what fills it.

    storage = open_postgres("postgresql://me@server/daytrail", clock=SystemClock())
    storage.ingest.append([...])
    storage.store.events(EventQuery())
    storage.close()

The log stays in SQLite (`storage.migration.copy` carries its entries over). Everything is kept in the schema
`daytrail` of the database.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from storage.clock import Clock
from storage.postgres.connections import Connections
from storage.postgres.features import Features, find_features
from storage.postgres.ingest import Ingest
from storage.postgres.levels import create_levels, uses_timescale
from storage.postgres.migrate import migrate
from storage.postgres.names import Names
from storage.postgres.pyramid import Folder
from storage.postgres.store import PostgresStore
from storage.postgres.topics import record_topics
from storage.postgres.vectors import create_vectors, has_vectors
from storage.registry import SchemaRegistry
from storage.topics import Topic, builtin_topics


@dataclass(frozen=True, slots=True)
class PostgresStorage:
    """An open database.

    Attributes:
        store: read.
        ingest: write.
        folder: brings the levels of the timeline up to date; reads are right without, but slower.
        features: what the server can do.
    """

    store: PostgresStore
    ingest: Ingest
    folder: Folder
    features: Features

    def close(self) -> None:
        """Close every connection."""
        self.store.close()


def open_postgres(
    url: str, *, clock: Clock, most_connections: int = 4, topics: Mapping[str, Topic] | None = None
) -> PostgresStorage:
    """Open (and create or bring up to date) the tables in a database.

    Args:
        url: `postgresql://…` or any other libpq connection string.
        clock: dates the steps of the format.
        most_connections: how many at once; 1 where the server takes no more.
        topics: the registered topics; those that ship with the program by default.

    Raises:
        DatabaseUnreachableError: the server does not answer or refuses.
        StoreError: the database was written by a newer program, or may not be changed.
        SchemaError: a topic's schema no longer accepts what the database was written with.
    """
    registry = SchemaRegistry(builtin_topics() if topics is None else topics)
    connections = Connections(url, most=most_connections)
    try:
        features = _prepare(connections, registry, clock)
    except BaseException:
        connections.close()
        raise
    names = (Names("topic"), Names("device"))
    folder = Folder(connections, timescale=features.timescale)
    ingest = Ingest(connections, names, registry.topics, copy=features.copy, forgotten=folder.fold)
    return PostgresStorage(PostgresStore(connections, names), ingest, folder, features)


def _prepare(connections: Connections, registry: SchemaRegistry, clock: Clock) -> Features:
    with connections.outside() as connection:
        features = find_features(connection)
    with connections.write() as connection:
        if 1 in migrate(connection, clock):
            create_levels(connection, features)
        record_topics(connection, registry)
        if features.vectors and not has_vectors(connection):
            create_vectors(connection)
        return replace(features, timescale=uses_timescale(connection))
