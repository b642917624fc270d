"""Wall-clock time through the zone's changes."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.timeline.zone import HOUR_US, NamedZone, SystemZone, from_wall, utc_us, wall_datetime, wall_us

BERLIN = NamedZone(ZoneInfo("Europe/Berlin"))
SAO_PAULO = NamedZone(ZoneInfo("America/Sao_Paulo"))


def micros(*parts: int) -> int:
    return int(datetime(*parts, tzinfo=UTC).timestamp()) * 1_000_000


@given(st.integers(micros(1975, 1, 1), micros(2035, 1, 1)))
def test_every_moment_comes_back_from_the_wall_or_is_the_hour_shown_twice(time_us: int) -> None:
    back = utc_us(BERLIN, wall_us(BERLIN, time_us))
    assert back in (time_us, time_us - HOUR_US)
    assert wall_us(BERLIN, back) == wall_us(BERLIN, time_us)


def test_the_hour_that_is_shown_twice_means_its_first() -> None:
    assert from_wall(BERLIN, datetime.fromisoformat("2026-10-25 02:30")) == micros(2026, 10, 25, 0, 30)


def test_a_midnight_that_never_was_is_the_moment_of_the_change() -> None:
    never = from_wall(SAO_PAULO, datetime.fromisoformat("2017-10-15 00:00"))
    assert never == micros(2017, 10, 15, 3, 0)
    assert wall_datetime(SAO_PAULO, never) == datetime.fromisoformat("2017-10-15 01:00")


def test_the_system_zone_follows_the_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    try:
        assert SystemZone().offset_us(micros(2026, 1, 10)) == -5 * HOUR_US
        assert SystemZone().offset_us(micros(2026, 7, 10)) == -4 * HOUR_US
    finally:
        monkeypatch.undo()
        time.tzset()
