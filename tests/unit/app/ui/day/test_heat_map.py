"""The year: every day has its own square, darker with less, reached by pointer and keys in either direction."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.ui.day.heat_map import HeatMap
from app.ui.theme import DARK

FIRST = date(2026, 1, 1)
ACTIVE = {FIRST + timedelta(days=n): (n % 9) * 3600.0 for n in range(365)}
DAY = date(2026, 11, 20)


@pytest.fixture
def year(qtbot: QtBot) -> HeatMap:
    made = HeatMap(DARK)
    qtbot.addWidget(made)
    made.resize(800, 160)
    made.show_year(ACTIVE, DAY, 0)
    made.show()
    return made


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_a_click_tells_the_day(year: HeatMap, qtbot: QtBot, direction: Qt.LayoutDirection) -> None:
    year.setLayoutDirection(direction)
    for day in (FIRST, date(2026, 6, 17), date(2026, 12, 31)):
        with qtbot.waitSignal(year.chosen) as caught:
            QTest.mouseClick(year, Qt.MouseButton.LeftButton, pos=year.place_of(day).toPoint())
        assert caught.args == [day]


def test_the_frame_of_a_day_in_the_first_row_is_whole(year: HeatMap) -> None:
    sunday, monday = date(2026, 11, 15), date(2026, 11, 16)
    year.show_year(ACTIVE, sunday, 6)
    framed = year.grab().toImage()
    top = year.place_of(sunday).toPoint()
    above = [framed.pixelColor(top.x(), y) for y in range(top.y())]
    year.show_year(ACTIVE, monday, 6)
    plain = year.grab().toImage()
    assert above != [plain.pixelColor(top.x(), y) for y in range(top.y())]


def test_much_is_brighter_than_nothing(year: HeatMap) -> None:
    image = year.grab().toImage()
    much, nothing = (next(day for day, seconds in ACTIVE.items() if seconds == wanted) for wanted in (8 * 3600.0, 0.0))
    bright, dark = (image.pixelColor(year.place_of(day).toPoint()) for day in (much, nothing))
    assert bright.lightness() > dark.lightness() + 40


def test_keys_go_by_days_and_weeks_but_not_out_of_the_year(year: HeatMap, qtbot: QtBot) -> None:
    with qtbot.waitSignal(year.chosen) as caught:
        QTest.keyClick(year, Qt.Key.Key_Left)
    assert caught.args == [DAY - timedelta(days=7)]
    year.show_year(ACTIVE, FIRST, 0)
    with qtbot.assertNotEmitted(year.chosen):
        QTest.keyClick(year, Qt.Key.Key_Up)


def test_it_is_described_in_words(year: HeatMap) -> None:
    assert year.accessibleName() == "The year 2026"
    assert year.accessibleDescription().startswith("324 day")
