from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from storage.search.dates import parse_span

BERLIN = ZoneInfo("Europe/Berlin")
NOW_US = 1_793_538_000_000_000  # 2026-11-01 13:00 UTC, 14:00 in Berlin, a week after its clocks went back


def span(text: str) -> tuple[str, str]:
    return tuple(  # type: ignore[return-value]
        datetime.fromtimestamp(us / 1e6, UTC).strftime("%Y-%m-%dT%H:%M:%S")
        for us in parse_span(text, now_us=NOW_US, zone=BERLIN)
    )


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("today", "2026-10-31T23:00:00", "2026-11-01T23:00:00"),
        ("Yesterday", "2026-10-30T23:00:00", "2026-10-31T23:00:00"),
        ("2026-11-01", "2026-10-31T23:00:00", "2026-11-01T23:00:00"),
        ("2026-7-4", "2026-07-03T22:00:00", "2026-07-04T22:00:00"),
        ("2026-12", "2026-11-30T23:00:00", "2026-12-31T23:00:00"),
        ("2026", "2025-12-31T23:00:00", "2026-12-31T23:00:00"),
        ("2026-11-01T10:00", "2026-11-01T09:00:00", "2026-11-01T09:01:00"),
        ("2026-11-01T10", "2026-11-01T09:00:00", "2026-11-01T10:00:00"),
        ("2026-11-01T10:00:05Z", "2026-11-01T10:00:05", "2026-11-01T10:00:06"),
        ("10m", "2026-11-01T12:50:00", "2026-11-01T13:00:00"),
        ("2d", "2026-10-30T13:00:00", "2026-11-01T13:00:00"),
    ],
)
def test_reads_what_people_type_in_their_own_time_zone(text: str, start: str, end: str) -> None:
    assert span(text) == (start, end)


def test_a_day_on_which_the_clocks_change_has_its_true_length() -> None:
    start, end = parse_span("2026-10-25", now_us=NOW_US, zone=BERLIN)
    assert end - start == 25 * 3_600_000_000


@pytest.mark.parametrize("text", ["", "soon", "2026-13", "2026-02-30", "10", "01.11.2026", "2026-11-01T25:00", "-5m"])
def test_refuses_what_is_no_date(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_span(text, now_us=NOW_US, zone=BERLIN)
