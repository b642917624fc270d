"""An event that is put aside is kept whole."""

from dataclasses import replace

import pytest

from storage.sqlite import letters
from storage.sqlite.open import SqliteStorage
from tests.unit.storage.conftest import MakeEvent


def test_a_rejected_event_comes_back_as_it_was(storage: SqliteStorage, make_event: MakeEvent) -> None:
    plain = make_event(1, data={"x": [1, None, {"y": 0.5}]})
    full = replace(
        make_event(2), text="t", media="cd" * 32, parent=make_event(3).uid, tz_offset_min=-60, uncertainty_us=-5
    )
    for event in (plain, full):
        storage.writer.run(lambda connection, event=event: letters.reject(connection, event, "why", 77))  # type: ignore[misc]
    found = storage.log.dead_letters("schema")
    assert [(letter.cause, letter.at_us, letter.attempts) for letter in found] == [("why", 77, 1)] * 2
    with storage.readers.lend() as connection:
        assert [letters.rejected_event(connection, letter.id) for letter in found] == [plain, full]


def test_rejecting_the_same_again_keeps_one_letter(storage: SqliteStorage, make_event: MakeEvent) -> None:
    for cause in ("first", "second"):
        storage.writer.run(lambda connection, cause=cause: letters.reject(connection, make_event(1), cause, 0))  # type: ignore[misc]
    assert [letter.cause for letter in storage.log.dead_letters()] == ["second"]


def test_a_letter_of_a_deleted_entry_is_a_tombstone(storage: SqliteStorage, make_event: MakeEvent) -> None:
    log = storage.log
    log.subscribe("worker", ["*"])
    log.append([make_event(1)])
    log.commit("worker", 1)
    log.delete([make_event(1).uid])
    log.fail("worker", make_event(1).uid, "could not follow", "", poison=True)
    log.commit("worker", log.head())
    log.requeue(log.dead_letters("worker")[0].id)
    (entry,) = log.read("worker").entries
    assert (entry.kind, entry.event) == ("delete", None)


def test_what_the_log_does_not_know_cannot_fail(storage: SqliteStorage, make_event: MakeEvent) -> None:
    with pytest.raises(KeyError):
        storage.log.fail("worker", make_event("nothing").uid, "", "")
