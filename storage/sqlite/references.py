"""Implements `storage.lifecycle.references.References` over the SQLite file."""

from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import Final

import apsw

from storage.lifecycle.references import Rejected
from storage.sqlite import letters
from storage.sqlite.consumers import DEAD_US, Group, load_group
from storage.sqlite.database import connect_writer
from storage.sqlite.mediause import list_media
from storage.sqlite.readers import Readers
from storage.sqlite.writer import RefusingWriter, Writer
from storage.topics import matches

_CHUNK: Final = 500
_SCRUB_WAIT_MS: Final = 5_000
"""How long clearing the write-ahead log waits for readers and writers of this and other processes."""
_VACUUM_PAGES: Final = 500
_ADDRESSES: Final = """
SELECT media FROM (
    SELECT DISTINCT media FROM media_use WHERE media > ?1
    AND NOT EXISTS (SELECT 1 FROM media_expired WHERE address = media) ORDER BY media LIMIT ?2
) UNION SELECT media FROM (
    SELECT DISTINCT media FROM event WHERE key > (SELECT upto FROM media_listed) AND media > ?1
    AND NOT EXISTS (SELECT 1 FROM media_expired WHERE address = media) ORDER BY media LIMIT ?2
) ORDER BY media LIMIT ?2
"""
"""Listed and unlisted apart, so that each is read in order and no further than needed."""
_BY_AGE: Final = """
SELECT media, (
    SELECT max(other.start_us) FROM media_of_event AS used JOIN event AS other USING (key)
    WHERE used.media = event.media
), start_us, key FROM event
WHERE media IS NOT NULL AND (start_us, key) > (?, ?) AND start_us < ?
AND NOT EXISTS (SELECT 1 FROM media_expired WHERE address = event.media)
ORDER BY start_us, key LIMIT ?
"""
"""An address comes with each of its events; the newest of them stands for it."""


