"""Figures in words, and columns of hours and days."""

from datetime import date, timedelta

from pytestqt.qtbot import QtBot

from app.day.periods import PeriodReport
from app.day.report import AppTime, DayReport
from app.ui.day.reading import Figures
from app.ui.day.telling import columns_of, figures_of

FRIDAY = date(2026, 11, 20)
HOURS = tuple(600.0 if hour == 9 else 0.0 for hour in range(24))
DAY = DayReport(FRIDAY, 600.0, 90.0, 2, 18_420, 9, (AppTime("Code", 600.0, HOURS),), (("Code", "a", 600.0),))
WEEK = tuple(FRIDAY + timedelta(days=n) for n in range(7))
PERIOD = PeriodReport(WEEK, (3600.0, 0, 0, 0, 0, 0, 7200.0), (0,) * 7, (60.0,) * 7, (("Code", (1.0,) * 7),))


def test_a_day_is_told_beside_what_is_usual(qtbot: QtBot) -> None:
    active, _, typed = figures_of(Figures(DAY, None, {}), 300.0)
    assert active == ("10 min", "+5 min on your usual Friday")
    assert typed == ("18,420 keys", "busiest at 9:00")
    assert figures_of(Figures(DAY, None, {}), 1200.0)[0][1] == "−10 min on your usual Friday"
    assert figures_of(Figures(DAY, None, {}), 630.0)[0][1] == "as on your usual Friday"
    assert figures_of(Figures(DAY, None, {}), None)[0][1] == ""


def test_several_days_are_told_by_their_mean_of_those_that_have_any(qtbot: QtBot) -> None:
    active, spoken, _ = figures_of(Figures(None, PERIOD, {}), None)
    assert active == ("3 h", "1 h 30 min a day")
    assert spoken[1] == ""


def test_columns_are_hours_or_days(qtbot: QtBot) -> None:
    hours = columns_of(Figures(DAY, None, {}))
    assert [column.foot for column in hours if column.foot] == ["00", "06", "12", "18"]
    assert hours[9].parts == (("Code", 600.0),)
    assert hours[9].name == "09:00 – 10:00"
    days = columns_of(Figures(None, PERIOD, {}))
    assert len(days) == 7
    assert days[0].foot.startswith("Fri")
