"""The dialog for patterns keeps them clean."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.ui.settings.rules_dialog import RulesDialog


def _dialog(qtbot: QtBot, rules: tuple[str, ...] = ("keepass*", "diary")) -> RulesDialog:
    dialog = RulesDialog("Applications", "Never recorded", rules, ("keepass*", "bitwarden*"), lambda: ["Firefox"])
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_doubles_and_empty_lines_are_left_out(qtbot: QtBot) -> None:
    dialog = _dialog(qtbot)
    for text in ("diary", "  ", "notes*"):
        dialog.line.setText(text)
        qtbot.keyClick(dialog.line, Qt.Key.Key_Return)
    assert dialog.rules() == ("keepass*", "diary", "notes*")


def test_delete_removes_what_is_chosen(qtbot: QtBot) -> None:
    dialog = _dialog(qtbot)
    dialog.list.setCurrentRow(1)
    dialog.activateWindow()
    dialog.list.setFocus()
    qtbot.waitUntil(dialog.list.hasFocus)
    qtbot.keyClick(dialog.list, Qt.Key.Key_Delete)
    assert dialog.rules() == ("keepass*",)


def test_restoring_adds_the_defaults_and_keeps_the_owners(qtbot: QtBot) -> None:
    dialog = _dialog(qtbot)
    qtbot.mouseClick(dialog.defaults_button, Qt.MouseButton.LeftButton)
    assert dialog.rules() == ("keepass*", "bitwarden*", "diary")
    assert not dialog.defaults_button.isEnabled()


def test_save_tells_and_takes_what_still_stands_in_the_line(qtbot: QtBot) -> None:
    dialog = _dialog(qtbot)
    dialog.line.setText("notes*")
    with qtbot.waitSignal(dialog.finished_with) as told:
        qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    assert told.args == [("keepass*", "diary", "notes*")]


def test_cancel_tells_nothing(qtbot: QtBot) -> None:
    dialog = _dialog(qtbot)
    with qtbot.assertNotEmitted(dialog.finished_with):
        qtbot.mouseClick(dialog.cancel_button, Qt.MouseButton.LeftButton)
