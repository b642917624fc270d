"""Fills the store from a log: new events, extensions and deletions in the log's order, and how far it has come.

One transaction takes a batch with everything kept about it (rows, pieces of the pyramid, search) and the position of
its source, so that a copy that is cut off goes on exactly where it was.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from storage.events import Event
from storage.log import Entry, EntryKind
from storage.postgres import documents, pieces, vectors
from storage.postgres.connections import Connection, Connections
from storage.postgres.escape import dump_data, escape
from storage.postgres.names import Names
from storage.postgres.rows import INSERT_COLUMNS, encode
from storage.pyramid.lengths import length_class
from storage.topics import THUMBNAIL, Topic

_NAMES: Final = ", ".join(name for name, _ in INSERT_COLUMNS)
_COPY: Final = f"COPY event ({_NAMES}) FROM STDIN"
_ARRAYS: Final = ", ".join(f"%s::{kind}[]" for _, kind in INSERT_COLUMNS)
_UNNEST: Final = (
    f"INSERT INTO event ({_NAMES}) SELECT "  # noqa: S608  constants
    + ", ".join("data::json" if name == "data" else name for name, _ in INSERT_COLUMNS)
    + f" FROM unnest({_ARRAYS}) AS new ({_NAMES})"
)


@dataclass(frozen=True, slots=True)
class Position:
    """How far a source has been copied: everything up to and including `offset` of its log."""

    source: str
    offset: int


@dataclass(frozen=True, slots=True)
class Taken:
    """What a batch did: events that were new, that changed, and that were deleted."""

    added: int
    changed: int
    deleted: int


class Ingest:
    """Writes. Any thread may call; batches of several threads and processes follow one another.

    Args:
        connections: where to.
        names: of topics and devices.
        topics: the registered topics.
        copy: send rows by COPY, else as arrays.
        forgotten: called after something was deleted, when that is committed.
    """

    def __init__(
        self,
        connections: Connections,
        names: tuple[Names, Names],
        topics: Mapping[str, Topic],
        *,
        copy: bool,
        forgotten: Callable[[], object],
    ) -> None:
        self._connections = connections
        self._topics, self._devices = names
        self._pictured = frozenset(name for name, topic in topics.items() if topic.picture)
        self._copy = copy
        self._forgotten = forgotten

    def position(self, source: str) -> int:
        """Return the offset up to which a source has been copied, 0 when never."""
        with self._connections.read() as connection:
            row = connection.execute("SELECT log_offset FROM position WHERE source = %s", (source,)).fetchone()
            return 0 if row is None else int(row[0])

    def sources(self) -> frozenset[str]:
        """Return the names of all sources that were copied here."""
        with self._connections.read() as connection:
            return frozenset(name for (name,) in connection.execute("SELECT source FROM position"))

    def begin_again(self, source: str) -> None:
        """Forget how far any source has come and begin this one at its start; what is there stays."""
        with self._connections.write() as connection:
            connection.execute("DELETE FROM position")
            connection.execute("INSERT INTO position VALUES (%s, 0)", (source,))

    def append(self, events: Sequence[Event]) -> int:
        """Add events; one whose uid is known adds nothing. Return how many were new."""
        self._learn_devices(events)
        with self._connections.write() as connection:
            return self._append(connection, events)

    def take(self, entries: Iterable[Entry], position: Position | None = None) -> Taken:
        """Take over a batch of a log's entries, in their order, and the position of their source with them."""
        final: dict[bytes, Event] = {}
        gone: dict[bytes, None] = {}
        for entry in entries:
            final.pop(entry.uid, None)
            if entry.kind is EntryKind.DELETE:
                gone[entry.uid] = None
            elif entry.event is not None:
                final[entry.uid] = entry.event
        self._learn_devices(final.values())
        with self._connections.write() as connection:
            deleted = self._delete(connection, list(gone))
            changed = self._change(connection, final)
            added = self._append(connection, list(final.values()))
            if position is not None:
                connection.execute(
                    "INSERT INTO position VALUES (%s, %s) "
                    "ON CONFLICT (source) DO UPDATE SET log_offset = excluded.log_offset",
                    (position.source, position.offset),
                )
        if deleted:
            self._forgotten()
        return Taken(added, changed, deleted)

    def _append(self, connection: Connection, events: Sequence[Event]) -> int:
        by_uid: dict[bytes, Event] = {}
        for event in events:
            by_uid.setdefault(event.uid, event)
        topics, devices = self._numbers(connection, by_uid.values())
        keys: dict[bytes, int] = dict(
            connection.execute(
                "INSERT INTO identity (uid, start_us) SELECT * FROM unnest(%s::bytea[], %s::bigint[]) "
                "ON CONFLICT DO NOTHING RETURNING uid, key",
                (list(by_uid), [event.start_us for event in by_uid.values()]),
            ).fetchall()
        )
        new = sorted(((key, by_uid[uid]) for uid, key in keys.items()), key=lambda pair: pair[0])
        if not new:
            return 0
        self._insert(connection, new, topics, devices)
        pieces.cut(connection, [(key, event.start_us) for key, event in new])
        documents.add_documents(connection, new, (topics, devices), self._pictured)
        vectors.add_vectors(connection, new)
        self._redraw(connection, {event.parent for _, event in new if event.topic == THUMBNAIL})
        return len(new)

    def _insert(
        self,
        connection: Connection,
        new: Sequence[tuple[int, Event]],
        topics: Mapping[str, int],
        devices: Mapping[str, int],
    ) -> None:
        rows = [encode(event, key, topics, devices) for key, event in new]
        with connection.cursor() as cursor:
            if not self._copy:
                cursor.execute(_UNNEST, [list(column) for column in zip(*rows, strict=True)])
                return
            with cursor.copy(_COPY) as copy:
                for row in rows:
                    copy.write_row(row)

    def _change(self, connection: Connection, events: Mapping[bytes, Event]) -> int:
        """Bring events that are here up to date with their end and data now."""
        rows = connection.execute(
            "SELECT event.uid, event.key, event.start_us, event.end_us, event.data::text "
            "FROM identity JOIN event USING (key, start_us) WHERE identity.uid = ANY(%s)",
            (list(events),),
        ).fetchall()
        differing = [
            (events[uid], key, start, end)
            for uid, key, start, end, data in rows
            if events[uid].end_us != end or dump_data(events[uid].data) != data
        ]
        if not differing:
            return 0
        pieces.uncut(connection, [(key, start, end) for _, key, start, end in differing])
        for event, key, start, _ in differing:
            connection.execute(
                "UPDATE event SET end_us = %s, data = %s::json, length_class = %s WHERE key = %s AND start_us = %s",
                (event.end_us, dump_data(event.data), length_class(event.end_us - start), key, start),
            )
        pieces.cut(connection, [(key, start) for _, key, start, _ in differing])
        return len(differing)

    def _delete(self, connection: Connection, uids: Sequence[bytes]) -> int:
        found = connection.execute(
            "SELECT event.key, event.start_us, event.end_us, event.parent, event.topic "
            "FROM identity JOIN event USING (key, start_us) WHERE identity.uid = ANY(%s)",
            (list(uids),),
        ).fetchall()
        if not found:
            return 0
        keys, starts = [row[0] for row in found], [row[1] for row in found]
        pieces.uncut(connection, [(key, start, end) for key, start, end, _, _ in found])
        documents.drop_documents(connection, keys)
        vectors.drop_vectors(connection, keys)
        connection.execute(
            "DELETE FROM event WHERE key = ANY(%s::bigint[]) AND start_us BETWEEN %s AND %s",
            (keys, min(starts), max(starts)),
        )
        connection.execute("DELETE FROM identity WHERE key = ANY(%s::bigint[])", (keys,))
        small = self._topics.numbers([THUMBNAIL], connection).get(THUMBNAIL)
        self._redraw(connection, {row[3] for row in found if row[4] == small})
        return len(found)

    def _redraw(self, connection: Connection, parents: set[bytes | None]) -> None:
        """Cut events anew whose thumbnail came or went."""
        wanted = [uid for uid in parents if uid is not None]
        if not wanted:
            return
        framed = connection.execute(
            "SELECT event.key, event.start_us, event.end_us FROM identity JOIN event USING (key, start_us) "
            "WHERE identity.uid = ANY(%s)",
            (wanted,),
        ).fetchall()
        pieces.uncut(connection, [(key, start, end) for key, start, end in framed])
        pieces.cut(connection, [(key, start) for key, start, _ in framed])

    def _learn_devices(self, events: Iterable[Event]) -> None:
        """Give new devices their numbers, in a transaction of its own: a number once seen must stay."""
        names = {escape(event.device) for event in events}
        with self._connections.read() as connection:
            new = sorted(names - self._devices.numbers(names, connection).keys())
        if new:
            with self._connections.write() as connection:
                connection.execute(
                    "INSERT INTO device (name) SELECT * FROM unnest(%s::text[]) ON CONFLICT DO NOTHING", (new,)
                )

    def _numbers(self, connection: Connection, events: Iterable[Event]) -> tuple[dict[str, int], dict[str, int]]:
        """Return the numbers of the events' topics and, by name as recorded, devices."""
        found = list(events)
        devices = {escape(event.device): event.device for event in found}
        numbers = self._devices.numbers(devices, connection)
        topics = self._topics.numbers({event.topic for event in found}, connection)
        return topics, {devices[name]: number for name, number in numbers.items()}
