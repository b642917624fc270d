"""Extensions, deletions and waiting for what comes."""

import threading

import pytest

from storage.log import EntryKind, Log
from storage.topics import WINDOW_FOCUS
from tests.contract.log.members import Open, focus, read_all


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