class SqliteReferences:
    """See the protocol. Any thread may call."""

    def __init__(self, writer: Writer | RefusingWriter, readers: Readers) -> None:
        self._writer = writer
        self._readers = readers

    def used(self, addresses: Collection[str]) -> set[str]:
        found: set[str] = set()
        for chunk in _chunks(sorted(addresses)):
            marks = ",".join("?" * len(chunk))
            with self._readers.lend() as connection:
                rows = connection.execute(
                    f"SELECT DISTINCT media FROM media_of_event WHERE media IN ({marks})",  # noqa: S608
                    [bytes.fromhex(address) for address in chunk],
                )
                found.update(media.hex() for (media,) in rows)
        return found

    def uses(self, address: str) -> int:
        with self._readers.lend() as connection:
            return int(
                connection.execute("SELECT count(*) FROM media_of_event WHERE media = ?", (bytes.fromhex(address),)).get
            )

    def media_addresses(self) -> Iterator[str]:
        last = b""
        while True:
            with self._readers.lend() as connection:
                rows = list(connection.execute(_ADDRESSES, (last, _CHUNK)))
            for (media,) in rows:
                yield media.hex()
            if len(rows) < _CHUNK:
                return
            last = rows[-1][0]

    def media_by_age(self, before_us: int) -> Iterator[str]:
        last = (-(1 << 62), 0)
        if isinstance(self._writer, Writer):
            self._writer.run(list_media)
        while True:
            with self._readers.lend() as connection:
                rows = list(connection.execute(_BY_AGE, (*last, before_us, _CHUNK)))
            for media, newest_us, start_us, _ in rows:
                if newest_us == start_us:
                    yield media.hex()
            if len(rows) < _CHUNK:
                return
            last = rows[-1][2:]

    def waiting(self, addresses: Collection[str], groups: Collection[str]) -> set[str]:
        found: set[str] = set()
        if not addresses:
            return found
        with self._readers.lend() as connection:
            known = {name for (name,) in connection.execute("SELECT name FROM consumer")}
            topics = list(connection.execute("SELECT id, name FROM topic"))
            for group in (load_group(connection, name) for name in sorted(set(groups) & known)):
                wanted = [number for number, name in topics if any(matches(one, name) for one in group.patterns)]
                for chunk in _chunks(sorted(addresses)):
                    found.update(_unread(connection, group, wanted, chunk))
        return found

    def doom(self, addresses: Collection[str], expired_us: int | None = None) -> None:
        rows = [(bytes.fromhex(address),) for address in sorted(addresses)]

        def work(connection: apsw.Connection) -> None:
            connection.executemany("INSERT OR IGNORE INTO media_doomed VALUES (?)", rows)
            if expired_us is not None:
                expired = [(*row, expired_us) for row in rows]
                connection.executemany("INSERT OR IGNORE INTO media_expired VALUES (?,?)", expired)

        self._writer.run(work, rows=len(rows))

    def doomed(self) -> set[str]:
        with self._readers.lend() as connection:
            return {address.hex() for (address,) in connection.execute("SELECT address FROM media_doomed")}

    def needed(self, addresses: Collection[str]) -> set[str]:
        used = self.used(addresses)
        for chunk in _chunks(sorted(used)):
            marks = ",".join("?" * len(chunk))
            with self._readers.lend() as connection:
                rows = connection.execute(
                    f"SELECT address FROM media_expired WHERE address IN ({marks})",  # noqa: S608
                    [bytes.fromhex(address) for address in chunk],
                )
                used.difference_update(address.hex() for (address,) in rows)
        return used

    def spare(self, addresses: Collection[str]) -> None:
        rows = [(bytes.fromhex(address),) for address in addresses]
        self._writer.run(
            lambda connection: connection.executemany("DELETE FROM media_doomed WHERE address = ?", rows),
            rows=len(rows),
        )

    def rejected(self) -> Iterator[Rejected]:
        last = 0
        while True:
            with self._readers.lend() as connection:
                rows = list(
                    connection.execute(
                        "SELECT id FROM dead_letter WHERE event IS NOT NULL AND id > ? ORDER BY id LIMIT ?",
                        (last, _CHUNK),
                    )
                )
                found = [(number, letters.rejected_event(connection, number)) for (number,) in rows]
            for number, event in found:
                if event is not None:
                    yield Rejected(number, event)
            if len(rows) < _CHUNK:
                return
            last = rows[-1][0]

    def drop_rejected(self, letter_ids: Collection[int]) -> None:
        if not letter_ids:
            return

        def work(connection: apsw.Connection) -> None:
            for letter_id in letter_ids:
                letters.drop_letter(connection, letter_id)

        self._writer.run(work, rows=len(letter_ids))
        self._writer.scrub()

    def give_back(self, cancelled: Callable[[], bool] = lambda: False) -> None:
        before, left = -1, 0
        while not cancelled() and left != before:
            before, left = left, self._writer.run(_vacuum_some, rows=_VACUUM_PAGES)

    def scrub(self) -> bool:
        with self._readers.lend() as reader:
            path = Path(reader.filename)
        connection = connect_writer(path)
        try:
            connection.set_busy_timeout(_SCRUB_WAIT_MS)
            connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)
        except (apsw.BusyError, apsw.LockedError):
            return False
        finally:
            connection.close()
        return True


def _vacuum_some(connection: apsw.Connection) -> int:
    """Move some free pages out of the file and return how many are left."""
    connection.execute(f"PRAGMA incremental_vacuum({_VACUUM_PAGES})").fetchall()
    return int(connection.pragma("freelist_count"))


def _unread(
    connection: apsw.Connection, group: Group, topics: Sequence[int], addresses: Sequence[str]
) -> Iterator[str]:
    """Yield addresses whose events lie before a group, or come to it again."""
    marks = ",".join("?" * len(addresses))
    wanted = ",".join(map(str, topics))
    rows = connection.execute(
        "SELECT DISTINCT event.media FROM media_of_event AS used JOIN event USING (key) "  # noqa: S608  numbers
        f"WHERE used.media IN ({marks}) AND event.topic IN ({wanted}) AND (key > ? OR EXISTS "
        "(SELECT 1 FROM retry WHERE consumer = ? AND retry.uid = event.uid AND due_us < ?))",
        (*map(bytes.fromhex, addresses), group.offset, group.name, DEAD_US),
    )
    for (media,) in rows:
        yield media.hex()


def _chunks(addresses: Sequence[str]) -> Iterator[Sequence[str]]:
    for first in range(0, len(addresses), _CHUNK):
        yield addresses[first : first + _CHUNK]
