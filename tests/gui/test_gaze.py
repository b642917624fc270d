"""The engine hears what is looked at, while somebody looks."""

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.ui.gaze import Gaze


class Page(QWidget):
    """Shows a span."""

    def visible_span(self) -> tuple[int, int]:
        return 5, 10


def test_what_is_seen_is_said_and_what_is_not_is_not(qtbot: QtBot) -> None:
    page, told = Page(), []
    qtbot.addWidget(page)
    gaze = Gaze(page, page, lambda start_us, end_us: told.append((start_us, end_us)))
    gaze.say()
    assert told == []
    page.show()
    gaze.say()
    assert told == [(5, 10)]
