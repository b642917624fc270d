"""What the database remembers of registered topics: their schemas, so that a change can be judged, and their lanes."""

from pathlib import Path

import apsw
import orjson

from storage.registry import RecordedSchema, SchemaRegistry, canonical
from storage.sqlite.database import explained
from storage.sqlite.pyramid import forget_pyramid
from storage.topics import Topic

Row = tuple[str, int, str, str, str | None, str | None, str | None, int]


def record_topics(connection: apsw.Connection, path: Path, registry: SchemaRegistry) -> None:
    """Check registered topics against the database and remember them.

    Raises:
        SchemaError: a schema cannot follow the recorded one; nothing was changed.
    """
    with explained(path, connection):
        if _recorded(connection) == {name: _row(topic) for name, topic in registry.topics.items()}:
            return
        known = registry.topics
        connection.execute("BEGIN IMMEDIATE")
        try:
            recorded = _recorded(connection)
            registry.check_upgrade(RecordedSchema(row[0], row[1], orjson.loads(row[3])) for row in recorded.values())
            connection.executemany(
                "INSERT INTO topic (name, version, compatibility, schema, lane, label, value, picture) "
                "VALUES (?,?,?,?,?,?,?,?) ON CONFLICT (name) DO UPDATE SET version = excluded.version, "
                "compatibility = excluded.compatibility, schema = excluded.schema, lane = excluded.lane, "
                "label = excluded.label, value = excluded.value, picture = excluded.picture",
                [_row(topic) for topic in registry.topics.values()],
            )
            connection.execute(
                "INSERT OR IGNORE INTO lane (name) SELECT DISTINCT lane FROM topic WHERE lane IS NOT NULL ORDER BY lane"
            )
            if any(name in recorded and recorded[name][4:] != _row(topic)[4:] for name, topic in known.items()):
                forget_pyramid(connection)  # a lane, label, value or picture
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")


def _look(row: Row) -> tuple[object, ...]:
    """Return what of a topic the pyramid depends on: lane, label, value, picture."""
    return row[4:]


def _recorded(connection: apsw.Connection) -> dict[str, Row]:
    rows = connection.execute("SELECT name, version, compatibility, schema, lane, label, value, picture FROM topic")
    return {row[0]: row for row in rows}


def _row(topic: Topic) -> Row:
    return (
        topic.name,
        topic.version,
        topic.compatibility,
        canonical(topic.schema),
        topic.lane,
        topic.label,
        topic.value,
        int(topic.picture),
    )
