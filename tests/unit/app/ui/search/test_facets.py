"""Facets narrow the query when clicked."""

from datetime import date

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.ui.search.day_bars import DayBars
from app.ui.search.facets import Facets
from app.ui.theme import DARK, LIGHT

FACETS = {
    "kind": {"screen": 41, "speech": 12},
    "app": {"Firefox": 22, "Visual Studio Code": 14, "": 3},
    "day": {"2026-11-18": 3, "2026-11-20": 9},
}


def _facets(qtbot: QtBot) -> Facets:
    made = Facets(DARK)
    qtbot.addWidget(made)
    made.resize(260, 800)
    made.show_facets("launch", FACETS)
    made.show()
    return made


def test_most_frequent_first_and_nameless_left_out(qtbot: QtBot) -> None:
    names = [row.text() for row in _facets(qtbot).rows]
    assert names == ["Seen on screen", "Heard", "Firefox", "Visual Studio Code"]


def test_a_click_narrows(qtbot: QtBot) -> None:
    facets = _facets(qtbot)
    with qtbot.waitSignal(facets.narrowed) as told:
        qtbot.mouseClick(facets.rows[3], Qt.MouseButton.LeftButton)
    assert told.args == ['launch app:"Visual Studio Code"']


def test_a_day_narrows_and_widens(qtbot: QtBot) -> None:
    facets = _facets(qtbot)
    with qtbot.waitSignal(facets.narrowed) as told:
        facets.findChild(DayBars).chosen.emit(date(2026, 11, 18))
    assert told.args == ["launch on:2026-11-18"]
    facets.show_facets(told.args[0], FACETS)
    qtbot.waitUntil(lambda: any(bars.isVisible() for bars in facets.findChildren(DayBars)))
    with qtbot.waitSignal(facets.narrowed) as told:
        next(bars for bars in facets.findChildren(DayBars) if bars.isVisible()).chosen.emit(date(2026, 11, 18))
    assert told.args == ["launch"]


def test_it_can_be_drawn_in_another_theme(qtbot: QtBot) -> None:
    facets = _facets(qtbot)
    before = facets.grab().toImage()
    facets.set_theme(LIGHT)
    assert facets.grab().toImage() != before
