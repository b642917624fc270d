"""What a store holds, as one count and one hash per topic and day: equal where it holds the same events."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

import orjson
from blake3 import blake3

from storage.events import Event
from storage.store import EventQuery, Store

DAY_US: Final = 86_400_000_000
_BYTES: Final = 16
_MASK: Final = (1 << (8 * _BYTES)) - 1

Day = tuple[str, int]
"""A topic, and days since 1970 UTC of the event's start."""


@dataclass(frozen=True, slots=True)
class Digest:
    """How many events, and the sum of their hashes, which does not depend on their order."""

    count: int = 0
    total: int = 0

    def plus(self, event: Event) -> "Digest":
        """Return the digest with one event more."""
        return Digest(self.count + 1, (self.total + event_hash(event)) & _MASK)


def event_hash(event: Event) -> int:
    """Return 128 bits of the BLAKE3 of everything that is kept of an event."""
    whole = [
        event.uid.hex(),
        event.topic,
        event.device,
        event.start_us,
        event.end_us,
        event.received_us,
        event.tz_offset_min,
        event.uncertainty_us,
        event.text,
        event.data,
        event.media,
        None if event.parent is None else event.parent.hex(),
    ]
    return int.from_bytes(blake3(orjson.dumps(whole, option=orjson.OPT_SORT_KEYS)).digest(_BYTES), "big")


def day_of(event: Event) -> Day:
    """Return the topic and day an event is counted to."""
    return event.topic, event.start_us // DAY_US


def digest_store(store: Store, progress: Callable[[int], None], cancelled: Callable[[], bool]) -> dict[Day, Digest]:
    """Return the digests of all that a store holds, as far as it was read before `cancelled` said so."""
    return _digest((batch for batch in store.scan(EventQuery())), progress, cancelled)


def digest_day(store: Store, day: Day) -> Digest:
    """Return the digest of one topic's day."""
    topic, number = day
    query = EventQuery(topics=(topic,), start_us=number * DAY_US, end_us=(number + 1) * DAY_US)
    return _digest(store.scan(query), lambda _: None, lambda: False).get(day, Digest())


def _digest(
    batches: Iterable[list[Event]], progress: Callable[[int], None], cancelled: Callable[[], bool]
) -> dict[Day, Digest]:
    found: dict[Day, Digest] = {}
    read = 0
    for batch in batches:
        for event in batch:
            day = day_of(event)
            found[day] = found.get(day, Digest()).plus(event)
        read += len(batch)
        progress(read)
        if cancelled():
            break
    return found
