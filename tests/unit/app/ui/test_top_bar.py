"""The bar above the pages."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget
from pytestqt.qtbot import QtBot

from app.controls import RecorderState
from app.ui.recorder import RecorderView
from app.ui.theme import DARK
from app.ui.top_bar import TopBar


def _bar(qtbot: QtBot) -> tuple[QWidget, TopBar]:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.resize(1400, 60)
    bar = TopBar(DARK, QMenu(parent), parent)
    bar.resize(1400, 52)
    bar.day.show_day(date(2026, 11, 20))
    parent.show()
    return parent, bar


def test_a_day_back_and_forth(qtbot: QtBot) -> None:
    parent, bar = _bar(qtbot)
    for button, day in ((bar.previous, date(2026, 11, 19)), (bar.next, date(2026, 11, 21))):
        with qtbot.waitSignal(bar.dayChosen) as told:
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert told.args == [day]
    with qtbot.waitSignal(bar.todayChosen):
        qtbot.mouseClick(bar.today, Qt.MouseButton.LeftButton)
    parent.close()


def test_the_end_of_the_calendar_is_no_trap(qtbot: QtBot) -> None:
    parent, bar = _bar(qtbot)
    bar.day.show_day(date.max)
    with qtbot.assertNotEmitted(bar.dayChosen):
        qtbot.mouseClick(bar.next, Qt.MouseButton.LeftButton)
    parent.close()


def test_span_and_recorder(qtbot: QtBot) -> None:
    parent, bar = _bar(qtbot)
    bar.show_span(6_000_000_000)
    assert bar.span.text() == "1 h 40 min in view"
    bar.show_span(None)
    assert bar.span.isHidden()
    bar.show_recorder(RecorderView(RecorderState.PAUSED, headline="Paused", trouble=("Screen",)))
    assert bar.pill.text().strip() == "Paused"
    assert bar.pill.property("state") == "paused"
    assert bar.pill.toolTip() == "Screen"
    parent.close()


def test_arrows_point_away_from_the_day_in_every_direction_of_writing(qtbot: QtBot) -> None:
    parent, bar = _bar(qtbot)
    before, after = (button.icon().pixmap(14).toImage() for button in (bar.previous, bar.next))
    assert before != after
    parent.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert bar.previous.icon().pixmap(14).toImage() == after
    assert bar.next.icon().pixmap(14).toImage() == before
    parent.close()
