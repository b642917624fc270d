"""What the database remembers of registered topics: their schemas, so that a change can be judged, and their lanes."""

import orjson

from storage.postgres import pieces
from storage.postgres.connections import Connection
from storage.registry import RecordedSchema, SchemaRegistry, canonical
from storage.topics import Topic

Row = tuple[str, int, str, str | None, str | None, str | None, bool]

_UPSERT = (
    "INSERT INTO topic (name, version, schema, lane, label, value, picture) VALUES (%s,%s,%s,%s,%s,%s,%s) "
    "ON CONFLICT (name) DO UPDATE SET version = excluded.version, schema = excluded.schema, lane = excluded.lane, "
    "label = excluded.label, value = excluded.value, picture = excluded.picture"
)
_BATCH = 5_000


def record_topics(connection: Connection, registry: SchemaRegistry) -> None:
    """Check registered topics against the database and remember them; inside a write transaction.

    Raises:
        SchemaError: a schema cannot follow the recorded one; nothing was changed.
    """
    recorded: dict[str, Row] = {
        row[0]: row
        for row in connection.execute("SELECT name, version, schema, lane, label, value, picture FROM topic")
    }
    wanted = {name: _row(topic) for name, topic in registry.topics.items()}
    changed = [name for name, row in wanted.items() if recorded.get(name) != row]
    if not changed:
        return
    registry.check_upgrade(RecordedSchema(row[0], row[1], orjson.loads(row[2])) for row in recorded.values())
    for name in changed:
        connection.execute(_UPSERT, wanted[name])
    connection.execute(
        "INSERT INTO lane (name) SELECT DISTINCT lane FROM topic WHERE lane IS NOT NULL ORDER BY lane "
        "ON CONFLICT DO NOTHING"
    )
    for name in changed:
        if name in recorded and recorded[name][3:] != wanted[name][3:]:
            _cut_anew(connection, name)


def _cut_anew(connection: Connection, name: str) -> None:
    """Make the pieces of a topic again, whose lane, label, value or picture is another now."""
    last = -1
    while True:
        rows = connection.execute(
            "SELECT key, start_us, end_us FROM event WHERE topic = (SELECT id FROM topic WHERE name = %s) "
            "AND key > %s ORDER BY key LIMIT %s",
            (name, last, _BATCH),
        ).fetchall()
        pieces.uncut(connection, [(key, start, end) for key, start, end in rows])
        pieces.cut(connection, [(key, start) for key, start, _ in rows])
        if len(rows) < _BATCH:
            return
        last = rows[-1][0]


def _row(topic: Topic) -> Row:
    return (
        topic.name,
        topic.version,
        canonical(topic.schema),
        topic.lane,
        topic.label,
        topic.value,
        topic.picture,
    )
