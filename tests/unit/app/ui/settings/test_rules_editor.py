"""The button that leads to the patterns."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.ui.settings.fields import Kind, SettingField
from app.ui.settings.rules_dialog import RulesDialog
from app.ui.settings.rules_editor import RulesEditor


def test_it_counts_opens_and_passes_on(qtbot: QtBot) -> None:
    field = SettingField(("a", "b"), "Applications", "Never recorded", Kind.RULES, ("keepass*",))
    editor = RulesEditor(field)
    qtbot.addWidget(editor)
    editor.show_rules(("keepass*", "diary"))
    assert "2" in editor.button.text()
    qtbot.mouseClick(editor.button, Qt.MouseButton.LeftButton)
    dialog = editor.findChild(RulesDialog)
    assert dialog is not None
    with qtbot.waitSignal(editor.edited) as told:
        qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    assert told.args == [("keepass*", "diary")]
