import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.ui.query.editor import SqlEditor
from app.ui.theme import DARK
from storage.sql.engine import Catalog, Column, QueryError, Table


@pytest.fixture
def editor(frame: QWidget) -> SqlEditor:
    made = SqlEditor(DARK, frame)
    made.show_catalogs([Catalog("live", "recordings", (Table("visits", (Column("url", "VARCHAR"),)),))])
    made.show()
    return made


def test_names_of_sources_are_offered_and_taken_with_tab(editor: SqlEditor, qtbot: QtBot) -> None:
    qtbot.keyClicks(editor, "FROM live.vi")
    assert editor.offers
    qtbot.keyClick(editor, Qt.Key.Key_Tab)
    assert editor.toPlainText() == "FROM live.visits"


def test_shift_tab_leaves_the_editor_and_tab_stays_in_the_text(editor: SqlEditor, frame: QWidget, qtbot: QtBot) -> None:
    before = QLineEdit(frame)
    QWidget.setTabOrder(before, editor)
    frame.show()
    before.show()
    editor.setFocus()
    qtbot.waitUntil(editor.hasFocus)
    qtbot.keyClick(editor, Qt.Key.Key_Tab)
    assert editor.toPlainText() == "\t"
    qtbot.keyClick(editor, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert before.hasFocus()


def test_one_letter_offers_nothing_until_it_is_asked(editor: SqlEditor, qtbot: QtBot) -> None:
    qtbot.keyClicks(editor, "u")
    assert not editor.offers
    qtbot.keyClick(editor, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    assert editor.offers


def test_an_error_is_underlined_at_its_place_and_goes_again(editor: SqlEditor) -> None:
    editor.setPlainText("SELECT 1\nFROM nowhere")
    editor.underline(QueryError("no such table", 2, 6, 7))
    assert [mark.cursor.selectedText() for mark in editor.extraSelections()] == ["nowhere"]
    editor.underline(QueryError("beyond the end", 9, 1))
    assert editor.extraSelections() == []
    editor.underline(None)
    assert editor.extraSelections() == []


def test_control_return_asks_and_a_replacement_can_be_undone(editor: SqlEditor, qtbot: QtBot) -> None:
    editor.setPlainText("select 1")
    with qtbot.waitSignal(editor.runWanted):
        qtbot.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    editor.replace_all("SELECT\n  1")
    editor.undo()
    assert editor.toPlainText() == "select 1"
