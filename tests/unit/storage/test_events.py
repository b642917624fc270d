"""Identity of events and what an event refuses to be."""

import pytest

from storage.events import Event, derived_uid, imported_uid, new_uid


def test_live_uids_are_distinct_and_sort_by_time() -> None:
    uids = [new_uid(1_000_000 * n) for n in range(1, 200)]
    assert uids == sorted(uids)
    assert len({new_uid(5_000_000) for _ in range(500)}) == 500
    assert all((uid[6] >> 4, uid[8] >> 6) == (7, 2) for uid in uids)


def test_importing_or_deriving_the_same_twice_gives_the_same_uid() -> None:
    assert imported_uid("photos", "IMG_1") == imported_uid("photos", "IMG_1")
    assert imported_uid("photos", "IMG_1") != imported_uid("photos", "IMG_2")
    parent = new_uid()
    assert derived_uid("ocr", "1", parent, 0) == derived_uid("ocr", "1", parent, 0)
    assert len({derived_uid("ocr", v, parent, n) for v in "12" for n in range(3)}) == 6


def test_parts_of_a_name_are_kept_apart() -> None:
    assert imported_uid("ab", "c") != imported_uid("a", "bc")


def test_an_event_ends_after_it_starts_and_has_a_whole_uid() -> None:
    with pytest.raises(ValueError, match="ends before"):
        Event(new_uid(), "a.b", "desk", 5, 4, 0)
    with pytest.raises(ValueError, match="16 bytes"):
        Event(b"short", "a.b", "desk", 5, 5, 0)
