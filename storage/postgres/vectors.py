"""Keeps what texts mean where pgvector is installed: the vectors in events of topic `MEANING`, one row a passage."""

from collections.abc import Sequence
from typing import Final

from storage.events import Event, JsonObject
from storage.postgres.connections import Connection
from storage.postgres.escape import escape, load_data
from storage.topics import MEANING
from storage.vectors import Vector, passages_of

_TABLE: Final = """
CREATE TABLE passage (
    carrier bigint NOT NULL,
    place integer NOT NULL,
    text_key bigint NOT NULL,
    model text NOT NULL,
    dimension integer NOT NULL,
    embedding halfvec NOT NULL,
    PRIMARY KEY (carrier, place)
);
CREATE INDEX passage_model ON passage (model, dimension);
"""
"""`carrier`: the event with the vectors, `place`: which of them, `text_key`: the event with the text."""
_BATCH: Final = 1_000


def has_vectors(connection: Connection) -> bool:
    """Tell whether this database keeps vectors."""
    row = connection.execute("SELECT to_regclass('passage') IS NOT NULL").fetchone()
    return row is not None and bool(row[0])


def create_vectors(connection: Connection) -> None:
    """Create the table and fill it with what is there already; inside a write transaction."""
    connection.execute(_TABLE)
    last = -1
    while True:
        rows = connection.execute(
            "SELECT key, parent, data::text FROM event WHERE topic = (SELECT id FROM topic WHERE name = %s) "
            "AND parent IS NOT NULL AND key > %s ORDER BY key LIMIT %s",
            (MEANING, last, _BATCH),
        ).fetchall()
        _add(connection, [(key, parent, load_data(data)) for key, parent, data in rows])
        if len(rows) < _BATCH:
            return
        last = rows[-1][0]


def add_vectors(connection: Connection, events: Sequence[tuple[int, Event]]) -> None:
    """Keep the vectors of new events, given by (key, event), as far as they have any; inside a write transaction."""
    carriers = [(key, event) for key, event in events if event.topic == MEANING and event.parent is not None]
    if carriers and has_vectors(connection):
        _add(connection, [(key, event.parent, event.data) for key, event in carriers])


def drop_vectors(connection: Connection, keys: Sequence[int]) -> None:
    """Take out the vectors that events carry; inside a write transaction."""
    if has_vectors(connection):
        connection.execute("DELETE FROM passage WHERE carrier = ANY(%s::bigint[])", (list(keys),))


def as_literal(vector: Vector) -> str:
    """Return a vector as pgvector reads it."""
    return f"[{','.join(map(str, vector.tolist()))}]"


def _add(connection: Connection, carriers: Sequence[tuple[int, bytes | None, JsonObject]]) -> None:
    rows = [
        (key, place, parent, escape(str(data.get("model", ""))), len(passage.vector), as_literal(passage.vector))
        for key, parent, data in carriers
        for place, passage in enumerate(passages_of(data))
    ]
    if rows:
        connection.execute(
            "INSERT INTO passage SELECT carrier, place, identity.key, model, dimension, embedding::halfvec "
            "FROM unnest(%s::bigint[], %s::integer[], %s::bytea[], %s::text[], %s::integer[], %s::text[]) "
            "AS new (carrier, place, parent, model, dimension, embedding) JOIN identity ON identity.uid = parent",
            [list(column) for column in zip(*rows, strict=True)],
        )
