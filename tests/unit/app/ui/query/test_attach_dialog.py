from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.ui.query.attach_dialog import AttachDialog


def test_what_was_typed_is_answered_without_blanks(frame: QWidget) -> None:
    dialog = AttachDialog(frame)
    dialog.name.setText(" memos ")
    dialog.address.setText(" memos:/home/me/memos_prod.db ")
    assert dialog.answer == ("memos", "memos:/home/me/memos_prod.db")
    dialog._chosen("")
    assert dialog.answer[1] == "memos:/home/me/memos_prod.db", "a file dialog that was closed changes nothing"
    dialog._chosen("/data/files")
    assert dialog.answer[1] == "/data/files"


def test_it_stays_with_what_was_typed_until_the_source_is_taken(frame: QWidget, qtbot: QtBot) -> None:
    dialog = AttachDialog(frame)
    dialog.open()
    wanted: list[tuple[str, str]] = []
    dialog.wanted.connect(lambda *said: wanted.append(said))
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    assert wanted == [], "there is nothing to attach yet"
    dialog.name.setText("shop")
    dialog.address.setText("/nowhere.db")
    qtbot.keyClick(dialog.address, Qt.Key.Key_Return)
    assert wanted == [("shop", "/nowhere.db")]
    assert not dialog.attach_button.isEnabled(), "asked once"
    dialog.refuse("There is no such file.")
    assert dialog.isVisible()
    assert dialog.problem.isVisible()
    assert dialog.answer == ("shop", "/nowhere.db")
    qtbot.keyClick(dialog.address, Qt.Key.Key_Return)
    assert len(wanted) == 2
    assert not dialog.problem.isVisible()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
