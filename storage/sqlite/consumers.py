"""Reading the log by group: what comes next, what is left, and skipping cheaply over what a group does not want."""

import heapq
from collections.abc import Mapping
from dataclasses import dataclass

import apsw
import orjson

from storage.log import Batch, Entry, EntryKind, Lag, Pressure
from storage.sqlite.appending import BLOCK_SHIFT, ChangeKind, head
from storage.sqlite.names import Names
from storage.sqlite.pressure import DEFERRED_US, WINDOW_ENTRIES, Passed, Sorted, sort_window
from storage.sqlite.query import Row, fetch_all
from storage.sqlite.rows import COLUMNS, RowReader
from storage.topics import matches

DEAD_US = 1 << 62
"""Due time of a retry that became a dead letter: it only waits for the group to commit past it."""

_KINDS = {ChangeKind.EXTEND: EntryKind.EXTEND, ChangeKind.DELETE: EntryKind.DELETE}


@dataclass(frozen=True, slots=True)
class Group:
    """A consumer group as stored: the patterns it wants, the offset it is done with, how many may wait unpressed."""

    name: str
    patterns: tuple[str, ...]
    offset: int
    bound: int | None = None


@dataclass(frozen=True, slots=True)
class Retry:
    """An entry that a group failed on."""

    uid: bytes
    offset: int
    attempts: int
    due_us: int


@dataclass(frozen=True, slots=True)
class Next:
    """What a read found.

    Attributes:
        batch: for the caller.
        empty_to: offset up to which nothing matches but retries.
        retried: which entries of the batch were retries, with their offsets.
        passed: what the batch's offset passes over under pressure.
    """

    batch: Batch
    empty_to: int
    retried: dict[bytes, int]
    passed: tuple[Passed, ...]


def load_group(connection: apsw.Connection, name: str) -> Group:
    """Return a group.

    Raises:
        KeyError: there is none of this name.
    """
    row = connection.execute("SELECT patterns, offset, bound FROM consumer WHERE name = ?", (name,)).fetchone()
    if row is None:
        raise KeyError(f"There is no consumer group {name}; subscribe it first.")
    return Group(name, tuple(orjson.loads(row[0])), row[1], row[2])


