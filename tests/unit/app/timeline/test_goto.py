"""What people type to go somewhere in time."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.timeline.goto import destination
from app.timeline.zone import DAY_US, HOUR_US, MINUTE_US

NOW = datetime.fromisoformat("2026-11-20 16:42:17")


@pytest.mark.parametrize(
    ("text", "wall", "span_us"),
    [
        ("10:42", "2026-11-20 10:42", HOUR_US),
        ("10:42:17", "2026-11-20 10:42:17", 10 * MINUTE_US),
        ("10:42:17.25", "2026-11-20 10:42:17.250000", 10 * MINUTE_US),
        ("Yesterday 9:00", "2026-11-19 09:00", HOUR_US),
        ("today", "2026-11-20", DAY_US),
        ("2026-03-29", "2026-03-29", DAY_US),
        ("2026-03-29T02:30", "2026-03-29 02:30", HOUR_US),
        ("29.3.2026 2:30", "2026-03-29 02:30", HOUR_US),
        ("20 Nov 2025", "2025-11-20", DAY_US),
        ("1. march", "2026-03-01", DAY_US),
        ("march 1, 2024", "2024-03-01", DAY_US),
        ("Nov 2024", "2024-11-01", 31 * DAY_US),
        ("2024-11", "2024-11-01", 31 * DAY_US),
        ("1999", "1999-01-01", 366 * DAY_US),
        ("now", "2026-11-20 16:42:17", HOUR_US),
        ("2 h ago", "2026-11-20 14:42:17", HOUR_US),
        ("3 days ago", "2026-11-17 16:42:17", DAY_US),
        ("20 min ago", "2026-11-20 16:22:17", 10 * MINUTE_US),
    ],
)
def test_a_text_points_to_a_moment(text: str, wall: str, span_us: int) -> None:
    found = destination(text, NOW)
    assert found is not None
    assert (found.wall, found.span_us) == (datetime.fromisoformat(wall), span_us)


GERMAN = {"gestern": "yesterday", "märz": "mar", "vor": "ago", "her": "ago", "std": "h", "tage": "days", "dez": "dec"}


@pytest.mark.parametrize(
    ("text", "wall", "span_us"),
    [
        ("Gestern 9:00", "2026-11-19 09:00", HOUR_US),
        ("1. März 2024", "2024-03-01", DAY_US),
        ("24. Dez. 2025 18:30", "2025-12-24 18:30", HOUR_US),
        ("vor 2 Std.", "2026-11-20 14:42:17", HOUR_US),
        ("3 Tage her", "2026-11-17 16:42:17", DAY_US),
        ("yesterday", "2026-11-19", DAY_US),
    ],
)
def test_words_of_another_language_are_understood_beside_english(text: str, wall: str, span_us: int) -> None:
    found = destination(text, NOW, GERMAN)
    assert found is not None
    assert (found.wall, found.span_us) == (datetime.fromisoformat(wall), span_us)


@pytest.mark.parametrize(
    "text", ["", "soon", "2 h", "31 Feb 2026", "25:00", "10:61", "2026-13-01", "Nov 2024 10:00", "5 foo"]
)
def test_what_is_no_moment_is_none_or_today(text: str) -> None:
    found = destination(text, NOW)
    assert found is None or text == ""


@given(st.text(max_size=30))
def test_nothing_that_is_typed_breaks_it(text: str) -> None:
    destination(text, NOW)
