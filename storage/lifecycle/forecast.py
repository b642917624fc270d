"""How fast recordings grow, and when the budget or the disk will be full."""

from dataclasses import dataclass
from typing import Final

from storage.clock import Clock
from storage.events import Event
from storage.media import MediaMissingError, MediaStore
from storage.store import EventQuery, Store

_DAY_US: Final = 86_400_000_000
_LOOK_BACK_DAYS: Final = 7
_SAMPLES: Final = 50
_FRESH_S: Final = 600.0


@dataclass(frozen=True, slots=True)
class Forecast:
    """Growth as of the last week in bytes a day, and when that fills what is left (None: not within 100 years)."""

    bytes_per_day: int
    full_us: int | None


def forecast(
    store: Store, media: MediaStore, clock: Clock, *, database_bytes: int, free_bytes: int, budget_bytes: int = 0
) -> Forecast:
    """Estimate from the number of events of the last week, by topic, and the size of some of their media.

    Args:
        store: counts events.
        media: tells sizes.
        clock: tells the time.
        database_bytes: size of the database now.
        free_bytes: left on the disk.
        budget_bytes: of database and media, 0 for none; whichever ends first counts.
    """
    now_us = clock.now_us()
    extent = store.extent()
    if extent is None:
        return Forecast(0, None)
    start_us = max(extent[0], now_us - _LOOK_BACK_DAYS * _DAY_US)
    days = max((now_us - start_us) / _DAY_US, 1 / 24)
    recent = store.counts(start_us, now_us)
    row_bytes = database_bytes / max(1, sum(store.counts().values()))
    grown = sum(
        count * (row_bytes + _media_bytes(store, media, topic, start_us, now_us)) for topic, count in recent.items()
    )
    per_day = round(grown / days)
    left = free_bytes
    if budget_bytes:
        left = min(left, budget_bytes - database_bytes - media.size_bytes())
    if per_day <= 0 or left / per_day > 36_500:
        return Forecast(per_day, None)
    return Forecast(per_day, now_us + round(max(0, left) / per_day * _DAY_US))


class Forecaster:
    """Keeps a forecast for ten minutes, since it reads a few thousand rows. Any thread may call."""

    def __init__(self, store: Store, media: MediaStore, clock: Clock) -> None:
        self._store = store
        self._media = media
        self._clock = clock
        self._made: tuple[float, int, Forecast] | None = None

    def now(self, *, database_bytes: int, free_bytes: int, budget_bytes: int = 0) -> Forecast:
        """Return a forecast that is not older than ten minutes; see `forecast` for the arguments."""
        made, now_s = self._made, self._clock.monotonic_s()
        if made is not None and now_s - made[0] < _FRESH_S and made[1] == budget_bytes:
            return made[2]
        found = forecast(
            self._store,
            self._media,
            self._clock,
            database_bytes=database_bytes,
            free_bytes=free_bytes,
            budget_bytes=budget_bytes,
        )
        self._made = (now_s, budget_bytes, found)
        return found


def _media_bytes(store: Store, media: MediaStore, topic: str, start_us: int, end_us: int) -> float:
    """Return the mean size of the media that a topic's newest events brought."""
    query = EventQuery(topics=(topic,), start_us=start_us, end_us=end_us, newest_first=True, limit=_SAMPLES)
    events = store.events(query)
    brought = {event.media for event in events if event.media is not None and not _is_parents(store, event)}
    total = 0
    for address in brought:
        try:
            total += media.info(address).size_bytes
        except MediaMissingError:
            continue
    return total / max(1, len(events))


def _is_parents(store: Store, event: Event) -> bool:
    """Tell whether a derived event only names the media of what it was derived from."""
    parent = None if event.parent is None else store.get(event.parent)
    return parent is not None and parent.media == event.media
