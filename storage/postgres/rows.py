"""Events as rows of the table `event`, and back."""

from collections.abc import Mapping, Sequence
from typing import Final

from storage.events import Event
from storage.postgres.connections import Connection, Row
from storage.postgres.escape import dump_data, escape, load_data, unescape
from storage.postgres.names import Names
from storage.pyramid.lengths import length_class

COLUMNS: Final = (
    "event.key, event.uid, event.topic, event.device, event.start_us, event.end_us, event.received_us, "
    "event.tz_offset_min, event.uncertainty_us, event.text, event.data::text, event.media, event.parent"
)
"""What `RowReader` reads."""

INSERT_COLUMNS: Final = (
    ("key", "bigint"),
    ("uid", "bytea"),
    ("topic", "integer"),
    ("device", "integer"),
    ("start_us", "bigint"),
    ("end_us", "bigint"),
    ("received_us", "bigint"),
    ("tz_offset_min", "integer"),
    ("uncertainty_us", "bigint"),
    ("text", "text"),
    ("data", "text"),
    ("media", "bytea"),
    ("parent", "bytea"),
    ("length_class", "smallint"),
)
"""Names and types of what `encode` returns, in its order."""


def encode(event: Event, key: int, topics: Mapping[str, int], devices: Mapping[str, int]) -> Row:
    """Return the row of an event."""
    return (
        key,
        event.uid,
        topics[event.topic],
        devices[event.device],
        event.start_us,
        event.end_us,
        event.received_us,
        event.tz_offset_min,
        event.uncertainty_us,
        None if event.text is None else escape(event.text),
        dump_data(event.data),
        None if event.media is None else bytes.fromhex(event.media),
        event.parent,
        length_class(event.end_us - event.start_us),
    )


class RowReader:
    """Turns rows with `COLUMNS` into events."""

    def __init__(self, topics: Names, devices: Names) -> None:
        self._topics = topics
        self._devices = devices

    def event(self, row: Row, connection: Connection) -> Event:
        """Return the event of one row."""
        return Event(
            uid=row[1],
            topic=self._topics.name(row[2], connection),
            device=unescape(self._devices.name(row[3], connection)),
            start_us=row[4],
            end_us=row[5],
            received_us=row[6],
            tz_offset_min=row[7],
            uncertainty_us=row[8],
            text=None if row[9] is None else unescape(row[9]),
            data=load_data(row[10]),
            media=None if row[11] is None else row[11].hex(),
            parent=row[12],
        )

    def events(self, rows: Sequence[Row], connection: Connection) -> list[Event]:
        """Return the events of many rows."""
        return [self.event(row, connection) for row in rows]
