"""What was appended is read in order, by groups at their own pace, and lag is known."""

import pytest

from storage.events import imported_uid
from storage.log import Commit, Log
from storage.topics import COVERAGE, INPUT_ACTIVITY, INPUT_IDLE, WINDOW_FOCUS
from tests.contract.log.members import Open, focus, read_all, typed


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
