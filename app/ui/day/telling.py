"""Figures as people read them: what stands on the cards, and the columns of hours or days."""

from datetime import date

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from app.day.report import HOURS
from app.ui.day.columns import Column
from app.ui.day.reading import Figures
from app.ui.words import duration, full_day, number

translate = QCoreApplication.translate
_NOTICED_S = 60.0
_MOST_FEET = 10


def figures_of(
    figures: Figures, usual_s: float | None, talks: str = ""
) -> tuple[tuple[str, str], tuple[str, str], tuple[str, str]]:
    """Return figure and remark for active, spoken, typed; `usual_s` is that weekday's mean, `talks` a remark."""
    day, period = figures.day, figures.period
    if day is not None:
        busiest = translate("day", "busiest at {0}:00").format(day.busiest_hour) if day.busiest_hour is not None else ""
        keys = translate("day", "{0} keys").format(number(day.keys))
        return (
            (_length(day.active_s), _usual(day.active_s, usual_s, day.day)),
            (_length(day.spoken_s), talks if day.conversations else ""),
            (keys, busiest),
        )
    if period is None:
        return ("", ""), ("", ""), ("", "")
    told = []
    for seconds in (period.active_s, period.spoken_s):
        used = [each for each in seconds if each > 0]
        mean = translate("day", "{0} a day").format(duration(sum(used) / len(used))) if used else ""
        told.append((_length(sum(seconds)), mean))
    typed = [keys for keys in period.keys if keys > 0]
    mean = translate("day", "{0} a day").format(number(round(sum(typed) / len(typed)))) if typed else ""
    return told[0], told[1], (translate("day", "{0} keys").format(number(sum(typed))), mean)


def columns_of(figures: Figures) -> list[Column]:
    """Return 24 columns for a day, one a day for several."""
    names = [_hour(hour) for hour in range(HOURS)]
    feet = [f"{hour:02}" if hour % 6 == 0 else "" for hour in range(HOURS)]
    if figures.day is None and figures.period is not None:
        days = figures.period.days
        names = [full_day(day) for day in days]
        every = -(-len(days) // _MOST_FEET)
        pattern = "ddd d" if len(days) <= _MOST_FEET else "d"
        feet = [
            QLocale().toString(QDate(day.year, day.month, day.day), pattern) if at % every == 0 else ""
            for at, day in enumerate(days)
        ]
    apps = figures.apps
    return [
        Column(name, foot, tuple((app.name, app.hours[at]) for app in apps if app.hours[at] > 0))
        for at, (name, foot) in enumerate(zip(names, feet, strict=True))
    ]


def _length(seconds: float) -> str:
    """A length of time; nothing at all is no matter of milliseconds."""
    return duration(seconds) if seconds >= 1 else translate("words", "{0} min").format(0)


def _hour(hour: int) -> str:
    return f"{hour:02}:00 – {(hour + 1) % HOURS:02}:00"


def _usual(active_s: float, usual_s: float | None, day: date) -> str:
    if usual_s is None:
        return ""
    weekday = QLocale().dayName(day.isoweekday())
    more = active_s - usual_s
    if abs(more) < _NOTICED_S:
        return translate("day", "as on your usual {0}").format(weekday)
    sign = "+" if more > 0 else "−"
    return translate("day", "{0} on your usual {1}").format(f"{sign}{duration(abs(more))}", weekday)
