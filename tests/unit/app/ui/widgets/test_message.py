"""Empty and error states say what to do."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.ui.theme import DARK
from app.ui.widgets.message import Message


def test_headline_text_and_button(qtbot: QtBot) -> None:
    message = Message(DARK)
    qtbot.addWidget(message)
    message.resize(600, 400)
    message.show()
    message.say("trouble", "The search failed", "The disk is gone.", "Try again")
    assert message.accessibleName() == "The search failed. The disk is gone."
    button = message.findChild(QPushButton)
    with qtbot.waitSignal(message.acted):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    message.say("search", "Nothing found")
    assert button.isHidden()