class EntryReader:
    """Finds entries of the log; every method works on the snapshot of the connection it is handed."""

    def __init__(self, topics: Names, rows: RowReader, policies: Mapping[str, Pressure]) -> None:
        self._topics = topics
        self._policies = policies
        self._rows = rows

    def next(self, connection: apsw.Connection, group: Group, start: int, limit: int, now_us: int) -> Next:
        """Return what a group reads next.

        Args:
            connection: a reader.
            group: whose turn it is.
            start: offset up to which nothing new matches (at least the group's own).
            limit: at most so many entries.
            now_us: decides which retries are due.
        """
        retries = load_retries(connection, group.name)
        due = [retry for retry in retries.values() if retry.offset <= start and retry.due_us <= now_us][:limit]
        entries = [self._retry_entry(connection, retry) for retry in due]
        retried = {retry.uid: retry.offset for retry in due}
        found = self._under_pressure(connection, group, start, limit - len(entries))
        if not found.handed and not entries:
            late = [retry for retry in retries.values() if retry.due_us == DEFERRED_US][:limit]
            entries = [self._retry_entry(connection, retry) for retry in late]
            retried = {retry.uid: retry.offset for retry in late}
        for entry in found.handed:
            retry = retries.get(entry.uid)
            if retry is None:
                entries.append(entry)
            elif retry.due_us <= now_us:
                retried[entry.uid] = entry.offset
                entries.append(_with_attempts(entry, retry.attempts))
        matching = [entry.offset for entry in found.handed] + [entry.offset for entry in found.passed]
        empty_to = min(matching) - 1 if matching else found.offset
        return Next(Batch(tuple(entries), max(found.offset, group.offset)), empty_to, retried, tuple(found.passed))

    def _under_pressure(self, connection: apsw.Connection, group: Group, start: int, limit: int) -> Sorted:
        """Return the next `limit` entries after `start`, less what the group passes over when too much waits."""
        wanted = self._wanted(group)
        if group.bound is not None:
            waiting = self._count(connection, wanted, start, head(connection))
            if waiting > group.bound:
                window, end = self._scan(connection, wanted, start, max(limit, WINDOW_ENTRIES))
                return sort_window(window, end, waiting, group.bound, limit, self._policies)
        window, end = self._scan(connection, wanted, start, limit)
        return Sorted(window, [], end)

    def lag(self, connection: apsw.Connection, group: Group) -> Lag:
        """Count what a group has left."""
        newest = head(connection)
        waiting = connection.execute(
            "SELECT count(*) FROM retry WHERE consumer = ? AND offset <= ? AND due_us < ?",
            (group.name, group.offset, DEAD_US),
        ).get
        left = self._count(connection, self._wanted(group), group.offset, newest)
        oldest = None
        if waiting or left:
            found, _ = self._scan(connection, self._wanted(group), group.offset, 1)
            oldest = found[0].event.received_us if found and found[0].event is not None else None
        return Lag(group.name, group.offset, newest, left + waiting, oldest)

    def _wanted(self, group: Group) -> str:
        """Return the numbers of the topics a group wants as a list for SQL."""
        ids = self._topics.ids
        wanted = [number for name, number in ids.items() if any(matches(pattern, name) for pattern in group.patterns)]
        return ",".join(str(number) for number in sorted(wanted))

    def _scan(self, connection: apsw.Connection, wanted: str, start: int, limit: int) -> tuple[list[Entry], int]:
        """Return up to `limit` entries after `start`, and the offset up to which all that match are among them."""
        found: list[Entry] = []
        block = start >> BLOCK_SHIFT
        while blocks := self._blocks(connection, wanted, block, limit + 1):
            for block in blocks:
                if len(found) >= limit:
                    return found, found[-1].offset if found else start
                first = max(start + 1, block << BLOCK_SHIFT)
                last = ((block + 1) << BLOCK_SHIFT) - 1
                found += self._block(connection, wanted, first, last, limit - len(found))
            block += 1
        if found and len(found) >= limit:
            return found, found[-1].offset
        return found, max(start, head(connection))

    def _blocks(self, connection: apsw.Connection, wanted: str, first: int, limit: int) -> list[int]:
        """Return up to `limit` blocks from `first` on that hold something wanted."""
        rows = fetch_all(
            connection,
            "SELECT DISTINCT block FROM block "  # noqa: S608  numbers
            f"WHERE block >= ? AND topic IN ({wanted}) AND entries > 0 ORDER BY block LIMIT ?",
            (first, limit),
        )
        return [block for (block,) in rows]

    def _block(self, connection: apsw.Connection, wanted: str, first: int, last: int, limit: int) -> list[Entry]:
        events = fetch_all(
            connection,
            f"SELECT {COLUMNS} FROM event WHERE key BETWEEN ? AND ? AND topic IN ({wanted}) ORDER BY key LIMIT ?",  # noqa: S608
            (first, last, limit),
        )
        changes = fetch_all(
            connection,
            "SELECT offset, kind, topic, uid FROM change "  # noqa: S608
            f"WHERE offset BETWEEN ? AND ? AND topic IN ({wanted}) AND kind < 3 ORDER BY offset LIMIT ?",
            (first, last, limit),
        )
        merged = heapq.merge(
            (self._event_entry(connection, row) for row in events),
            (self._change_entry(connection, row) for row in changes),
            key=lambda entry: entry.offset,
        )
        return [entry for entry, _ in zip(merged, range(limit), strict=False)]

    def _count(self, connection: apsw.Connection, wanted: str, offset: int, newest: int) -> int:
        if offset >= newest:
            return 0
        block = offset >> BLOCK_SHIFT
        last = ((block + 1) << BLOCK_SHIFT) - 1
        return int(
            connection.execute(
                f"SELECT (SELECT count(*) FROM event WHERE key BETWEEN ?1 AND ?2 AND topic IN ({wanted}))"  # noqa: S608
                f" + (SELECT count(*) FROM change WHERE offset BETWEEN ?1 AND ?2 AND topic IN ({wanted}) AND kind < 3)"
                f" + (SELECT coalesce(sum(entries), 0) FROM block WHERE block > ?3 AND topic IN ({wanted}))",
                (offset + 1, last, block),
            ).get
        )

    def _event_entry(self, connection: apsw.Connection, row: Row) -> Entry:
        event = self._rows.event(row, connection)
        return Entry(row[0], EntryKind.EVENT, event.uid, event.topic, event)

    def _change_entry(self, connection: apsw.Connection, row: Row) -> Entry:
        offset, kind, topic, uid = row
        event = None
        if kind == ChangeKind.EXTEND:
            now = connection.execute(f"SELECT {COLUMNS} FROM event WHERE uid = ?", (uid,)).fetchone()  # noqa: S608
            event = None if now is None else self._rows.event(now, connection)
        return Entry(offset, _KINDS[ChangeKind(kind)], uid, self._topics.name(topic, connection), event)

    def _retry_entry(self, connection: apsw.Connection, retry: Retry) -> Entry:
        row = connection.execute(f"SELECT {COLUMNS} FROM event WHERE uid = ?", (retry.uid,)).fetchone()  # noqa: S608
        if row is not None:
            event = self._rows.event(row, connection)
            return Entry(retry.offset, EntryKind.EVENT, retry.uid, event.topic, event, retry.attempts)
        topic = connection.execute("SELECT topic FROM change WHERE kind = 2 AND uid = ?", (retry.uid,)).get
        name = self._topics.name(topic, connection)
        return Entry(retry.offset, EntryKind.DELETE, retry.uid, name, None, retry.attempts)


def load_retries(connection: apsw.Connection, group: str) -> dict[bytes, Retry]:
    """Return what a group failed on by uid, in order of offset."""
    rows = fetch_all(
        connection, "SELECT uid, offset, attempts, due_us FROM retry WHERE consumer = ? ORDER BY offset", (group,)
    )
    return {row[0]: Retry(*row) for row in rows}


def _with_attempts(entry: Entry, attempts: int) -> Entry:
    return Entry(entry.offset, entry.kind, entry.uid, entry.topic, entry.event, attempts)
