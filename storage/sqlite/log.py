"""The log kept in SQLite: one writer thread, group commit, consumer groups read through a pool of readers."""

import threading
from collections.abc import Callable, Sequence

import apsw
import orjson

from storage.clock import Clock
from storage.events import Event, JsonObject
from storage.log import Appended, Batch, Commit, DeadLetter, Lag, LogClosedError, LogError, PassedOver
from storage.registry import SchemaRegistry
from storage.sqlite import appending, letters
from storage.sqlite.appending import Gone
from storage.sqlite.consumers import EntryReader, Group, load_group
from storage.sqlite.mediause import list_media
from storage.sqlite.names import Names, add_device
from storage.sqlite.pressure import Passed, note_passed, passed_over
from storage.sqlite.query import fetch_one
from storage.sqlite.readers import Readers
from storage.sqlite.rows import dump_data, encode
from storage.sqlite.watch import HeadWatch
from storage.sqlite.writer import RefusingWriter, Writer

Deleted = Callable[[apsw.Connection, Sequence[Gone]], None]
Erased = Callable[[Sequence[int]], None]


class SqliteLog:
    """Implements `storage.log.Log`; see there for what each method promises."""

    def __init__(
        self,
        writer: Writer | RefusingWriter,
        readers: Readers,
        watch: HeadWatch,
        entries: EntryReader,
        names: tuple[Names, Names],
        registry: SchemaRegistry,
        clock: Clock,
        deleted: Deleted,
        erased: Erased,
    ) -> None:
        self._writer = writer
        self._readers = readers
        self._watch = watch
        self._entries = entries
        self._topics, self._devices = names
        self._registry = registry
        self._clock = clock
        self._deleted = deleted
        self._erased = erased
        self._lock = threading.Lock()
        self._empty: dict[str, tuple[tuple[str, ...], int, int]] = {}
        self._retried: dict[str, dict[bytes, int]] = {}
        self._passed: dict[str, tuple[Passed, ...]] = {}
        self._closed = False

    def append(self, events: Sequence[Event], *, commit: Commit | None = None) -> Appended:
        self._check_open()
        good, bad = self._registry.sort(events)
        self._learn_devices(good)
        rows = encode(good, self._topics.ids, self._devices.ids)
        now_us = self._clock.now_us() if bad else 0

        def work(connection: apsw.Connection) -> Appended:
            for event, cause in bad:
                letters.reject(connection, event, cause, now_us)
            done = appending.append(connection, rows)
            if commit is not None:
                self._commit(connection, commit)
            return done

        done = self._writer.run(work, rows=len(rows))
        if commit is not None:
            self._forget_retried(commit)
        return Appended(done.offset, done.added, done.known, len(bad), done.orphaned) if bad else done

    def extend(self, uid: bytes, end_us: int, data: JsonObject | None = None) -> None:
        self._check_open()
        encoded = None if data is None else dump_data(data)
        self._writer.run(lambda connection: appending.extend(connection, uid, end_us, encoded))

    def delete(self, uids: Sequence[bytes]) -> int:
        self._check_open()

        keys: list[int] = []

        def gone(connection: apsw.Connection, rows: Sequence[Gone]) -> None:
            keys[:] = [row.key for row in rows]
            self._deleted(connection, rows)

        def work(connection: apsw.Connection) -> int:
            list_media(connection)
            return appending.delete(connection, uids, lambda rows: gone(connection, rows))

        count = self._writer.run(work, rows=len(uids))
        self._erased(keys)
        self._writer.scrub()
        return count

    def subscribe(
        self, group: str, patterns: Sequence[str], *, from_end: bool = False, bound: int | None = None
    ) -> None:
        self._check_open()
        wanted = orjson.dumps(list(patterns)).decode()
        with self._readers.lend() as connection:
            stored = fetch_one(connection, "SELECT patterns, bound FROM consumer WHERE name = ?", (group,))
            if stored == (wanted, bound):
                return

        def work(connection: apsw.Connection) -> None:
            connection.execute(
                "INSERT INTO consumer (name, patterns, offset, bound) VALUES (?,?,?,?) "
                "ON CONFLICT (name) DO UPDATE SET patterns = excluded.patterns, bound = excluded.bound",
                (group, wanted, appending.head(connection) if from_end else 0, bound),
            )

        self._writer.run(work)

    def read(self, group: str, *, limit: int = 100) -> Batch:
        self._check_open()
        with self._readers.lend() as connection:
            info = load_group(connection, group)
            found = self._entries.next(connection, info, self._start(info), limit, self._clock.now_us())
        with self._lock:
            self._empty[group] = (info.patterns, info.offset, found.empty_to)
            self._retried[group] = found.retried
            self._passed[group] = found.passed
        return found.batch

    def commit(self, group: str, offset: int) -> None:
        self._check_open()
        done = Commit(group, offset)
        self._writer.run(lambda connection: self._commit(connection, done))
        self._forget_retried(done)

    def seek(self, group: str, offset: int) -> None:
        self._check_open()

        def work(connection: apsw.Connection) -> None:
            connection.execute("UPDATE consumer SET offset = ? WHERE name = ?", (offset, group))
            if connection.changes() == 0:
                raise KeyError(group)
            connection.execute("DELETE FROM retry WHERE consumer = ?", (group,))

        self._writer.run(work)
        with self._lock:
            self._retried.pop(group, None)
            self._passed.pop(group, None)

    def groups(self) -> tuple[str, ...]:
        self._check_open()
        with self._readers.lend() as connection:
            return tuple(name for (name,) in connection.execute("SELECT name FROM consumer ORDER BY name"))

    def lag(self, group: str) -> Lag:
        self._check_open()
        with self._readers.lend() as connection:
            return self._entries.lag(connection, load_group(connection, group))

    def head(self) -> int:
        self._check_open()
        with self._readers.lend() as connection:
            return appending.head(connection)

    def wait(self, after: int, timeout_s: float) -> int:
        return self._watch.wait(after, timeout_s)

    def fail(self, group: str, uid: bytes, cause: str, traceback: str, *, poison: bool = False) -> int:
        self._check_open()
        now_us = self._clock.now_us()
        attempts = self._writer.run(
            lambda connection: letters.fail(connection, group, uid, cause, traceback, poison, now_us)
        )
        with self._lock:
            self._retried.get(group, {}).pop(uid, None)
        return attempts

    def passed_over(self, group: str) -> tuple[PassedOver, ...]:
        self._check_open()
        with self._readers.lend() as connection:
            return passed_over(connection, group)

    def dead_letters(self, group: str | None = None) -> tuple[DeadLetter, ...]:
        self._check_open()
        with self._readers.lend() as connection:
            return letters.dead_letters(connection, group)

    def requeue(self, letter_id: int) -> None:
        self._check_open()
        with self._readers.lend() as connection:
            event = letters.rejected_event(connection, letter_id)
        if event is None:
            self._writer.run(lambda connection: letters.requeue(connection, letter_id, self._clock.now_us()))
            return
        _, bad = self._registry.sort([event])
        if bad:
            raise LogError(f"The event still does not match: {bad[0][1]}.")
        self._learn_devices([event])
        rows = encode([event], self._topics.ids, self._devices.ids)

        def work(connection: apsw.Connection) -> None:
            appending.append(connection, rows)
            letters.drop_letter(connection, letter_id)

        self._writer.run(work)

    def close(self) -> None:
        self._closed = True
        self._watch.close()
        self._writer.close()

    def _check_open(self) -> None:
        if self._closed:
            raise LogClosedError("The log has been closed.")

    def _learn_devices(self, events: Sequence[Event]) -> None:
        known = self._devices.ids
        new = {event.device for event in events if event.device not in known}
        if not new:
            return

        def work(connection: apsw.Connection) -> None:
            for name in sorted(new):
                add_device(connection, name)

        self._writer.run(work)
        with self._readers.lend() as connection:
            self._devices.load(connection)

    def _commit(self, connection: apsw.Connection, done: Commit) -> None:
        appending.commit(connection, done)
        with self._lock:
            retried = dict(self._retried.get(done.group, {}))
            passed = [entry for entry in self._passed.get(done.group, ()) if entry.offset <= done.offset]
        letters.acknowledge(connection, done.group, done.offset, retried)
        note_passed(connection, done.group, passed)

    def _forget_retried(self, done: Commit) -> None:
        with self._lock:
            retried = self._retried.get(done.group, {})
            self._retried[done.group] = {uid: at for uid, at in retried.items() if at > done.offset}
            passed = self._passed.get(done.group, ())
            self._passed[done.group] = tuple(entry for entry in passed if entry.offset > done.offset)

    def _start(self, group: Group) -> int:
        """Return the offset up to which nothing new can match, from what an earlier read saw."""
        with self._lock:
            patterns, first, last = self._empty.get(group.name, ((), 0, 0))
        return last if patterns == group.patterns and first <= group.offset <= last else group.offset
