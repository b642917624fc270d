"""Copying: complete, resumable, brought up to date, compared; and what it refuses."""

from dataclasses import replace
from pathlib import Path

import pytest

from storage.clock import SystemClock
from storage.migration.copy import CopyError, Stage, copy_store
from storage.migration.source import LogSource
from storage.postgres.ingest import Position
from storage.postgres.open import PostgresStorage
from storage.sqlite.open import SqliteStorage, open_sqlite
from storage.store import EventQuery, Store, TileRequest
from storage.topics import INPUT_ACTIVITY, WINDOW_FOCUS
from tests.unit.storage.conftest import MakeEvent

EVENTS = 450
BATCH = 200


@pytest.fixture
def source(storage: SqliteStorage, make_event: MakeEvent, monkeypatch: pytest.MonkeyPatch) -> SqliteStorage:
    monkeypatch.setattr("storage.migration.copy._BATCH", BATCH)
    topics = (WINDOW_FOCUS, INPUT_ACTIVITY)
    storage.log.append(
        [make_event(n, topics[n % 2], 100 * n, n % 200, text=f"word{n}" if n % 5 == 0 else None) for n in range(EVENTS)]
    )
    return storage


def everything(store: Store) -> list[object]:
    return sorted((event for batch in store.scan(EventQuery()) for event in batch), key=lambda event: event.uid)


def test_everything_arrives_and_is_compared(source: SqliteStorage, target: PostgresStorage) -> None:
    steps: list[tuple[Stage, int, int]] = []
    done = copy_store(source, target, progress=lambda *step: steps.append(step))
    assert (done.added, done.verified, done.finished, done.differing) == (EVENTS, EVENTS, True, ())
    assert everything(target.store) == everything(source.store)
    request = TileRequest(("applications", "input"), 0, 10**12, 700)
    for here, there in zip(source.store.tiles(request), target.store.tiles(request), strict=True):
        assert here.counts.tolist() == there.counts.tolist()
        assert here.busy_us.tolist() == there.busy_us.tolist()
    assert {stage for stage, _, _ in steps} == set(Stage)
    assert [step for step in steps if step[0] is Stage.COPYING][-1] == (Stage.COPYING, EVENTS, EVENTS)
    assert steps[-1] == (Stage.VERIFYING, 2 * EVENTS, 2 * EVENTS)
    assert target.folder.fold() == 0


def test_a_second_copy_brings_only_what_changed(
    source: SqliteStorage, target: PostgresStorage, make_event: MakeEvent
) -> None:
    copy_store(source, target)
    source.log.append([make_event("new")])
    source.log.extend(make_event(2).uid, 10**12)
    source.log.delete([make_event(4).uid, make_event(6).uid])
    done = copy_store(source, target)
    assert (done.added, done.changed, done.deleted) == (1, 1, 2)
    assert (done.started_at, done.verified, done.differing) == (EVENTS, EVENTS - 1, ())
    assert everything(target.store) == everything(source.store)


def test_cancelled_between_batches_it_goes_on_there(source: SqliteStorage, target: PostgresStorage) -> None:
    answers = iter([False, True])
    done = copy_store(source, target, cancelled=lambda: next(answers))
    assert (done.finished, done.verified, done.added) == (False, None, BATCH)
    again = copy_store(source, target)
    assert (again.started_at, again.added, again.verified) == (BATCH, EVENTS - BATCH, EVENTS)


def test_cancelled_while_comparing_it_says_so(source: SqliteStorage, target: PostgresStorage) -> None:
    stages: list[Stage] = []
    done = copy_store(
        source,
        target,
        progress=lambda stage, *_: stages.append(stage),
        cancelled=lambda: Stage.VERIFYING in stages,
    )
    assert (done.finished, done.verified) == (False, None)


@pytest.mark.parametrize(
    "harm",
    [
        "DELETE FROM event WHERE start_us = 100000000",
        "UPDATE event SET text = 'else' WHERE start_us = 100000000",
        "UPDATE event SET data = '{}' WHERE start_us = 100000000",
    ],
)
def test_what_was_changed_over_there_is_noticed(source: SqliteStorage, target: PostgresStorage, harm: str) -> None:
    copy_store(source, target)
    with target.store._connections.write() as connection:
        assert connection.execute(harm.encode()).rowcount == 1
    assert copy_store(source, target).differing == ((INPUT_ACTIVITY, 0),)


def test_what_is_over_there_alone_is_noticed(
    source: SqliteStorage, target: PostgresStorage, make_event: MakeEvent
) -> None:
    target.ingest.append([make_event("stranger", at_s=-90_000)])
    assert copy_store(source, target).differing == ((WINDOW_FOCUS, -2),)


def test_what_is_recorded_while_it_compares_does_not_count_as_a_difference(
    source: SqliteStorage, target: PostgresStorage, make_event: MakeEvent
) -> None:
    turns = iter(range(100))

    def record(stage: Stage, _done: int, _whole: int) -> None:
        if stage is Stage.VERIFYING:
            source.log.append([make_event(f"late{next(turns)}", at_s=5)])

    done = copy_store(source, target, progress=record)
    assert (done.finished, done.differing) == (True, ())


def test_a_database_that_holds_another_folder_is_refused(
    source: SqliteStorage, target: PostgresStorage, tmp_path: Path, make_event: MakeEvent
) -> None:
    other = open_sqlite(tmp_path / "other", clock=SystemClock())
    other.log.append([make_event("theirs")])
    copy_store(other, target)
    other.close()
    with pytest.raises(CopyError, match="another data folder"):
        copy_store(source, target)
    assert target.store.counts() == {WINDOW_FOCUS: 1}


def test_a_folder_that_was_moved_is_copied_again_from_its_start(source: SqliteStorage, target: PostgresStorage) -> None:
    copy_store(source, target)
    with target.store._connections.write() as connection:
        connection.execute("UPDATE position SET source = 'sqlite:/where/it/was'")
    with pytest.raises(CopyError, match="--again"):
        copy_store(source, target)
    done = copy_store(source, target, again=True)
    assert (done.started_at, done.added, done.verified, done.differing) == (0, 0, EVENTS, ())


def test_a_folder_restored_from_before_the_copy_is_told(source: SqliteStorage, target: PostgresStorage) -> None:
    target.ingest.take([], Position(LogSource(source).name, EVENTS + 1))
    with pytest.raises(CopyError, match="--again"):
        copy_store(source, target)


def test_an_event_with_a_later_end_there_is_put_right_again(
    source: SqliteStorage, target: PostgresStorage, make_event: MakeEvent
) -> None:
    copy_store(source, target)
    with target.store._connections.write() as connection:
        connection.execute("UPDATE event SET end_us = end_us + 5 WHERE start_us = 100000000")
    assert copy_store(source, target, again=True).differing == ()
    event = make_event(10, WINDOW_FOCUS, 1_000, 10, text="word10")
    found = target.store.get(event.uid)
    assert found is not None
    assert replace(found, data=event.data) == event
