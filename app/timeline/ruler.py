"""Ticks of the time ruler from decades to milliseconds, in local time with the zone's changes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from functools import lru_cache

from app.timeline.viewport import Viewport
from app.timeline.zone import (
    DAY_US,
    HOUR_US,
    MINUTE_US,
    SECOND_US,
    Zone,
    from_wall,
    on_wall,
    utc_us,
    wall_datetime,
    wall_us,
)

MONDAY, SUNDAY = 0, 6


class Unit(Enum):
    """What a step of the ruler counts."""

    MICROS = "micros"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


@dataclass(frozen=True, slots=True)
class Step:
    """Distance between ticks: `count` units (microseconds for MICROS)."""

    unit: Unit
    count: int

    @property
    def typical_us(self) -> int:
        """Usual length, to choose by."""
        days = {Unit.DAYS: 1, Unit.WEEKS: 7, Unit.MONTHS: 30, Unit.YEARS: 365}
        return self.count * (1 if self.unit is Unit.MICROS else days[self.unit] * DAY_US)


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the ruler: its time, its label, and whether a larger unit begins there (a day, a year)."""

    time_us: int
    label: str
    major: bool


def _micros(unit_us: int, *counts: int) -> list[Step]:
    return [Step(Unit.MICROS, count * unit_us) for count in counts]


STEPS: tuple[Step, ...] = (
    *_micros(1, 10, 20, 50, 100, 200, 500),
    *_micros(1_000, 1, 2, 5, 10, 20, 50, 100, 200, 500),
    *_micros(SECOND_US, 1, 2, 5, 10, 15, 30),
    *_micros(MINUTE_US, 1, 2, 5, 10, 15, 30),
    *_micros(HOUR_US, 1, 2, 3, 6, 12),
    Step(Unit.DAYS, 1),
    Step(Unit.DAYS, 2),
    Step(Unit.WEEKS, 1),
    Step(Unit.MONTHS, 1),
    Step(Unit.MONTHS, 3),
    *(Step(Unit.YEARS, count) for count in (1, 2, 5, 10, 20, 50)),
)

_SPACING_PX = 110


def step_for(viewport: Viewport, spacing_px: int = _SPACING_PX) -> Step:
    """Return the smallest step whose ticks stand at least `spacing_px` apart."""
    wanted_us = viewport.us_per_px * spacing_px
    return next((step for step in STEPS if step.typical_us >= wanted_us), STEPS[-1])


def ticks(viewport: Viewport, zone: Zone, *, spacing_px: int = _SPACING_PX, week_start: int = MONDAY) -> list[Tick]:
    """Return the ticks in view, in order of time; `week_start` is the weekday (0 = Monday) that weeks begin on."""
    step = step_for(viewport, spacing_px)
    times = _clock_times(viewport, zone, step) if step.unit is Unit.MICROS else _days(viewport, zone, step, week_start)
    return [_tick(time_us, wall_us(zone, time_us), step) for time_us in times]


def _clock_times(viewport: Viewport, zone: Zone, step: Step) -> Iterator[int]:
    """Steps within a day: evenly in real time, aligned anew to the wall clock after the zone changed."""
    time_us = _aligned(viewport.start_us, zone, step.count)
    while time_us < viewport.end_us:
        yield time_us
        time_us = _aligned(time_us + step.count, zone, step.count)


def _aligned(time_us: int, zone: Zone, step_us: int) -> int:
    """The first time from `time_us` on at which the wall clock shows a multiple of the step since midnight."""
    ahead = -(wall_us(zone, time_us) % DAY_US) % step_us
    while ahead:
        time_us += ahead
        ahead = -(wall_us(zone, time_us) % DAY_US) % step_us
    return time_us


def _days(viewport: Viewport, zone: Zone, step: Step, week_start: int) -> Iterator[int]:
    day = _floor_day(wall_datetime(zone, viewport.start_us).date(), step, week_start)
    while (time_us := _midnight(zone, day)) < viewport.end_us:
        if time_us >= viewport.start_us:
            yield time_us
        day = _next_day(day, step)


def _midnight(zone: Zone, day: date) -> int:
    return utc_us(zone, (day - date(1970, 1, 1)).days * DAY_US)


