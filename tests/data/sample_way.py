"""A made-up day with a phone: at home, a way through the town, in a café, and back."""

import math
from collections.abc import Iterator

from processing.stays import STAYS
from processing.stretches import Stretches
from storage.clock import SystemClock
from storage.events import Event, imported_uid
from storage.log import Log
from storage.topics import LOCATION

MINUTE_US = 60_000_000
HOUR_US = 60 * MINUTE_US
HOME, WORK, CAFE = (47.3990, 8.5410), (47.3781, 8.5402), (47.3662, 8.5457)
PHONE = "phone"


def positions(midnight_us: int) -> Iterator[Event]:
    """Yield positions from 7:00 to 19:00, every five minutes where one stays and every minute on the way."""
    legs = (
        (7.0, 8.4, HOME, HOME),
        (8.4, 8.8, HOME, WORK),
        (8.8, 12.3, WORK, WORK),
        (12.3, 12.6, WORK, CAFE),
        (12.6, 13.2, CAFE, CAFE),
        (13.2, 13.5, CAFE, WORK),
        (13.5, 18.2, WORK, WORK),
        (18.2, 18.7, WORK, HOME),
        (18.7, 19.0, HOME, HOME),
    )
    for begin, end, here, there in legs:
        step_us = 5 * MINUTE_US if here == there else MINUTE_US
        first, last = round(begin * HOUR_US), round(end * HOUR_US)
        for at in range(first, last, step_us):
            share = (at - first) / (last - first)
            bend = 0.003 * math.sin(share * math.pi) * (here != there)
            spot = tuple(a + (b - a) * share for a, b in zip(here, there, strict=True))
            yield _fix(midnight_us + at, spot[0] + 0.0001 * math.sin(at), spot[1] + bend)


def fill_way(log: Log, midnight_us: int) -> None:
    """Append a day's positions, and the stays that the application concludes from them a day later."""
    log.append(list(positions(midnight_us)))
    Stretches(log, _LaterClock(midnight_us + 48 * HOUR_US), (STAYS,)).advance()


class _LaterClock(SystemClock):
    def __init__(self, at_us: int) -> None:
        self._at_us = at_us

    def now_us(self) -> int:
        return self._at_us


def _fix(at_us: int, latitude: float, longitude: float) -> Event:
    uid = imported_uid("sample", f"fix {at_us}")
    data = {"latitude": latitude, "longitude": longitude, "accuracy_m": 12, "provider": "gps"}
    return Event(uid, LOCATION, PHONE, at_us, at_us, at_us, data=data)
