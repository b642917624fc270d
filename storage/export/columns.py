"""The columns of an export, the same in every format, with their units."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import orjson

from storage.events import Event

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
Cell = str | int | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `kind` is "string", "int64", "int32" or "timestamp" (UTC, microseconds; ISO 8601 in text formats)."""

    name: str
    kind: str
    unit: str
    description: str


COLUMNS: Final = (
    Column("uid", "string", "", "identity, 32 hexadecimal digits"),
    Column("topic", "string", "", "what kind of event"),
    Column("device", "string", "", "where it happened"),
    Column("start", "timestamp", "UTC", "first moment"),
    Column("end", "timestamp", "UTC", "first moment after it; equal to start for an instant"),
    Column("start_us", "int64", "microseconds since 1970-01-01 UTC", "first moment, exact"),
    Column("end_us", "int64", "microseconds since 1970-01-01 UTC", "first moment after it, exact"),
    Column("received_us", "int64", "microseconds since 1970-01-01 UTC", "when this computer learned of it"),
    Column("tz_offset_min", "int32", "minutes", "local time minus UTC, empty where not known"),
    Column("uncertainty_us", "int64", "microseconds", "error of the times, 0 = exact, negative = not before"),
    Column("text", "string", "", "what search finds"),
    Column("data", "string", "JSON", "fields of the topic"),
    Column("media", "string", "", "BLAKE3 address of picture or sound, 64 hexadecimal digits"),
    Column("parent", "string", "", "uid of the event it was derived from"),
)


def cells(events: Iterable[Event]) -> list[tuple[Cell, ...]]:
    """Return rows of `COLUMNS`, with the two timestamps as microseconds."""
    return [
        (
            event.uid.hex(),
            event.topic,
            event.device,
            event.start_us,
            event.end_us,
            event.start_us,
            event.end_us,
            event.received_us,
            event.tz_offset_min,
            event.uncertainty_us,
            event.text,
            orjson.dumps(dict(event.data)).decode(),
            event.media,
            None if event.parent is None else event.parent.hex(),
        )
        for event in events
    ]


def iso_us(time_us: int) -> str | None:
    """Return ISO 8601 in UTC to the microsecond, None outside the years 1 to 9999."""
    try:
        moment = _EPOCH + timedelta(microseconds=time_us)
    except OverflowError:
        return None
    return moment.isoformat(timespec="microseconds").replace("+00:00", "Z")
