"""Deciding over a window of waiting entries."""

from storage.log import Entry, EntryKind, Pressure
from storage.sqlite.pressure import sort_window

POLICIES = {"drop": Pressure.DROP_OLDEST, "late": Pressure.DEFER, "like": Pressure.COALESCE}


def entries(*topics: str) -> list[Entry]:
    """Entries of topics at offsets 10, 20, …; a topic that begins with "-" is a deletion."""
    return [
        Entry(
            10 * number,
            EntryKind.DELETE if topic.startswith("-") else EntryKind.EVENT,
            bytes([number]) * 16,
            topic.lstrip("-"),
            None,
        )
        for number, topic in enumerate(topics, 1)
    ]


def test_entries_with_few_behind_them_are_not_under_pressure() -> None:
    found = sort_window(entries("drop", "drop", "drop"), 99, 3, 1, 10, POLICIES)
    assert [entry.offset for entry in found.handed] == [30]
    assert [entry.offset for entry in found.passed] == [10, 20]
    assert found.offset == 99


def test_the_offset_stops_at_the_last_entry_that_was_decided() -> None:
    found = sort_window(entries("drop", "plain", "drop", "plain", "drop"), 99, 500, 1, 1, POLICIES)
    assert [entry.offset for entry in found.handed] == [20]
    assert [entry.offset for entry in found.passed] == [10]
    assert found.offset == 20


def test_deletions_are_handed_out_and_the_newest_of_its_kind_is_kept() -> None:
    found = sort_window(entries("like", "-drop", "like", "late"), 99, 500, 1, 10, POLICIES)
    assert [entry.offset for entry in found.handed] == [20, 30]
    assert [(entry.offset, entry.pressure) for entry in found.passed] == [(10, "coalesce"), (40, "defer")]


def test_nothing_waiting_leads_to_the_end() -> None:
    assert sort_window([], 99, 0, 1, 10, POLICIES).offset == 99
