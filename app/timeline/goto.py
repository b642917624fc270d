"""Understands what people type to go somewhere in time: 10:42, yesterday 9:00, 20 Nov 2026, 2026-11, 2 h ago.

Words of another language are put into English first, by a vocabulary that the caller has from its translation.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.timeline.zone import DAY_US, HOUR_US, MINUTE_US, SECOND_US

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_AGO_US = {"s": SECOND_US, "m": MINUTE_US, "h": HOUR_US, "d": DAY_US, "w": 7 * DAY_US, "y": 365 * DAY_US}
_TIME = re.compile(r"(?:^|[ t])(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,6}))?)?$")
_AGO = re.compile(r"(ago )?(\d+) ?(s|sec\w*|m|min\w*|h|hours?|d|days?|w|weeks?|y|years?)( ago)?")
_WORD = re.compile(r"([^\W\d_]+)\.?")


@dataclass(frozen=True, slots=True)
class Destination:
    """A wall-clock moment, and how long a view suits how exactly it was said."""

    wall: datetime
    span_us: int


def destination(text: str, now: datetime, english: Mapping[str, str] | None = None) -> Destination | None:
    """Return where a text points to, None when it cannot be understood.

    Args:
        text: what was typed.
        now: the wall-clock time it is seen from.
        english: words of another language, in lower case, and what they are in English; that is understood anyway.
    """
    said = " ".join(text.lower().split())
    said = _WORD.sub(lambda word: (english or {}).get(word[1], word[1]), said)
    if said == "now":
        return Destination(now, HOUR_US)
    if (ago := _AGO.fullmatch(said)) and (ago[1] or ago[4]):
        length_us = _AGO_US[ago[3][0]]
        moment = _safe(lambda: now - timedelta(microseconds=int(ago[2]) * length_us))
        return Destination(moment, max(MINUTE_US * 10, length_us)) if moment else None
    clock = _TIME.search(said)
    day_text = said[: clock.start()].strip() if clock else said
    day = _day(day_text, now) if day_text else Destination(_midnight(now), DAY_US)
    if day is None or clock is None:
        return day
    if day.span_us > DAY_US:
        return None
    fraction = (clock[4] or "").ljust(6, "0")
    moment = _safe(
        lambda: day.wall.replace(
            hour=int(clock[1]), minute=int(clock[2]), second=int(clock[3] or 0), microsecond=int(fraction or 0)
        )
    )
    return Destination(moment, MINUTE_US * 10 if clock[3] else HOUR_US) if moment else None


def _day(text: str, now: datetime) -> Destination | None:
    today = _midnight(now)
    if text in {"today", "yesterday"}:
        return Destination(today - timedelta(days=text == "yesterday"), DAY_US)
    for pattern, order in (
        (r"(\d{4})-(\d{1,2})-(\d{1,2})", "ymd"),
        (r"(\d{1,2})\.(\d{1,2})\.(\d{4})", "dmy"),
        (r"(\d{1,2})\.? ([a-z]{3,}) (\d{4})", "dmy"),
        (r"(\d{1,2})\.? ([a-z]{3,})", "dm"),
        (r"([a-z]{3,}) (\d{1,2}),? (\d{4})", "mdy"),
        (r"(\d{4})-(\d{1,2})", "ym"),
        (r"([a-z]{3,}) (\d{4})", "my"),
        (r"(\d{4})", "y"),
    ):
        if found := re.fullmatch(pattern, text):
            return _date(dict(zip(order, found.groups(), strict=True)), now)
    return None


def _date(parts: dict[str, str], now: datetime) -> Destination | None:
    year = int(parts.get("y", now.year))
    month = _month(parts.get("m", "1"))
    moment = _safe(lambda: datetime(year, month, int(parts.get("d", 1))))  # noqa: DTZ001 - wall-clock time
    if moment is None:
        return None
    return Destination(moment, DAY_US if "d" in parts else 31 * DAY_US if "m" in parts else 366 * DAY_US)


def _month(text: str) -> int:
    if text.isdigit():
        return int(text)
    return _MONTHS.index(text[:3]) + 1 if text[:3] in _MONTHS else 0


def _midnight(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def _safe(make: Callable[[], datetime]) -> datetime | None:
    """A date, None where the calendar has none such."""
    try:
        return make()
    except (ValueError, OverflowError):
        return None
