"""What every implementation of `Log` owes its callers; a second one joins by a line in `MEMBERS`."""

import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from storage.clock import Clock
from storage.events import Event, imported_uid
from storage.log import Commit, EntryKind, Log, LogClosedError, LogError, PassedOver, Pressure
from storage.sqlite.open import open_sqlite
from storage.topics import COVERAGE, INPUT_ACTIVITY, INPUT_IDLE, WINDOW_FOCUS, builtin_topics

Open = Callable[[], Log]

PRESSURES = {
    INPUT_IDLE: Pressure.COALESCE,
    INPUT_ACTIVITY: Pressure.DROP_OLDEST,
    COVERAGE: Pressure.DEFER,
    WINDOW_FOCUS: Pressure.BLOCK,
}
TOPICS = builtin_topics() | {
    name: replace(builtin_topics()[name], pressure=pressure) for name, pressure in PRESSURES.items()
}


class _Clock:
    def __init__(self) -> None:
        self.us = 1_700_000_000_000_000

    def now_us(self) -> int:
        return self.us

    def monotonic_s(self) -> float:
        return self.us / 1e6

    def tz_offset_min(self) -> int:
        return 0


class _Sqlite:
    """Opens the SQLite log of one folder; closing the log closes the rest."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._folder = folder
        self._clock = clock
        self._opened: list[object] = []

    def __call__(self) -> Log:
        storage = open_sqlite(self._folder, clock=self._clock, topics=TOPICS)
        self._opened.append(storage)
        return storage.log

    def close(self) -> None:
        for storage in self._opened:
            storage.close()  # type: ignore[attr-defined]


MEMBERS = {"sqlite": _Sqlite}


@pytest.fixture
def clock() -> _Clock:
    return _Clock()


@pytest.fixture(params=sorted(MEMBERS))
def open_log(request: pytest.FixtureRequest, tmp_path: Path, clock: _Clock) -> Iterator[Open]:
    """Opens the log of this test, again and again with the same content."""
    with closing(MEMBERS[request.param](tmp_path / "log", clock)) as member:
        yield member


@pytest.fixture
def log(open_log: Open) -> Log:
    return open_log()


def focus(key: object, at_us: int = 0, **fields: object) -> Event:
    found = {"data": {"app": "editor", "title": "notes"}, "received_us": at_us, **fields}
    return Event(imported_uid("test", str(key)), WINDOW_FOCUS, "desk", at_us, at_us + 1_000_000, **found)  # type: ignore[arg-type]


def typed(key: object, **fields: object) -> Event:
    return Event(
        imported_uid("test", str(key)), INPUT_ACTIVITY, "desk", 0, 1, 0, data={"keys": 1, "clicks": 0}, **fields
    )  # type: ignore[arg-type]


def idle(key: object, device: str = "desk") -> Event:
    return Event(imported_uid("test", f"{key} of its kind"), INPUT_IDLE, device, 0, 1, 0)


def covered(key: object) -> Event:
    data = {"source": "screen", "state": "recording"}
    return Event(imported_uid("test", f"{key} covered"), COVERAGE, "desk", 0, 1, 0, data=data)


def invalid(key: object) -> Event:
    return Event(imported_uid("test", str(key)), WINDOW_FOCUS, "desk", 0, 1, 0, data={"app": 7})


def read_all(log: Log, group: str, limit: int = 100) -> list[Event]:
    """Read and commit until nothing is left."""
    found = []
    while True:
        batch = log.read(group, limit=limit)
        found += [entry.event for entry in batch.entries if entry.kind is EntryKind.EVENT and entry.event is not None]
        log.commit(group, batch.offset)
        if not batch.entries and batch.offset >= log.head():
            return found


def test_what_was_appended_is_read_in_order_and_whole(log: Log) -> None:
    events = [
        focus("a", 5, text="hällo", media="ab" * 32, tz_offset_min=-90, uncertainty_us=-1),
        focus("b", 3, data={"app": "x", "title": "y", "more": [1, {"z": None}], "ratio": 0.5}),
        focus("c", -10, parent=imported_uid("test", "a")),
    ]
    done = log.append(events)
    assert (done.added, done.known, done.rejected) == (3, 0, 0)
    assert done.offset == log.head()
    log.subscribe("reader", ["*"])
    assert read_all(log, "reader") == events


def test_offsets_grow_and_are_those_of_the_entries(log: Log) -> None:
    log.subscribe("reader", ["*"])
    ends = [log.append([focus(f"{turn}-{n}") for n in range(3)]).offset for turn in range(4)]
    offsets = [entry.offset for entry in log.read("reader").entries]
    assert offsets == sorted(set(offsets))
    assert [offsets[index] for index in (2, 5, 8, 11)] == ends
    assert log.head() == ends[-1]


def test_a_known_uid_adds_nothing(log: Log) -> None:
    log.append([focus(1), focus(2)])
    done = log.append([focus(2), focus(3), focus(3)])
    assert (done.added, done.known) == (1, 2)
    log.subscribe("reader", ["*"])
    assert read_all(log, "reader") == [focus(1), focus(2), focus(3)]


def test_everything_is_still_there_after_reopening(open_log: Open) -> None:
    first = open_log()
    first.subscribe("reader", ["*"])
    first.append([focus(n) for n in range(10)])
    first.commit("reader", first.read("reader", limit=4).offset)
    first.close()
    second = open_log()
    assert second.groups().count("reader") == 1
    assert read_all(second, "reader") == [focus(n) for n in range(4, 10)]


def test_groups_read_at_their_own_pace(log: Log) -> None:
    log.append([focus(n) for n in range(6)])
    log.subscribe("fast", ["*"])
    log.subscribe("slow", ["*"])
    assert len(read_all(log, "fast")) == 6
    batch = log.read("slow", limit=2)
    assert [entry.event for entry in batch.entries] == [focus(0), focus(1)]
    assert log.lag("fast").entries == 0
    assert log.lag("slow").entries == 6


def test_reading_does_not_move_the_offset(log: Log) -> None:
    log.append([focus(1), focus(2)])
    log.subscribe("reader", ["*"])
    assert log.read("reader") == log.read("reader")


def test_patterns_choose_topics_and_the_offset_passes_the_rest(log: Log) -> None:
    log.append([focus("a"), *[typed(n) for n in range(2_500)], focus("b")])
    log.subscribe("windows", ["os.window.*.raw"])
    log.subscribe("inputs", [INPUT_ACTIVITY, INPUT_IDLE])
    log.subscribe("nothing", [COVERAGE])
    assert read_all(log, "windows", limit=1) == [focus("a"), focus("b")]
    assert len(read_all(log, "inputs", limit=1_000)) == 2_500
    batch = log.read("nothing")
    assert batch.entries == ()
    assert batch.offset == log.head()


def test_a_group_from_the_end_sees_only_what_follows(log: Log) -> None:
    log.append([focus("before")])
    log.subscribe("late", ["*"], from_end=True)
    log.append([focus("after")])
    assert read_all(log, "late") == [focus("after")]


def test_subscribing_again_changes_patterns_and_keeps_the_offset(log: Log) -> None:
    log.subscribe("reader", [INPUT_ACTIVITY])
    log.append([focus(1), typed(2)])
    assert read_all(log, "reader") == [typed(2)]
    log.append([focus(3)])
    log.subscribe("reader", ["*"])
    assert read_all(log, "reader") == [focus(3)]


def test_seek_replays(log: Log) -> None:
    log.subscribe("reader", ["*"])
    log.append([focus(n) for n in range(3)])
    assert len(read_all(log, "reader")) == 3
    log.seek("reader", 0)
    assert len(read_all(log, "reader")) == 3


def test_commit_never_goes_backwards(log: Log) -> None:
    log.subscribe("reader", ["*"])
    end = log.append([focus(n) for n in range(3)]).offset
    log.commit("reader", end)
    log.commit("reader", 1)
    assert log.lag("reader").entries == 0


def test_results_and_offset_are_stored_together(log: Log) -> None:
    log.subscribe("deriver", [INPUT_ACTIVITY])
    log.append([typed(1)])
    offset = log.read("deriver").offset
    log.append([focus("derived")], commit=Commit("deriver", offset))
    assert log.lag("deriver").entries == 0
    assert log.lag("deriver").offset == offset


def test_a_commit_of_an_unknown_group_stores_nothing(log: Log) -> None:
    with pytest.raises(KeyError):
        log.append([focus(1)], commit=Commit("nobody", 1))
    log.subscribe("reader", ["*"])
    assert read_all(log, "reader") == []


def test_lag_counts_what_matches_and_says_since_when(log: Log) -> None:
    log.subscribe("windows", [WINDOW_FOCUS])
    assert log.lag("windows").oldest_received_us is None
    log.append([*[typed(n) for n in range(10)], focus("x", at_us=77), focus("y", at_us=78)])
    lag = log.lag("windows")
    assert (lag.entries, lag.oldest_received_us, lag.head) == (2, 77, log.head())


def test_lag_is_exact_over_many_entries(log: Log) -> None:
    log.subscribe("windows", [WINDOW_FOCUS])
    for turn in range(5):
        log.append([focus(f"{turn}-{n}") if n % 3 else typed(f"{turn}-{n}") for n in range(900)])
    assert log.lag("windows").entries == 3_000
    log.commit("windows", log.read("windows", limit=1_234).offset)
    assert log.lag("windows").entries == 3_000 - 1_234


def test_an_extension_moves_the_end_and_is_an_entry(log: Log) -> None:
    log.subscribe("reader", ["*"])
    log.append([focus(1)])
    read_all(log, "reader")
    log.extend(focus(1).uid, 9_000_000, {"app": "editor", "title": "other"})
    (entry,) = log.read("reader").entries
    assert entry.kind is EntryKind.EXTEND
    assert entry.event is not None
    assert (entry.event.end_us, entry.event.data) == (9_000_000, {"app": "editor", "title": "other"})


def test_an_extension_never_shortens(log: Log) -> None:
    log.subscribe("reader", ["*"])
    log.append([focus(1)])
    log.extend(focus(1).uid, 5)
    (event,) = read_all(log, "reader")
    assert event.end_us == focus(1).end_us


def test_what_does_not_exist_cannot_be_extended(log: Log) -> None:
    with pytest.raises(KeyError):
        log.extend(focus("none").uid, 5)


def test_a_deletion_leaves_a_tombstone_and_nothing_else(log: Log) -> None:
    log.subscribe("before", ["*"])
    log.append([focus(1), focus(2)])
    read_all(log, "before")
    assert log.delete([focus(1).uid, focus("none").uid]) == 1
    (entry,) = log.read("before").entries
    assert (entry.kind, entry.uid, entry.topic, entry.event) == (EntryKind.DELETE, focus(1).uid, WINDOW_FOCUS, None)
    log.subscribe("after", ["*"])
    assert read_all(log, "after") == [focus(2)]


def test_offsets_are_not_used_again_after_a_deletion(log: Log) -> None:
    end = log.append([focus(1), focus(2)]).offset
    log.delete([focus(1).uid, focus(2).uid])
    assert log.append([focus(3)]).offset > end


def test_what_comes_from_something_deleted_is_not_kept(log: Log) -> None:
    log.append([focus("frame")])
    log.delete([focus("frame").uid])
    done = log.append([focus("text", parent=focus("frame").uid), focus("other")])
    assert (done.added, done.orphaned) == (1, 1)


def test_waiting_ends_when_another_thread_appends(log: Log) -> None:
    head = log.head()
    seen: list[int] = []
    waiter = threading.Thread(target=lambda: seen.append(log.wait(head, 200)))
    waiter.start()
    end = log.append([focus(1)]).offset
    waiter.join(60)
    assert seen == [end]


def test_waiting_ends_when_another_opening_of_the_log_appends(open_log: Open) -> None:
    reader, writer = open_log(), open_log()
    head = reader.head()
    seen: list[int] = []
    waiter = threading.Thread(target=lambda: seen.append(reader.wait(head, 200)))
    waiter.start()
    end = writer.append([focus(1)]).offset
    waiter.join(60)
    assert seen == [end]


def test_waiting_gives_up_after_its_time(log: Log) -> None:
    assert log.wait(log.head(), 0.01) == log.head()


def test_an_invalid_event_becomes_a_dead_letter_and_the_others_are_kept(log: Log) -> None:
    unknown = Event(imported_uid("test", "u"), "no.such.topic.raw", "desk", 0, 1, 0)
    done = log.append([focus(1), invalid(2), unknown])
    assert (done.added, done.rejected) == (1, 2)
    first, second = log.dead_letters("schema")
    assert (first.uid, first.topic) == (invalid(2).uid, WINDOW_FOCUS)
    assert "title" in first.cause or "app" in first.cause
    assert "not registered" in second.cause


def test_an_invalid_event_is_told_from_a_valid_one_when_put_back(log: Log) -> None:
    log.append([invalid(1)])
    (letter,) = log.dead_letters()
    with pytest.raises(LogError):
        log.requeue(letter.id)
    assert [kept.id for kept in log.dead_letters()] == [letter.id]


def test_a_failed_entry_comes_again_later_and_does_not_hold_up_the_others(log: Log, clock: _Clock) -> None:
    log.subscribe("worker", ["*"])
    log.append([focus(1), focus(2)])
    batch = log.read("worker")
    assert log.fail("worker", focus(1).uid, "slipped", "trace") == 1
    log.commit("worker", batch.offset)
    assert log.read("worker").entries == ()
    assert log.lag("worker").entries == 1
    clock.us += 2_000_000
    again = log.read("worker")
    assert [(entry.uid, entry.attempts) for entry in again.entries] == [(focus(1).uid, 1)]
    log.commit("worker", again.offset)
    assert log.read("worker").entries == ()
    assert log.lag("worker").entries == 0


def test_each_retry_waits_longer_than_the_one_before(log: Log, clock: _Clock) -> None:
    log.subscribe("worker", ["*"])
    log.append([focus(1)])
    waits = []
    for _ in range(2):
        batch = log.read("worker")
        log.fail("worker", focus(1).uid, "slipped", "")
        log.commit("worker", batch.offset)
        waited = 0
        while not log.read("worker").entries:
            clock.us += 250_000
            waited += 1
        waits.append(waited)
    assert waits[1] > waits[0] > 0


def test_the_third_failure_is_the_last(log: Log, clock: _Clock) -> None:
    log.subscribe("worker", ["*"])
    log.append([focus(1), focus(2)])
    for attempt in (1, 2, 3):
        batch = log.read("worker")
        assert batch.entries[0].uid == focus(1).uid
        assert log.fail("worker", focus(1).uid, "broken", "Traceback: here") == attempt
        clock.us += 3_600_000_000
    log.commit("worker", batch.offset)
    (letter,) = log.dead_letters("worker")
    assert (letter.uid, letter.cause, letter.traceback, letter.attempts) == (
        focus(1).uid,
        "broken",
        "Traceback: here",
        3,
    )
    assert log.read("worker").entries == ()
    assert log.lag("worker").entries == 0


def test_poison_is_dead_at_once(log: Log) -> None:
    log.subscribe("worker", ["*"])
    log.append([focus(1)])
    log.fail("worker", focus(1).uid, "kills its worker", "", poison=True)
    assert [letter.uid for letter in log.dead_letters("worker")] == [focus(1).uid]
    log.commit("worker", log.read("worker").offset)
    assert log.lag("worker").entries == 0


def test_a_dead_letter_put_back_is_seen_by_its_group_alone(log: Log) -> None:
    for group in ("worker", "other"):
        log.subscribe(group, ["*"])
    log.append([focus(1), focus(2)])
    log.fail("worker", focus(1).uid, "broken", "", poison=True)
    for group in ("worker", "other"):
        log.commit(group, log.head())
    head = log.head()
    log.requeue(log.dead_letters("worker")[0].id)
    assert log.head() > head
    assert log.read("other").entries == ()
    batch = log.read("worker")
    assert [(entry.event, entry.attempts) for entry in batch.entries] == [(focus(1), 0)]
    assert log.dead_letters() == ()
    log.commit("worker", batch.offset)
    assert log.read("worker").entries == ()


def test_a_letter_that_does_not_exist_cannot_be_put_back(log: Log) -> None:
    with pytest.raises(KeyError):
        log.requeue(12_345)


def test_deleting_reaches_the_dead_letters(log: Log) -> None:
    log.subscribe("worker", ["*"])
    log.append([focus(1), invalid(2)])
    log.fail("worker", focus(1).uid, "broken", "", poison=True)
    log.delete([focus(1).uid, invalid(2).uid])
    assert log.dead_letters() == ()


def test_a_closed_log_refuses(open_log: Open) -> None:
    log = open_log()
    log.close()
    with pytest.raises(LogClosedError):
        log.append([focus(1)])
    with pytest.raises(LogClosedError):
        log.read("reader")
    with pytest.raises(LogClosedError):
        log.wait(0, 1)


def test_closing_wakes_who_waits(open_log: Open) -> None:
    log = open_log()
    woken = threading.Event()

    def wait() -> None:
        with pytest.raises(LogClosedError):
            log.wait(log.head(), 200)
        woken.set()

    waiter = threading.Thread(target=wait)
    waiter.start()
    log.close()
    waiter.join(60)
    assert woken.is_set()


def test_many_threads_append_and_nothing_is_lost_or_twice(log: Log) -> None:
    log.subscribe("reader", ["*"])

    def work(name: int) -> None:
        for turn in range(20):
            log.append([focus(f"{name}-{turn}-{n}") for n in range(5)])

    threads = [threading.Thread(target=work, args=(name,)) for name in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = read_all(log, "reader", limit=77)
    assert len(found) == len({event.uid for event in found}) == 800
    for name in range(8):
        mine = [focus(f"{name}-{turn}-{n}").uid for turn in range(20) for n in range(5)]
        wanted = set(mine)
        assert [event.uid for event in found if event.uid in wanted] == mine


def test_two_openings_append_to_one_order(open_log: Open) -> None:
    first, second = open_log(), open_log()
    first.subscribe("reader", ["*"])

    def work(log: Log, name: str) -> None:
        for turn in range(25):
            log.append([focus(f"{name}-{turn}-{n}") for n in range(4)])

    threads = [threading.Thread(target=work, args=pair) for pair in ((first, "a"), (second, "b"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert first.head() == second.head()
    assert len(read_all(second, "reader")) == 200


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
