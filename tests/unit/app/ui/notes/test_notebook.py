"""The notebook over a real log: what is written, changed, deleted, undone and done again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.timeline.places import named_places
from app.ui.notes.notebook import Notebook
from storage.events import Event
from storage.notes import MarkKind, marks_between
from storage.sqlite.open import SqliteStorage, open_sqlite
from tests.gui.fake_controls import FixedClock
from tests.unit.app.ui.sample_controls import NOW_US

HERE = (NOW_US, NOW_US)


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[SqliteStorage]:
    opened = open_sqlite(tmp_path, clock=FixedClock(NOW_US))
    yield opened
    opened.close()


@pytest.fixture
def notebook(storage: SqliteStorage, qtbot: QtBot) -> Iterator[Notebook]:
    made = Notebook(storage.log, FixedClock(NOW_US), "desk")
    yield made
    made.stop()


def kept(storage: SqliteStorage, notebook: Notebook, qtbot: QtBot) -> list[Event]:
    qtbot.waitUntil(notebook.idle)
    return marks_between(storage.store, NOW_US - 1, NOW_US + 1)


def texts(storage: SqliteStorage, notebook: Notebook, qtbot: QtBot) -> list[str | None]:
    return [event.text for event in kept(storage, notebook, qtbot)]


def test_everything_can_be_undone_and_done_again(storage: SqliteStorage, notebook: Notebook, qtbot: QtBot) -> None:
    made = notebook.add(MarkKind.NOTE, "first", HERE)
    assert texts(storage, notebook, qtbot) == ["first"]
    notebook.edit(made, "second")
    assert texts(storage, notebook, qtbot) == ["second"]
    notebook.remove(kept(storage, notebook, qtbot)[0])
    assert texts(storage, notebook, qtbot) == []
    seen = []
    for step in (notebook.undo, notebook.undo, notebook.undo, notebook.redo, notebook.redo, notebook.redo):
        assert step()
        seen.append(texts(storage, notebook, qtbot))
    assert seen == [["second"], ["first"], [], ["first"], ["second"], []]
    assert notebook.redo() == ""


def test_a_mark_of_an_earlier_session_can_be_changed_and_that_undone(
    storage: SqliteStorage, notebook: Notebook, qtbot: QtBot
) -> None:
    old = notebook.add(MarkKind.TAG, "blue", HERE)
    qtbot.waitUntil(notebook.idle)
    fresh = Notebook(storage.log, FixedClock(NOW_US + 1_000_000), "desk")
    fresh.edit(old, "green")
    assert texts(storage, fresh, qtbot) == ["green"]
    fresh.undo()
    assert texts(storage, fresh, qtbot) == ["blue"]
    assert fresh.undo() == ""
    fresh.stop()


def test_a_new_change_forgets_what_was_undone(storage: SqliteStorage, notebook: Notebook, qtbot: QtBot) -> None:
    notebook.add(MarkKind.BOOKMARK, "", HERE)
    notebook.undo()
    notebook.add(MarkKind.TAG, "later", HERE)
    assert notebook.redo_words == ""
    assert notebook.undo_words == "Tag added"
    assert texts(storage, notebook, qtbot) == ["later"]


def test_what_was_written_last_is_kept_when_the_window_closes(storage: SqliteStorage, qtbot: QtBot) -> None:
    notebook = Notebook(storage.log, FixedClock(NOW_US), "desk")
    for number in range(5):
        notebook.add(MarkKind.NOTE, f"note {number}", HERE)
    notebook.stop()
    assert len(marks_between(storage.store, NOW_US, NOW_US + 1)) == 5


def test_a_log_that_refuses_is_told_of(storage: SqliteStorage, notebook: Notebook, qtbot: QtBot) -> None:
    storage.close()
    with qtbot.waitSignal(notebook.failed) as caught:
        notebook.add(MarkKind.BOOKMARK, "", HERE)
    assert caught.args


def test_naming_a_place_can_be_taken_back(storage: SqliteStorage, notebook: Notebook, qtbot: QtBot) -> None:
    notebook.name_place("Café Linde", (47.37, 8.54))
    qtbot.waitUntil(notebook.idle)
    assert [place.name for place in named_places(storage.store)] == ["Café Linde"]
    assert notebook.undo() == "Place named"
    qtbot.waitUntil(notebook.idle)
    assert named_places(storage.store) == []


def test_another_notebook_undoes_what_this_one_did(storage: SqliteStorage, notebook: Notebook, qtbot: QtBot) -> None:
    made = notebook.add(MarkKind.NOTE, "first", HERE)
    notebook.edit(made, "second")
    notebook.undo()
    notebook.stop()
    other = Notebook(storage.log, FixedClock(NOW_US), "desk")
    other.continue_from(notebook)
    try:
        assert (other.undo_words, other.redo_words) == ("Note added", "Note changed")
        other.redo()
        assert texts(storage, other, qtbot) == ["second"]
        other.undo()
        other.undo()
        assert texts(storage, other, qtbot) == []
    finally:
        other.stop()
