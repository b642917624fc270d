"""Days and moments as people type them into a search: 2026, 2026-11, 2026-11-01, 2026-11-01T10:00, today, 10m."""

import re
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final

FORMS: Final = "2026-11-01, 2026-11, 2026, 2026-11-01T10:00, today, yesterday, or 10m, 2h, 3d for so long ago"

_DATE: Final = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_MOMENT: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})[T ](\d{1,2})(?::(\d{2})(?::(\d{2}))?)?(Z?)", re.IGNORECASE)
_AGO: Final = re.compile(r"(\d{1,6})\s*(s|m|min|h|d|w)", re.IGNORECASE)
_AGO_SECONDS: Final = {"s": 1, "m": 60, "min": 60, "h": 3_600, "d": 86_400, "w": 7 * 86_400}
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def parse_span(text: str, *, now_us: int, zone: tzinfo) -> tuple[int, int]:
    """Return the span `[start_us, end_us)` that a date, a time or "10m" (until now) stands for, in a time zone.

    Raises:
        ValueError: it is none of `FORMS`, or there is no such day or time.
    """
    word = text.strip()
    day = _named_day(word.lower(), now_us, zone)
    if day is not None:
        return _us(day), _us(_midnight_after(day))
    if found := _AGO.fullmatch(word):
        length_us = int(found[1]) * _AGO_SECONDS[found[2].lower()] * 1_000_000
        return now_us - length_us, now_us
    if found := _MOMENT.fullmatch(word):
        return _moment(found, zone)
    if found := _DATE.fullmatch(word):
        return _date(found, zone)
    raise ValueError(f"not a date or time: {text!r}")


def _named_day(word: str, now_us: int, zone: tzinfo) -> datetime | None:
    back = {"today": 0, "yesterday": 1}.get(word)
    if back is None:
        return None
    now = (_EPOCH + timedelta(microseconds=now_us)).astimezone(zone)
    return (now.replace(tzinfo=None, hour=0, minute=0, second=0, microsecond=0) - timedelta(days=back)).replace(
        tzinfo=zone
    )


def _moment(found: re.Match[str], zone: tzinfo) -> tuple[int, int]:
    year, month, day, hour = (int(part) for part in found.groups()[:4])
    minute, second = int(found[5] or 0), int(found[6] or 0)
    moment = datetime(year, month, day, hour, minute, second, tzinfo=UTC if found[7] else zone)
    length_s = 1 if found[6] else 60 if found[5] else 3_600
    return _us(moment), _us(moment) + length_s * 1_000_000


def _date(found: re.Match[str], zone: tzinfo) -> tuple[int, int]:
    year, month, day = int(found[1]), int(found[2] or 1), int(found[3] or 1)
    start = datetime(year, month, day, tzinfo=zone)
    if found[3]:
        return _us(start), _us(_midnight_after(start))
    months = 1 if found[2] else 12
    following = month - 1 + months
    return _us(start), _us(datetime(year + following // 12, following % 12 + 1, 1, tzinfo=zone))


def _midnight_after(day: datetime) -> datetime:
    """Return the next local midnight, also where a day has 23 or 25 hours."""
    return (day.replace(tzinfo=None) + timedelta(days=1)).replace(tzinfo=day.tzinfo)


def _us(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(microseconds=1)
