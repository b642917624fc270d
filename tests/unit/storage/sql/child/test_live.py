"""The columnar copy against the store it follows: whatever is appended, extended and deleted, both say the same."""

import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

import duckdb
import pytest

from storage.clock import SystemClock
from storage.events import Event
from storage.sql import columns
from storage.sql.child.live import Live
from storage.sqlite.open import SqliteStorage, open_sqlite
from storage.store import EventQuery
from tests.bench import storage_mix as mix


@pytest.fixture(autouse=True)
def small_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns, "SHIFT", 6)


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[SqliteStorage]:
    storage = open_sqlite(tmp_path, clock=SystemClock(), topics=mix.topics())
    yield storage
    storage.close()


class Reader:
    """The live catalog in a connection of this process (which opens our file through apsw alone)."""

    def __init__(self, home: Path) -> None:
        self.steps: list[object] = []
        self.connection = duckdb.connect(":memory:")
        self.live = Live(self.connection, home, self.steps.append, lambda: False)
        self.live.prepare()

    def rows(self) -> dict[str, tuple[int, int, str]]:
        self.live.refresh()
        found = self.connection.execute(
            "SELECT uid, epoch_us(start_ts), epoch_us(end_ts), data FROM live.events"
        ).fetchall()
        assert len(found) == len({row[0] for row in found}), "an event is there twice"
        return {uid: (start, end, data) for uid, start, end, data in found}

    def close(self) -> None:
        self.live.close()
        self.connection.close()


def expected(storage: SqliteStorage) -> dict[str, tuple[int, int, str]]:
    events = (event for batch in storage.store.scan(EventQuery()) for event in batch)
    return {event.uid.hex(): (event.start_us, event.end_us, _json(event)) for event in events}


def _json(event: Event) -> str:
    import orjson

    return orjson.dumps(dict(event.data)).decode()


def test_segments_and_what_is_newer_are_one(storage: SqliteStorage, tmp_path: Path) -> None:
    events = list(mix.events(300, mix.DAY_US))
    storage.log.append(events[:200])
    reader = Reader(tmp_path)
    assert reader.rows() == expected(storage)
    assert len(columns.segments(columns.folder_of(tmp_path))) == 3
    storage.log.append(events[200:])
    assert reader.rows() == expected(storage)
    reader.close()


def test_an_event_of_a_second_ago_is_there(storage: SqliteStorage, tmp_path: Path) -> None:
    reader = Reader(tmp_path)
    assert reader.rows() == {}
    event = next(mix.events(1, mix.DAY_US))
    storage.log.append([event])
    assert list(reader.rows()) == [event.uid.hex()]
    reader.close()


def test_forgotten_events_are_in_no_file_when_delete_returns(storage: SqliteStorage, tmp_path: Path) -> None:
    secret = "correct horse battery staple"
    events = list(mix.events(130, mix.DAY_US))
    events[5] = replace(events[5], text=secret)
    storage.log.append(events)
    reader = Reader(tmp_path)
    reader.rows()
    folder = columns.folder_of(tmp_path)
    assert _found(folder, events[5].uid)
    storage.log.delete([events[5].uid])
    assert not _found(folder, events[5].uid)
    assert reader.rows() == expected(storage)
    assert not _found(folder, events[5].uid)
    reader.close()


def test_a_deletion_by_a_program_that_died_before_it_could_clear_up(storage: SqliteStorage, tmp_path: Path) -> None:
    events = list(mix.events(130, mix.DAY_US))
    storage.log.append(events)
    reader = Reader(tmp_path)
    reader.rows()
    reader.close()
    storage.log._erased = lambda keys: None  # type: ignore[method-assign]  # killed after the commit
    storage.log.delete([events[5].uid, events[70].uid])
    reader = Reader(tmp_path)
    assert reader.rows() == expected(storage)
    assert not _found(columns.folder_of(tmp_path), events[5].uid)
    reader.close()


def test_another_database_in_its_place_is_noticed(tmp_path: Path) -> None:
    for seed in (1, 2):
        storage = open_sqlite(tmp_path, clock=SystemClock(), topics=mix.topics())
        storage.log.append(list(mix.events(130, mix.DAY_US, seed=seed)))
        reader = Reader(tmp_path)
        assert reader.rows() == expected(storage)
        reader.close()
        storage.close()
        for path in tmp_path.glob("daytrail.sqlite*"):
            path.unlink()


@pytest.mark.parametrize("seed", range(4))
def test_any_history_reads_the_same_in_two_readers(storage: SqliteStorage, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    coming = mix.events(2_000, mix.DAY_US, seed=seed)
    known: list[Event] = []
    readers = [Reader(tmp_path), Reader(tmp_path)]
    for _ in range(40):
        for _ in range(chance.randrange(4)):
            match chance.randrange(6):
                case 0 | 1 | 2:
                    batch = list(islice(coming, chance.randrange(1, 50)))
                    storage.log.append(batch)
                    known += batch
                case 3 | 4 if known:
                    event = chance.choice(known)
                    end_us = event.end_us + chance.randrange(1_000_000)
                    storage.log.extend(event.uid, end_us, {"app": str(chance.random()), "title": "", "keys": 1})
                case 5 if known:
                    gone = known.pop(chance.randrange(len(known)))
                    storage.log.delete([gone.uid])
                case _:
                    pass
        which = chance.randrange(3)
        if which < 2:
            assert readers[which].rows() == expected(storage)
        elif chance.random() < 0.3:
            readers[1].close()
            readers[1] = Reader(tmp_path)
    for reader in readers:
        assert reader.rows() == expected(storage)
        reader.close()


def _found(folder: Path, uid: bytes) -> bool:
    """Whether any segment still has an event, by reading all of them."""
    import pyarrow.parquet as pq

    return any(uid in pq.read_table(path, columns=["uid"])["uid"].to_pylist() for path in folder.glob("*.parquet*"))
