"""Skipping by blocks: what a group does not want is passed without being read."""

from storage.sqlite.appending import BLOCK_SHIFT
from storage.sqlite.open import SqliteStorage
from storage.topics import INPUT_ACTIVITY, WINDOW_FOCUS
from tests.unit.storage.conftest import MakeEvent


def test_rare_entries_are_found_without_reading_what_lies_between(
    storage: SqliteStorage, make_event: MakeEvent
) -> None:
    log = storage.log
    log.subscribe("windows", [WINDOW_FOCUS])
    log.append([make_event("first")])
    log.append([make_event(n, INPUT_ACTIVITY) for n in range(6 << BLOCK_SHIFT)])
    log.append([make_event("last")])
    # Without the rows in between, only an index can still lead from one to the other.
    storage.writer.run(lambda connection: connection.execute("DELETE FROM event WHERE key BETWEEN 2 AND 6145"))
    batch = log.read("windows", limit=1)
    assert [entry.offset for entry in batch.entries] == [1]
    log.commit("windows", batch.offset)
    assert [entry.offset for entry in log.read("windows").entries] == [(6 << BLOCK_SHIFT) + 2]
    assert log.lag("windows").entries == 1


def test_blocks_count_entries_exactly_through_any_change(storage: SqliteStorage, make_event: MakeEvent) -> None:
    log = storage.log
    log.append([make_event(n, INPUT_ACTIVITY if n % 3 else WINDOW_FOCUS) for n in range(2_500)])
    log.append([make_event(n) for n in range(10)])
    log.extend(make_event(3).uid, 10_000_000)
    log.delete([make_event(n).uid for n in range(0, 900, 7)])
    with storage.readers.lend() as connection:
        counted = connection.execute("SELECT block, topic, entries FROM block WHERE entries ORDER BY 1, 2").fetchall()
        real = connection.execute(
            "SELECT at >> ?, topic, count(*) FROM (SELECT key AS at, topic FROM event UNION ALL "
            "SELECT offset, topic FROM change WHERE kind < 3) GROUP BY 1, 2 ORDER BY 1, 2",
            (BLOCK_SHIFT,),
        ).fetchall()
    assert counted == real


def test_an_idle_group_reads_on_from_where_nothing_was_found(storage: SqliteStorage, make_event: MakeEvent) -> None:
    log = storage.log
    log.subscribe("windows", [WINDOW_FOCUS])
    log.append([make_event(n, INPUT_ACTIVITY) for n in range(50)])
    assert log.read("windows").entries == ()
    log.append([make_event("window")])
    (entry,) = log.read("windows").entries
    assert entry.event == make_event("window")
    assert log.lag("windows").offset == 0
