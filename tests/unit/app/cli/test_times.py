from datetime import datetime, timedelta, timezone

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st

from app.cli.times import format_us, iso_us, parse_length_s, parse_time_us

NOW = datetime(2026, 11, 21, 15, 30, tzinfo=timezone(timedelta(hours=1)))


@pytest.mark.parametrize(
    ("text", "seconds"), [("90s", 90), ("10m", 600), ("1h30m", 5400), ("2d", 172_800), ("1w", 604_800)]
)
def test_lengths(text: str, seconds: float) -> None:
    assert parse_length_s(text) == seconds


@pytest.mark.parametrize("text", ["", "ten", "10", "10x", "m10", "-5m"])
def test_what_is_no_length_is_refused_with_examples(text: str) -> None:
    with pytest.raises(typer.BadParameter, match="10m"):
        parse_length_s(text)


def test_times_are_local() -> None:
    midnight = int(datetime(2026, 11, 21, tzinfo=NOW.tzinfo).timestamp()) * 1_000_000
    assert parse_time_us("today", NOW) == midnight
    assert parse_time_us("yesterday", NOW) == midnight - 86_400_000_000
    assert parse_time_us("14:30", NOW) == midnight + (14 * 60 + 30) * 60_000_000
    assert parse_time_us("2026-11-21T14:30:00.000001+01:00") == midnight + (14 * 60 + 30) * 60_000_000 + 1


def test_what_is_no_time_is_refused() -> None:
    with pytest.raises(typer.BadParameter, match="not a time"):
        parse_time_us("next tuesday")


@given(st.integers(min_value=0, max_value=4_102_444_800_000_000))
def test_machine_times_are_exact(time_us: int) -> None:
    assert parse_time_us(iso_us(time_us)) == time_us


def test_shown_times_carry_their_offset() -> None:
    assert format_us(1_700_000_000_000_000)[-6] in "+-"
