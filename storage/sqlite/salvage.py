"""Saves the events that can still be read of a damaged database into a new one; the damaged file is kept beside it."""

import logging
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import apsw
import orjson

from storage.clock import Clock
from storage.events import Event
from storage.sqlite.database import DATABASE_NAME, connect_reader, database_path
from storage.sqlite.names import Names
from storage.sqlite.open import SqliteStorage, open_sqlite
from storage.sqlite.rows import COLUMNS, RowReader
from storage.topics import Topic

logger = logging.getLogger(__name__)

_BATCH: Final = 1_000
_LARGEST_STEP: Final = 1 << 40


@dataclass(frozen=True, slots=True)
class Salvaged:
    """How many events were saved, how many stretches could not be read, and where the damaged file is now."""

    events: int
    gaps: int
    damaged: Path


def salvage(home: Path, *, clock: Clock, topics: Mapping[str, Topic] | None = None) -> Salvaged:
    """Replace a damaged database by what can be read of it; nobody may use it meanwhile.

    Consumer groups go on where they were. The damaged file stays as `daytrail.sqlite.before-repair`.

    Raises:
        DatabaseError, LogFullError: nothing can be read, or the new file cannot be written; all is as it was.
    """
    path, fresh = database_path(home), home / ".repair"
    shutil.rmtree(fresh, ignore_errors=True)
    reader = _Reader(path)
    try:
        storage = open_sqlite(fresh, clock=clock, topics=topics)
        try:
            saved = _fill(storage, reader)
        finally:
            storage.close()
    finally:
        reader.close()
    damaged = path.with_name(f"{DATABASE_NAME}.before-repair")
    for suffix in ("-wal", "-shm", ""):
        source = path.with_name(path.name + suffix)
        if source.exists():
            source.replace(damaged.with_name(damaged.name + suffix))
    database_path(fresh).replace(path)
    shutil.rmtree(fresh)
    logger.warning("saved %d events; %d stretches could not be read", saved, reader.gaps)
    return Salvaged(saved, reader.gaps, damaged)


class _Reader:
    """Reads a damaged database, stepping over what cannot be read."""

    def __init__(self, path: Path) -> None:
        self._connection = connect_reader(path)
        self._names = (Names("topic"), Names("device"))
        self._rows = RowReader(*self._names)
        self.gaps = 0

    def groups(self) -> dict[str, tuple[list[str], int]]:
        """Return patterns and offset of each consumer group, none where they cannot be read."""
        try:
            rows = list(self._connection.execute("SELECT name, patterns, offset FROM consumer"))
        except apsw.CorruptError:
            return {}
        return {name: (orjson.loads(patterns), offset) for name, patterns, offset in rows}

    def events(self) -> Iterator[tuple[int, Event]]:
        """Yield (key, event) of every row that can be read, in order."""
        last, step, highest = 0, 1, self._highest()
        while last < highest:
            try:
                for row in self._after(last):
                    last, step = row[0], 1
                    yield last, self._rows.event(row, self._connection)
                return
            except (apsw.CorruptError, apsw.IOError, orjson.JSONDecodeError, KeyError, ValueError):
                self.gaps += step == 1
                last, step = last + step, min(step * 2, _LARGEST_STEP)

    def close(self) -> None:
        """Close the damaged file."""
        self._connection.close()

    def _after(self, last: int) -> Iterator[tuple[Any, ...]]:
        return self._connection.execute(f"SELECT {COLUMNS} FROM event WHERE key > ? ORDER BY key", (last,))  # noqa: S608

    def _highest(self) -> int:
        for question in ("SELECT max(key) FROM event", "SELECT max(block) * 1024 + 1024 FROM block"):
            try:
                return int(self._connection.execute(question).get or 0)
            except apsw.CorruptError:
                continue
        return _LARGEST_STEP


def _fill(storage: SqliteStorage, reader: _Reader) -> int:
    """Append all events, and put each group behind the last event it was done with."""
    groups = reader.groups()
    done = dict.fromkeys(groups, 0)
    batch: list[Event] = []
    saved = 0
    for key, event in reader.events():
        batch.append(event)
        if len(batch) == _BATCH:
            saved += storage.log.append(batch).added
            batch = []
        for name, (_, offset) in groups.items():
            if key <= offset:
                done[name] = saved + len(batch)
    saved += storage.log.append(batch).added
    for name, (patterns, _) in groups.items():
        if name not in storage.log.groups():
            storage.log.subscribe(name, patterns)
            storage.log.seek(name, min(done[name], storage.log.head()))
    return saved
