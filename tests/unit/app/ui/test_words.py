"""Lengths, sizes and times as people write them."""

from datetime import UTC, date, datetime

import pytest
from pytestqt.qtbot import QtBot

from app.ui import words

NOW_US = int(datetime(2026, 11, 20, 16, 42, 17, tzinfo=UTC).timestamp()) * 1_000_000


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.012, "12 ms"),
        (3, "3 s"),
        (59.6, "59.6 s"),
        (61, "1 min"),
        (3599, "1 h"),
        (6000, "1 h 40 min"),
        (3 * 86_400, "3 days"),
        (100 * 86_400, "3 months"),
        (3000 * 86_400, "8 years"),
    ],
)
def test_durations(qtbot: QtBot, seconds: float, text: str) -> None:
    assert words.duration(seconds) == text


def test_sizes_and_numbers() -> None:
    assert words.size(38_200_000_000) == "38.2 GB"
    assert words.number(1_204_113) == "1,204,113"


@pytest.mark.parametrize(
    ("which", "text"),
    [
        (date(2026, 11, 20), "Today"),
        (date(2026, 11, 19), "Yesterday"),
        (date(2026, 11, 17), "Tue 17 Nov"),
        (date(2019, 3, 3), "3 Mar 2019"),
        (date(2026, 11, 21), "Sat 21 Nov"),
    ],
)
def test_days_by_nearness(which: date, text: str) -> None:
    assert words.day(which, date(2026, 11, 20)) == text


def test_moments() -> None:
    assert words.moment(NOW_US - 60_000_000, NOW_US, UTC) == "Today 16:41:17"
    assert words.full_day(date(2026, 11, 20)) == "Fri 20 Nov 2026"
    assert words.clock_time(NOW_US, UTC) == "16:42"


def test_how_long_ago() -> None:
    assert words.ago(NOW_US - 1_000_000, NOW_US) == "just now"
    assert words.ago(NOW_US - 240_000_000, NOW_US) == "4 min ago"
