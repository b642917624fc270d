"""Bars over days."""

from datetime import date

from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from app.ui.search.day_bars import DayBars
from app.ui.theme import DARK


def _bars(qtbot: QtBot, counts: dict[date, int]) -> DayBars:
    bars = DayBars(counts, DARK)
    qtbot.addWidget(bars)
    bars.resize(210, 66)
    bars.show()
    return bars


def test_a_click_chooses_the_day_under_it(qtbot: QtBot) -> None:
    bars = _bars(qtbot, {date(2026, 11, 14): 2, date(2026, 11, 20): 9})
    with qtbot.waitSignal(bars.chosen) as told:
        qtbot.mouseClick(bars, Qt.MouseButton.LeftButton, pos=QPoint(5, 30))
    assert told.args == [date(2026, 11, 14)]
    with qtbot.waitSignal(bars.chosen) as told:
        qtbot.mouseClick(bars, Qt.MouseButton.LeftButton, pos=QPoint(205, 30))
    assert told.args == [date(2026, 11, 20)]


def test_keys_choose_too(qtbot: QtBot) -> None:
    bars = _bars(qtbot, {date(2026, 11, 14): 2, date(2026, 11, 20): 9})
    qtbot.keyClick(bars, Qt.Key.Key_Left)
    with qtbot.waitSignal(bars.chosen) as told:
        qtbot.keyClick(bars, Qt.Key.Key_Return)
    assert told.args == [date(2026, 11, 19)]


def test_years_are_gathered_into_few_bars(qtbot: QtBot) -> None:
    bars = _bars(qtbot, {date(2020, 1, 1): 1, date(2026, 11, 20): 5})
    bars.grab()
    with qtbot.waitSignal(bars.chosen) as told:
        qtbot.mouseClick(bars, Qt.MouseButton.LeftButton, pos=QPoint(1, 30))
    assert told.args == [date(2020, 1, 1)]


def test_one_day_stands_at_the_end_of_a_week(qtbot: QtBot) -> None:
    bars = _bars(qtbot, {date(2026, 11, 20): 5})
    assert "Sat 14 Nov 2026" in bars.accessibleName()
    assert bars.grab().toImage().pixelColor(187, 30).name() != bars.grab().toImage().pixelColor(5, 30).name()
