"""The ruler's ticks: from decades to microseconds, in local time, through the nights the clocks change."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.timeline.ruler import STEPS, SUNDAY, clock_label, day_span, span_label, step_for, ticks
from app.timeline.viewport import MAX_SPAN_US, MIN_SPAN_US, Viewport, view_of
from app.timeline.zone import DAY_US, HOUR_US, NamedZone, wall_us

BERLIN = NamedZone(ZoneInfo("Europe/Berlin"))
UTC_ZONE = NamedZone(ZoneInfo("UTC"))


def micros(*parts: int) -> int:
    return int(datetime(*parts, tzinfo=UTC).timestamp()) * 1_000_000


def labels(start_us: int, end_us: int, width_px: int = 1_000) -> list[str]:
    return [tick.label for tick in ticks(view_of(start_us, end_us, width_px), BERLIN)]


@given(
    st.integers(micros(1930, 1, 1), micros(2060, 1, 1)),
    st.floats(0, 1),
    st.integers(300, 3_000),
    st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe"]),
)
@settings(max_examples=200, deadline=None)
def test_ticks_at_any_zoom_are_in_view_in_order_and_never_crowded(
    start_us: int, exponent: float, width_px: int, name: str
) -> None:
    span_us = round(MIN_SPAN_US * (MAX_SPAN_US / 3 / MIN_SPAN_US) ** exponent)
    view = view_of(start_us, start_us + span_us, width_px)
    times = [tick.time_us for tick in ticks(view, NamedZone(ZoneInfo(name)))]
    assert times == sorted(set(times))
    assert all(view.start_us <= time_us < view.end_us for time_us in times)
    assert len(times) <= width_px / 110 * 1.3 + 2
    if width_px > 1_000:
        assert len(times) >= 2


@given(st.integers(micros(1990, 1, 1), micros(2040, 1, 1)))
@settings(deadline=None)
def test_ticks_do_not_move_when_the_view_is_panned(start_us: int) -> None:
    here, there = (Viewport(start_us + shift, 6 * HOUR_US, 1_000) for shift in (0, HOUR_US))
    common = range(there.start_us, here.end_us)
    first, second = ({t.time_us for t in ticks(view, BERLIN) if t.time_us in common} for view in (here, there))
    assert first == second


def test_the_night_in_october_has_one_hour_twice() -> None:
    shown = labels(micros(2026, 10, 24, 23), micros(2026, 10, 25, 4), 700)
    assert shown == ["01:00", "02:00", "02:00", "03:00", "04:00"]


def test_the_night_in_march_lacks_an_hour() -> None:
    shown = labels(micros(2026, 3, 28, 23), micros(2026, 3, 29, 3), 600)
    assert shown == ["Sun 29 Mar", "01:00", "03:00", "04:00"]


def test_steps_of_hours_meet_midnight_again_after_a_change() -> None:
    times = [t.time_us for t in ticks(view_of(micros(2026, 10, 24), micros(2026, 10, 27), 1_400), BERLIN)]
    assert {wall_us(BERLIN, time_us) % (6 * HOUR_US) for time_us in times} == {0}


def test_labels_from_decades_to_microseconds() -> None:
    noon = micros(2026, 11, 21, 11)
    assert labels(micros(1989, 12, 31), micros(2030, 1, 1))[:3] == ["1990", "1995", "2000"]
    assert "2027" in labels(micros(2026, 5, 1), micros(2027, 4, 1))
    assert "Mar" in labels(micros(2026, 2, 10), micros(2026, 9, 1))
    assert labels(noon - 3 * DAY_US, noon + 3 * DAY_US)[0] == "Thu 19 Nov"
    assert labels(noon, noon + 10_000_000)[0] == "12:00:00"
    assert labels(noon, noon + 50_000)[1] == "12:00:00.010"
    assert labels(noon, noon + 1_000)[1] == "12:00:00.000200"


def test_midnight_bears_the_date_and_stands_out() -> None:
    found = ticks(view_of(micros(2026, 11, 20, 20), micros(2026, 11, 21, 2), 800), BERLIN)
    assert [tick.label for tick in found if tick.major] == ["Sat 21 Nov"]


def test_weeks_begin_where_the_owner_says() -> None:
    view = view_of(micros(2026, 10, 1), micros(2026, 11, 25), 900)
    assert all(tick.label.startswith("Mon") for tick in ticks(view, BERLIN))
    assert all(tick.label.startswith("Sun") for tick in ticks(view, BERLIN, week_start=SUNDAY))


def test_the_step_is_the_smallest_that_leaves_room() -> None:
    view = Viewport(0, 100 * 60_000_000, 1_100)
    assert step_for(view).typical_us == 10 * 60_000_000
    assert step_for(Viewport(0, MAX_SPAN_US, 10)) == STEPS[-1]


@pytest.mark.parametrize(
    ("precision_us", "label"),
    [(60_000_000, "10:42"), (1_000_000, "10:42:17"), (1_000, "10:42:17.250"), (1, "10:42:17.250100")],
)
def test_a_clock_is_as_exact_as_is_asked(precision_us: int, label: str) -> None:
    assert clock_label(UTC_ZONE, micros(2026, 11, 21, 10, 42, 17) + 250_100, precision_us) == label


def test_a_day_has_23_24_or_25_hours() -> None:
    for day, hours in (((2026, 3, 29, 12), 23), ((2026, 10, 25, 12), 25), ((2026, 11, 21, 12), 24)):
        start_us, end_us = day_span(BERLIN, micros(*day))
        assert end_us - start_us == hours * HOUR_US


@pytest.mark.parametrize(
    ("span_us", "words"),
    [
        (1_000, "1 ms"),
        (250_000, "250 ms"),
        (12_500_000, "12.5 s"),
        (95_000_000, "1 min 35 s"),
        (6_000_000_000, "1 h 40 min"),
        (HOUR_US, "1 h"),
        (3 * DAY_US, "3 days"),
        (200 * DAY_US, "7 months"),
        (11_000 * DAY_US, "30 years"),
    ],
)
def test_a_length_of_time_in_words(span_us: int, words: str) -> None:
    assert span_label(span_us) == words
