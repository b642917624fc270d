"""What does not fit or fails again and again is put aside with its cause, and comes back when asked for."""

import pytest

from storage.events import Event, imported_uid
from storage.log import Log, LogError
from storage.topics import WINDOW_FOCUS
from tests.contract.log.members import StandingClock, focus, invalid


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


def test_a_failed_entry_comes_again_later_and_does_not_hold_up_the_others(log: Log, clock: StandingClock) -> None:
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


def test_each_retry_waits_longer_than_the_one_before(log: Log, clock: StandingClock) -> None:
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


def test_the_third_failure_is_the_last(log: Log, clock: StandingClock) -> None:
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
