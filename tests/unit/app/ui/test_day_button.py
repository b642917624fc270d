"""The button that names the day."""

from datetime import date

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.ui.day_button import DayButton
from app.ui.theme import DARK, LIGHT


def test_it_names_the_day_and_the_calendar_opens_on_it(qtbot: QtBot) -> None:
    button = DayButton(DARK)
    qtbot.addWidget(button)
    button.show_day(date(2026, 11, 20))
    assert button.text() == "Fri 20 Nov 2026"
    menu = button.menu()
    assert menu is not None
    menu.aboutToShow.emit()
    assert button.calendar.selectedDate() == QDate(2026, 11, 20)
    button.set_theme(LIGHT)
    assert button.day == date(2026, 11, 20)


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_weeks_run_as_the_window_does(qtbot: QtBot, direction: Qt.LayoutDirection) -> None:
    around = QWidget()
    qtbot.addWidget(around)
    around.setLayoutDirection(direction)
    button = DayButton(DARK, around)
    menu = button.menu()
    assert menu is not None
    menu.aboutToShow.emit()
    assert button.calendar.layoutDirection() is direction
    assert menu.layoutDirection() is direction


def test_a_chosen_date_is_told(qtbot: QtBot) -> None:
    button = DayButton(DARK)
    qtbot.addWidget(button)
    with qtbot.waitSignal(button.chosen) as told:
        button.calendar.activated.emit(QDate(2024, 2, 29))
    assert told.args == [date(2024, 2, 29)]
