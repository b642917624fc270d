"""What is being said stands at the foot of the page, and is gone when nothing is said."""

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.ui.live_text import LiveText


def test_it_shows_the_end_of_what_is_said_and_hides_in_silence(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(400, 300)
    page.show()
    saying = ["we meet again on Thursday afternoon in the large room on the second floor of the building"]
    shown = LiveText(lambda: saying[0], page)
    qtbot.waitUntil(shown.isVisible)
    assert shown.text().startswith("…")
    assert shown.text().endswith("of the building")
    assert shown.geometry().right() < page.width()
    assert shown.geometry().bottom() < page.height()
    page.resize(300, 200)
    qtbot.waitUntil(lambda: shown.geometry().bottom() < page.height() and shown.geometry().right() < page.width())
    saying[0] = ""
    qtbot.waitUntil(lambda: not shown.isVisible())


def test_nobody_is_asked_while_nobody_looks(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    asked = []
    shown = LiveText(lambda: asked.append(1) or "words", page)
    shown.refresh()
    assert asked == []
