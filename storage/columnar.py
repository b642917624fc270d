"""Events as columns, for who writes very many of them: no object per event, `data` as the JSON text it is kept as."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, fields

import orjson

from storage.events import Event


@dataclass(frozen=True, slots=True)
class EventColumns:
    """The fields of n events, each a sequence of length n, in order of start; see `Event` for what they mean.

    Attributes:
        data: JSON text (an object).
        media: hexadecimal, as events have it.
    """

    uid: Sequence[bytes]
    topic: Sequence[str]
    device: Sequence[str]
    start_us: Sequence[int]
    end_us: Sequence[int]
    received_us: Sequence[int]
    tz_offset_min: Sequence[int | None]
    uncertainty_us: Sequence[int]
    text: Sequence[str | None]
    data: Sequence[str]
    media: Sequence[str | None]
    parent: Sequence[bytes | None]

    def __len__(self) -> int:
        return len(self.uid)

    def since(self, start_us: int) -> "EventColumns":
        """Return the events that start then or later."""
        first = bisect_left(self.start_us, start_us)
        return self if first == 0 else EventColumns(*(getattr(self, each.name)[first:] for each in fields(self)))


def columns_of(events: Sequence[Event]) -> EventColumns:
    """Return events as columns."""
    return EventColumns(
        uid=[event.uid for event in events],
        topic=[event.topic for event in events],
        device=[event.device for event in events],
        start_us=[event.start_us for event in events],
        end_us=[event.end_us for event in events],
        received_us=[event.received_us for event in events],
        tz_offset_min=[event.tz_offset_min for event in events],
        uncertainty_us=[event.uncertainty_us for event in events],
        text=[event.text for event in events],
        data=[orjson.dumps(dict(event.data)).decode() for event in events],
        media=[event.media for event in events],
        parent=[event.parent for event in events],
    )