def _floor_day(day: date, step: Step, week_start: int) -> date:
    if step.unit is Unit.WEEKS:
        return day - timedelta(days=(day.weekday() - week_start) % 7)
    if step.unit is Unit.MONTHS:
        return date(day.year, (day.month - 1) // step.count * step.count + 1, 1)
    if step.unit is Unit.YEARS:
        return date(max(1, day.year // step.count * step.count), 1, 1)
    return day if step.count == 1 or day.day % step.count == 1 else day - timedelta(days=1)


def _next_day(day: date, step: Step) -> date:
    if step.unit is Unit.WEEKS:
        return day + timedelta(days=7)
    if step.unit is Unit.MONTHS:
        months = day.year * 12 + day.month - 1 + step.count
        return date(months // 12, months % 12 + 1, 1)
    if step.unit is Unit.YEARS:
        return date(day.year + step.count, 1, 1)
    following = day + timedelta(days=step.count)
    if step.count == 1 or (following.month == day.month and following.day < 31):
        return following
    return _next_day(day.replace(day=1), Step(Unit.MONTHS, 1))


@lru_cache(maxsize=1_024)
def _tick(time_us: int, shown_us: int, step: Step) -> Tick:
    """A tick and what the wall clock shows then; kept, as a moving view has most of them again."""
    wall = on_wall(shown_us)
    if step.unit is Unit.YEARS:
        return Tick(time_us, str(wall.year), wall.year % 10 == 0 and step.count < 10)
    if step.unit is Unit.MONTHS:
        return Tick(time_us, str(wall.year) if wall.month == 1 else f"{wall:%b}", wall.month == 1)
    if step.unit in (Unit.DAYS, Unit.WEEKS):
        return Tick(time_us, f"{wall:%a} {wall.day} {wall:%b}", wall.day == 1)
    if shown_us % DAY_US == 0:
        return Tick(time_us, f"{wall:%a} {wall.day} {wall:%b}", major=True)
    return Tick(time_us, _clock_label(wall, step.count), major=False)


def clock_label(zone: Zone, time_us: int, precision_us: int) -> str:
    """Return the wall clock as exactly as a precision asks: 10:42, 10:42:17, 10:42:17.250 or 10:42:17.250100."""
    return _clock_label(wall_datetime(zone, time_us), precision_us)


def _clock_label(wall: datetime, precision_us: int) -> str:
    if precision_us >= MINUTE_US:
        return f"{wall:%H:%M}"
    if precision_us >= SECOND_US:
        return f"{wall:%H:%M:%S}"
    fraction = f"{wall.microsecond:06d}"
    return f"{wall:%H:%M:%S}.{fraction[:3] if precision_us >= 1_000 else fraction}"


def day_span(zone: Zone, time_us: int) -> tuple[int, int]:
    """Return start and end of the local day that a time lies in (23 to 25 hours)."""
    midnight = wall_datetime(zone, time_us).replace(hour=0, minute=0, second=0, microsecond=0)
    return from_wall(zone, midnight), from_wall(zone, midnight + timedelta(days=1))


def span_label(span_us: int) -> str:
    """Return a length of time in words as short as can be: "1 h 40 min", "3 days", "250 ms"."""
    if span_us < SECOND_US:
        return f"{span_us / 1_000:g} ms" if span_us % 1_000 == 0 or span_us < 10_000 else f"{span_us // 1_000} ms"
    if span_us < MINUTE_US:
        return f"{span_us / SECOND_US:.3g} s"
    if span_us < HOUR_US:
        return _two(span_us, MINUTE_US, "min", SECOND_US, "s")
    if span_us < 2 * DAY_US:
        return _two(span_us, HOUR_US, "h", MINUTE_US, "min")
    if span_us < 120 * DAY_US:
        return f"{round(span_us / DAY_US)} days"
    if span_us < 730 * DAY_US:
        return f"{round(span_us / DAY_US / 30.44)} months"
    return f"{round(span_us / DAY_US / 365.25)} years"


def _two(span_us: int, large_us: int, large: str, small_us: int, small: str) -> str:
    whole, rest = divmod(round(span_us / small_us), large_us // small_us)
    return f"{whole} {large} {rest} {small}" if rest else f"{whole} {large}"
