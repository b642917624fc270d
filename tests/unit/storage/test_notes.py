"""Notes, tags and bookmarks: made as events, found again in the store."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.clock import SystemClock
from storage.notes import MarkKind, kind_of_mark, mark, marks_between, tags_in_use
from storage.sqlite.open import SqliteStorage, open_sqlite
from storage.store import SearchQuery
from storage.topics import WINDOW_FOCUS

NOW_US = 1_795_192_937_000_000


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[SqliteStorage]:
    opened = open_sqlite(tmp_path, clock=SystemClock())
    yield opened
    opened.close()


@pytest.mark.parametrize("kind", list(MarkKind))
def test_what_was_marked_is_in_its_span_and_found_by_its_text(storage: SqliteStorage, kind: MarkKind) -> None:
    made = mark(kind, "ask about lime", (NOW_US - 60_000_000, NOW_US), NOW_US, "desk")
    assert storage.log.append([made]).added == 1
    assert [event.uid for event in marks_between(storage.store, NOW_US - 1, NOW_US)] == [made.uid]
    assert marks_between(storage.store, NOW_US, NOW_US + 1) == []
    assert kind_of_mark(made) is kind
    assert [hit.event.uid for hit in storage.store.search(SearchQuery(words=("lime",))).hits] == [made.uid]


def test_a_bookmark_needs_no_text_but_a_note_and_a_tag_do(storage: SqliteStorage) -> None:
    assert storage.log.append([mark(MarkKind.BOOKMARK, "", (NOW_US, NOW_US), NOW_US, "desk")]).added == 1
    for kind, text in ((MarkKind.NOTE, " \n"), (MarkKind.TAG, " # ")):
        with pytest.raises(ValueError, match="needs a text"):
            mark(kind, text, (NOW_US, NOW_US), NOW_US, "desk")


def test_tags_lose_their_number_sign_and_notes_keep_their_lines() -> None:
    assert mark(MarkKind.TAG, " #quarterly\n review ", (0, 0), NOW_US, "desk").data == {"tag": "quarterly review"}
    assert mark(MarkKind.NOTE, "one\ntwo ", (0, 0), NOW_US, "desk").text == "one\ntwo"


def test_tags_in_use_come_newest_first_and_once_whatever_their_case(storage: SqliteStorage) -> None:
    at = [NOW_US + second * 1_000_000 for second in range(4)]
    made = [mark(MarkKind.TAG, tag, (us, us), us, "desk") for tag, us in zip(("a", "b", "A", "c"), at, strict=True)]
    storage.log.append(made)
    assert tags_in_use(storage.store) == ["c", "A", "b"]
    assert tags_in_use(storage.store, most=1) == ["c"]


def test_other_events_are_no_marks() -> None:
    from storage.events import Event, new_uid

    assert kind_of_mark(Event(new_uid(), WINDOW_FOCUS, "desk", 0, 1, 1, data={"app": "a", "title": "b"})) is None
