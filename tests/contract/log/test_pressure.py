"""What a group that has fallen behind is handed out."""

from storage.log import Log, PassedOver, Pressure
from storage.topics import INPUT_ACTIVITY, WINDOW_FOCUS
from tests.contract.log.members import covered, focus, idle, read_all, typed


def test_without_a_bound_nothing_is_passed_over(log: Log) -> None:
    log.subscribe("reader", ["*"])
    log.append([typed(n) for n in range(300)])
    assert len(read_all(log, "reader")) == 300
    assert log.passed_over("reader") == ()


def test_within_the_bound_nothing_is_passed_over(log: Log) -> None:
    log.subscribe("reader", ["*"], bound=10)
    log.append([typed(n) for n in range(10)])
    assert len(read_all(log, "reader")) == 10


def test_the_oldest_are_dropped_and_counted(log: Log) -> None:
    log.subscribe("reader", ["*"], bound=10)
    log.append([typed(n) for n in range(1_200)])
    assert read_all(log, "reader", limit=4) == [typed(n) for n in range(1_190, 1_200)]
    assert log.passed_over("reader") == (PassedOver("reader", INPUT_ACTIVITY, Pressure.DROP_OLDEST, 1_190),)


def test_what_blocks_waits_its_turn_whatever_waits_behind(log: Log) -> None:
    log.subscribe("reader", ["*"], bound=10)
    log.append([focus(n) if n % 2 else typed(n) for n in range(100)])
    found = read_all(log, "reader", limit=7)
    assert [event for event in found if event.topic == WINDOW_FOCUS] == [focus(n) for n in range(1, 100, 2)]
    assert [event for event in found if event.topic != WINDOW_FOCUS] == [typed(n) for n in range(90, 100, 2)]


def test_of_like_entries_the_newest_is_handed_out(log: Log) -> None:
    log.subscribe("reader", ["*"], bound=2)
    log.append([*[idle(n) for n in range(40)], idle("phone", "phone"), focus(1), focus(2), focus(3)])
    assert read_all(log, "reader") == [idle(39), idle("phone", "phone"), focus(1), focus(2), focus(3)]
    assert [passed.entries for passed in log.passed_over("reader")] == [39]


def test_what_is_deferred_comes_when_nothing_else_is_left(log: Log) -> None:
    log.subscribe("reader", ["*"], bound=2)
    log.append([covered(1), covered(2), *[focus(n) for n in range(30)], covered(3)])
    found = []
    while batch := log.read("reader", limit=5):
        found += [entry.event for entry in batch.entries]
        log.commit("reader", batch.offset)
        if not batch.entries:
            break
    assert found == [*[focus(n) for n in range(30)], covered(3), covered(1), covered(2)]
    assert log.lag("reader").entries == 0


def test_deletions_are_never_passed_over(log: Log) -> None:
    log.append([typed(n) for n in range(100)])
    log.subscribe("reader", ["*"], bound=2, from_end=True)
    log.delete([typed(n).uid for n in range(50)])
    assert len(log.read("reader").entries) == 50


def test_what_was_passed_over_is_counted_once_and_only_when_committed(log: Log) -> None:
    log.subscribe("reader", ["*"], bound=1)
    log.append([typed(n) for n in range(20)])
    log.read("reader")
    batch = log.read("reader")
    assert log.passed_over("reader") == ()
    log.commit("reader", batch.offset)
    log.commit("reader", batch.offset)
    assert [passed.entries for passed in log.passed_over("reader")] == [19]
