"""Failed attempts and dead letters: counting, giving up, putting back; writes happen inside a write transaction."""

import binascii

import apsw
import orjson

from storage.events import Event
from storage.log import DeadLetter
from storage.sqlite.appending import ChangeKind, note_change
from storage.sqlite.consumers import DEAD_US

SCHEMA_GROUP = "schema"
ATTEMPTS = 3
FIRST_DELAY_US = 1_000_000
"""The first retry is due after this long; each further one after four times the last."""


def fail(
    connection: apsw.Connection, group: str, uid: bytes, cause: str, traceback: str, poison: bool, now_us: int
) -> int:
    """Count a failed attempt of a group and return how many there were; the last makes it a dead letter.

    Raises:
        KeyError: the log has no entry of this uid.
    """
    offset, topic = _entry_of(connection, uid)
    before = connection.execute("SELECT attempts FROM retry WHERE consumer = ? AND uid = ?", (group, uid)).get
    attempts = int(before or 0) + 1
    dead = poison or attempts >= ATTEMPTS
    due_us = DEAD_US if dead else now_us + FIRST_DELAY_US * 4 ** (attempts - 1)
    connection.execute("INSERT OR REPLACE INTO retry VALUES (?,?,?,?,?)", (group, uid, offset, attempts, due_us))
    if dead:
        name = connection.execute("SELECT name FROM topic WHERE id = ?", (topic,)).get
        connection.execute("DELETE FROM dead_letter WHERE consumer = ? AND uid = ?", (group, uid))
        connection.execute(
            "INSERT INTO dead_letter (consumer, uid, topic, cause, traceback, attempts, at_us) VALUES (?,?,?,?,?,?,?)",
            (group, uid, name, cause, traceback, attempts, now_us),
        )
        _drop_passed(connection, group)
    return attempts


def acknowledge(connection: apsw.Connection, group: str, offset: int, retried: dict[bytes, int]) -> None:
    """Forget retries that a commit up to `offset` says are done, and dead letters it passes."""
    connection.executemany(
        "DELETE FROM retry WHERE consumer = ? AND uid = ?",
        [(group, uid) for uid, at in retried.items() if at <= offset],
    )
    _drop_passed(connection, group)


def _drop_passed(connection: apsw.Connection, group: str) -> None:
    connection.execute(
        "DELETE FROM retry WHERE consumer = ?1 AND due_us = ?2 "
        "AND offset <= (SELECT offset FROM consumer WHERE name = ?1)",
        (group, DEAD_US),
    )


def reject(connection: apsw.Connection, event: Event, cause: str, now_us: int) -> None:
    """Put an event aside that the log cannot take, whole, so that it can be put back later."""
    connection.execute("DELETE FROM dead_letter WHERE consumer = ? AND uid = ?", (SCHEMA_GROUP, event.uid))
    connection.execute(
        "INSERT INTO dead_letter (consumer, uid, topic, cause, traceback, attempts, at_us, event) "
        "VALUES (?,?,?,?,'',1,?,?)",
        (SCHEMA_GROUP, event.uid, event.topic, cause, now_us, _dump(event)),
    )


def dead_letters(connection: apsw.Connection, group: str | None) -> tuple[DeadLetter, ...]:
    """Return dead letters of one group or of all, oldest first."""
    rows = connection.execute(
        "SELECT id, consumer, uid, topic, cause, traceback, attempts, at_us FROM dead_letter "
        "WHERE ?1 IS NULL OR consumer = ?1 ORDER BY id",
        (group,),
    )
    return tuple(DeadLetter(*row) for row in rows)


def rejected_event(connection: apsw.Connection, letter_id: int) -> Event | None:
    """Return the event a letter keeps, None when the log has it.

    Raises:
        KeyError: there is no such letter.
    """
    row = connection.execute("SELECT event FROM dead_letter WHERE id = ?", (letter_id,)).fetchone()
    if row is None:
        raise KeyError(letter_id)
    return None if row[0] is None else _load(row[0])


def requeue(connection: apsw.Connection, letter_id: int, now_us: int) -> None:
    """Let a letter's group see its event again, at once.

    Raises:
        KeyError: there is no such letter, or its event has been deleted.
    """
    row = connection.execute("SELECT consumer, uid FROM dead_letter WHERE id = ?", (letter_id,)).fetchone()
    if row is None:
        raise KeyError(letter_id)
    group, uid = row
    offset, topic = _entry_of(connection, uid)
    connection.execute("DELETE FROM dead_letter WHERE id = ?", (letter_id,))
    connection.execute("INSERT OR REPLACE INTO retry VALUES (?,?,?,0,?)", (group, uid, offset, now_us))
    note_change(connection, ChangeKind.REQUEUE, topic, uid, group)


def drop_letter(connection: apsw.Connection, letter_id: int) -> None:
    """Forget a letter."""
    connection.execute("DELETE FROM dead_letter WHERE id = ?", (letter_id,))


def _entry_of(connection: apsw.Connection, uid: bytes) -> tuple[int, int]:
    """Return (offset, topic) of an event, or of its tombstone."""
    row = connection.execute("SELECT key, topic FROM event WHERE uid = ?", (uid,)).fetchone()
    if row is None:
        row = connection.execute("SELECT offset, topic FROM change WHERE kind = 2 AND uid = ?", (uid,)).fetchone()
    if row is None:
        raise KeyError(uid.hex())
    return int(row[0]), int(row[1])


def _dump(event: Event) -> str:
    fields = {name: getattr(event, name) for name in Event.__slots__}
    fields["uid"] = event.uid.hex()
    fields["parent"] = None if event.parent is None else event.parent.hex()
    fields["data"] = dict(event.data)
    return orjson.dumps(fields).decode()


def _load(text: str) -> Event:
    fields = orjson.loads(text)
    fields["uid"] = binascii.unhexlify(fields["uid"])
    fields["parent"] = None if fields["parent"] is None else binascii.unhexlify(fields["parent"])
    return Event(**fields)
