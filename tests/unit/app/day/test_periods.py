"""Weeks, months and years: which days they have, and their figures from the pyramid beside those from the events."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from app.day.periods import Period, days_of, read_active, read_period, stepped, usual_s, year_of
from app.day.report import read_day
from app.timeline.zone import from_wall
from storage.events import Event, new_uid
from storage.topics import ECHO, VOICE
from tests.data.sample_store import UTC_ZONE, Recorded, opened, recorded_day

MONDAY = date(2026, 11, 16)


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recorded]:
    with recorded_day(tmp_path_factory.mktemp("days"), 2) as recorded:
        yield recorded


def test_a_week_begins_where_the_locale_says_and_a_month_has_all_its_days() -> None:
    assert days_of(Period.WEEK, date(2026, 11, 20))[0] == MONDAY
    assert days_of(Period.WEEK, MONDAY, week_start=6)[0] == date(2026, 11, 15)
    assert len(days_of(Period.MONTH, date(2028, 2, 29))) == 29
    assert days_of(Period.DAY, MONDAY) == (MONDAY,)
    assert len(year_of(MONDAY)) == 365


def test_steps_keep_to_the_month() -> None:
    assert stepped(Period.MONTH, date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert stepped(Period.MONTH, date(2026, 1, 31), -2) == date(2025, 11, 30)
    assert stepped(Period.WEEK, MONDAY, -1) == date(2026, 11, 9)
    assert stepped(Period.DAY, MONDAY, 1) == date(2026, 11, 17)


def test_a_weeks_figures_agree_with_the_days(days: Recorded) -> None:
    store = days.storage.store
    week = read_period(store, days_of(Period.WEEK, MONDAY), UTC_ZONE)
    for at in (0, 1):
        day = read_day(store, MONDAY + timedelta(days=at), UTC_ZONE)
        assert week.active_s[at] == pytest.approx(day.active_s, rel=0.05)
        assert week.spoken_s[at] == pytest.approx(day.spoken_s, rel=0.05)
        longest = day.apps[0]
        by_app = dict(week.apps)
        assert by_app[longest.name][at] == pytest.approx(longest.seconds, rel=0.15)
    assert set(week.active_s[2:]) == {0.0}
    assert week.keys[:2] == tuple(read_day(store, MONDAY + timedelta(days=at), UTC_ZONE).keys for at in (0, 1))
    assert sum(week.keys[2:]) == 0


def test_what_the_loudspeaker_said_is_not_counted_as_spoken(tmp_path: Path) -> None:
    with opened(tmp_path) as recorded:
        start_us, minute_us = from_wall(UTC_ZONE, datetime(2026, 11, 16, 10)), 60_000_000  # noqa: DTZ001 - wall-clock time
        spans = [(VOICE, 0, 5, {"offset_us": 0, "duration_us": 1}), (ECHO, 0, 4, {"of": "00" * 16, "likeness": 0.9})]
        events = [
            Event(
                new_uid(), topic, "desk", start_us + low * minute_us, start_us + high * minute_us, start_us, data=data
            )
            for topic, low, high, data in spans
        ]
        assert recorded.storage.log.append(events).added == 2
        week = read_period(recorded.storage.store, days_of(Period.WEEK, MONDAY), UTC_ZONE)
    assert week.spoken_s[0] == pytest.approx(60, rel=0.05)
    assert set(week.spoken_s[1:]) == {0.0}


def test_a_year_is_dark_but_for_the_days_that_were_recorded(days: Recorded) -> None:
    active = read_active(days.storage.store, year_of(MONDAY), UTC_ZONE)
    assert {day for day, seconds in active.items() if seconds} == {MONDAY, MONDAY + timedelta(days=1)}
    assert 6 * 3600 < active[MONDAY] < 10 * 3600


def test_what_is_usual_needs_two_such_weekdays() -> None:
    active = {MONDAY - timedelta(days=7): 3600.0, MONDAY - timedelta(days=1): 9.0}
    assert usual_s(active, MONDAY) is None
    active[MONDAY - timedelta(days=21)] = 7200.0
    assert usual_s(active, MONDAY) == 5400.0
