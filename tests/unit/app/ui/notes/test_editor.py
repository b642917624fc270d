"""The sheet: what is typed is handed over by Enter, kept from the page's keys, and forgotten by Escape."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.ui.notes.editor import NoteEditor
from storage.notes import MarkKind


@pytest.fixture
def editor(qtbot: QtBot) -> NoteEditor:
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(900, 600)
    made = NoteEditor(page)
    page.show()
    return made


def test_enter_hands_over_what_was_typed_with_its_lines(editor: NoteEditor, qtbot: QtBot) -> None:
    editor.begin(MarkKind.NOTE, "Note", "", QPoint(100, 400), existing=False)
    assert not editor.save.isEnabled()
    QTest.keyClicks(editor.field, "wasd")
    QTest.keyClick(editor.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(editor.field, "more")
    with qtbot.waitSignal(editor.written) as caught:
        QTest.keyClick(editor.field, Qt.Key.Key_Return)
    assert (caught.args or [""])[0].replace("\u2028", "\n") == "wasd\nmore"
    assert not editor.isVisible()


def test_escape_leaves_without_writing(editor: NoteEditor, qtbot: QtBot) -> None:
    editor.begin(MarkKind.NOTE, "Note", "old", QPoint(100, 400), existing=True)
    with qtbot.assertNotEmitted(editor.written), qtbot.waitSignal(editor.left):
        QTest.keyClick(editor.field, Qt.Key.Key_Escape)
    assert not editor.isVisible()


def test_a_tag_in_use_is_taken_with_a_click(editor: NoteEditor, qtbot: QtBot) -> None:
    editor.begin(MarkKind.TAG, "Tag", "", QPoint(100, 400), existing=False)
    editor.offer(["review", "garden"])
    button = next(each for each in editor.findChildren(QPushButton) if each.text() == "garden")
    with qtbot.waitSignal(editor.written) as caught:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert caught.args == ["garden"]


def test_a_bookmark_may_stay_without_a_name_and_only_old_marks_can_be_deleted(editor: NoteEditor) -> None:
    editor.begin(MarkKind.BOOKMARK, "Bookmark", "", QPoint(100, 400), existing=False)
    assert editor.save.isEnabled()
    assert not editor.delete.isVisible()
    editor.begin(MarkKind.BOOKMARK, "Bookmark", "", QPoint(100, 400), existing=True)
    assert editor.delete.isVisible()


def test_it_stays_within_its_page(editor: NoteEditor) -> None:
    for at in (QPoint(-50, 20), QPoint(5_000, 5_000)):
        editor.begin(MarkKind.NOTE, "Note", "", at, existing=False)
        assert editor.page.rect().contains(editor.geometry())
