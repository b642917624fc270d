"""What one append, extension or deletion does to the tables; every function runs inside a write transaction."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import count
from operator import add, itemgetter

import apsw

from storage.log import Appended, Commit
from storage.pyramid.lengths import SHORT_US
from storage.sqlite import spans
from storage.sqlite.query import Row, fetch_one
from storage.sqlite.rows import INSERT

BLOCK_SHIFT = 10

_UID, _TOPIC, _START, _END, _PARENT = 0, 1, 3, 4, 11


class ChangeKind(IntEnum):
    """Kinds of rows in `change`."""

    EXTEND = 1
    DELETE = 2
    REQUEUE = 3


@dataclass(frozen=True, slots=True)
class Gone:
    """What must still be known of a deleted event to clear up after it; `topic` is its number."""

    key: int
    uid: bytes
    topic: int
    start_us: int
    end_us: int
    parent: bytes | None


def head(connection: apsw.Connection) -> int:
    """Return the offset of the newest entry, 0 when there is none."""
    return int(
        connection.execute(
            "SELECT max(coalesce((SELECT max(key) FROM event), 0), coalesce((SELECT max(offset) FROM change), 0))"
        ).get
    )


def append(connection: apsw.Connection, rows: Sequence[Row]) -> Appended:
    """Insert rows (without key) that are new; what was derived from something deleted meanwhile is not kept."""
    alive = _without_orphans(connection, rows)
    before = head(connection)
    if not alive:
        return Appended(offset=before, added=0, orphaned=len(rows))
    first = before + 1
    changes = connection.total_changes()
    connection.executemany(INSERT, map(add, zip(count(first)), alive))
    added = connection.total_changes() - changes
    keys: Sequence[int] = range(first, first + len(alive))
    new = alive
    if added < len(alive):
        keys = [key for (key,) in connection.execute("SELECT key FROM event WHERE key >= ? ORDER BY key", (first,))]
        new = [alive[key - first] for key in keys]
    count_entries(connection, zip(keys, map(itemgetter(_TOPIC), new), strict=True))
    long = [
        (row[_TOPIC], row[_START], row[_END], key)
        for key, row in zip(keys, new, strict=True)
        if row[_END] - row[_START] > SHORT_US
    ]
    if long:
        spans.add_long(connection, long)
    return Appended(
        offset=keys[-1] if keys else before,
        added=added,
        known=len(alive) - added,
        orphaned=len(rows) - len(alive),
    )


def _without_orphans(connection: apsw.Connection, rows: Sequence[Row]) -> Sequence[Row]:
    parents = {row[_PARENT] for row in rows if row[_PARENT] is not None}
    if not parents:
        return rows
    gone = {
        parent
        for parent in parents
        if connection.execute("SELECT 1 FROM change WHERE kind = 2 AND uid = ?", (parent,)).get is not None
        and connection.execute("SELECT 1 FROM event WHERE uid = ?", (parent,)).get is None
    }
    return [row for row in rows if row[_PARENT] not in gone] if gone else rows


def count_entries(connection: apsw.Connection, entries: Iterable[tuple[int, int]], sign: int = 1) -> None:
    """Count (offset, topic) of entries into their blocks (`sign` -1: out of them)."""
    counted = Counter((offset >> BLOCK_SHIFT, topic) for offset, topic in entries)
    connection.executemany(
        "INSERT INTO block (block, topic, entries) VALUES (?,?,?) "
        "ON CONFLICT (block, topic) DO UPDATE SET entries = entries + excluded.entries",
        [(block, topic, sign * number) for (block, topic), number in counted.items()],
    )


def note_change(
    connection: apsw.Connection, kind: ChangeKind, topic: int, uid: bytes, consumer: str | None = None
) -> int:
    """Add an entry that is not an event and return its offset."""
    offset = head(connection) + 1
    connection.execute("INSERT INTO change VALUES (?,?,?,?,?)", (offset, int(kind), topic, uid, consumer))
    if kind != ChangeKind.REQUEUE:
        count_entries(connection, [(offset, topic)])
    return offset


def extend(connection: apsw.Connection, uid: bytes, end_us: int, data: str | None) -> None:
    """Move an event's end forwards and replace its data.

    Raises:
        KeyError: no event has this uid.
    """
    row = connection.execute("SELECT key, topic, start_us, end_us FROM event WHERE uid = ?", (uid,)).fetchone()
    if row is None:
        raise KeyError(uid.hex())
    key, topic, start_us, old_end_us = row
    end_us = max(end_us, old_end_us)
    if end_us == old_end_us and data is None:
        return
    connection.execute("UPDATE event SET end_us = ?, data = coalesce(?, data) WHERE key = ?", (end_us, data, key))
    spans.remove_long(connection, topic, start_us, old_end_us, key)
    spans.add_long(connection, [(topic, start_us, end_us, key)])
    note_change(connection, ChangeKind.EXTEND, topic, uid)


def delete(
    connection: apsw.Connection,
    uids: Sequence[bytes],
    deleted: Callable[[Sequence[Gone]], None],
) -> int:
    """Remove events with everything kept about them, leaving tombstones; return how many there were.

    `deleted` is called with all of them when they are gone.
    """
    gone: list[Gone] = []
    for uid in dict.fromkeys(uids):
        connection.execute("DELETE FROM dead_letter WHERE uid = ?", (uid,))
        row = fetch_one(connection, "SELECT key, uid, topic, start_us, end_us, parent FROM event WHERE uid = ?", (uid,))
        if row is not None:
            event = Gone(*row)
            connection.execute("DELETE FROM event WHERE key = ?", (event.key,))
            connection.execute("DELETE FROM retry WHERE uid = ?", (uid,))
            spans.remove_long(connection, event.topic, event.start_us, event.end_us, event.key)
            gone.append(event)
    if gone:
        first = max(head(connection), *(event.key for event in gone)) + 1
        connection.executemany(
            "INSERT INTO change VALUES (?,?,?,?,NULL)",
            [(first + n, int(ChangeKind.DELETE), event.topic, event.uid) for n, event in enumerate(gone)],
        )
        count_entries(connection, ((event.key, event.topic) for event in gone), sign=-1)
        count_entries(connection, ((first + n, event.topic) for n, event in enumerate(gone)))
        deleted(gone)
    return len(gone)


def commit(connection: apsw.Connection, done: Commit) -> None:
    """Move a group's offset forwards.

    Raises:
        KeyError: there is no such group.
    """
    connection.execute("UPDATE consumer SET offset = max(offset, ?) WHERE name = ?", (done.offset, done.group))
    if connection.changes() == 0:
        raise KeyError(done.group)
