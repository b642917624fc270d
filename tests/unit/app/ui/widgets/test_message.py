"""Empty and error states say what to do."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
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


def test_a_long_text_is_shown_whole(qtbot: QtBot) -> None:
    message = Message(DARK)
    qtbot.addWidget(message)
    message.resize(600, 400)
    message.show()
    text = "Try fewer or shorter words, or take a filter away. " * 4
    message.say("search", "Nothing found", text)
    shown = next(part for part in message.findChildren(QLabel) if part.text() == text)
    assert shown.height() >= shown.heightForWidth(shown.width())
    assert shown.height() > 2 * shown.fontMetrics().height()
