"""Events as rows of the table `event`, and back."""

from collections.abc import Iterable, Mapping, Sequence

import apsw
import orjson

from storage.columnar import EventColumns
from storage.events import Event, JsonObject
from storage.sqlite.names import Names
from storage.sqlite.query import Row

COLUMNS = (
    "key, uid, topic, device, start_us, end_us, received_us, tz_offset_min, uncertainty_us, text, data, media, parent"
)
INSERT = f"INSERT OR IGNORE INTO event ({COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)"  # noqa: S608


def dump_data(data: JsonObject) -> str:
    """Return an event's data as JSON text."""
    return orjson.dumps(data if type(data) is dict else dict(data)).decode()


def encode(events: Iterable[Event], topics: Mapping[str, int], devices: Mapping[str, int]) -> list[Row]:
    """Return rows without their key; topics and devices must be known."""
    return [
        (
            event.uid,
            topics[event.topic],
            devices[event.device],
            event.start_us,
            event.end_us,
            event.received_us,
            event.tz_offset_min,
            event.uncertainty_us,
            event.text,
            dump_data(event.data),
            None if event.media is None else bytes.fromhex(event.media),
            event.parent,
        )
        for event in events
    ]


class RowReader:
    """Turns rows with `COLUMNS` into events."""

    def __init__(self, topics: Names, devices: Names) -> None:
        self._topics = topics
        self._devices = devices

    def event(self, row: Row, connection: apsw.Connection) -> Event:
        """Return the event of one row."""
        return Event(
            uid=row[1],
            topic=self._topics.name(row[2], connection),
            device=self._devices.name(row[3], connection),
            start_us=row[4],
            end_us=row[5],
            received_us=row[6],
            tz_offset_min=row[7],
            uncertainty_us=row[8],
            text=row[9],
            data=orjson.loads(row[10]),
            media=None if row[11] is None else row[11].hex(),
            parent=row[12],
        )

    def events(self, rows: Sequence[Row], connection: apsw.Connection) -> list[Event]:
        """Return the events of many rows."""
        return [self.event(row, connection) for row in rows]

    def columns(self, rows: Sequence[Row], connection: apsw.Connection) -> EventColumns:
        """Return rows, at least one, as columns; faster than events by far."""
        _, uids, topics, devices, starts, ends, received, offsets, errors, texts, data, media, parents = zip(
            *rows, strict=True
        )
        topic_names = {number: self._topics.name(number, connection) for number in set(topics)}
        device_names = {number: self._devices.name(number, connection) for number in set(devices)}
        return EventColumns(
            uid=uids,
            topic=[topic_names[number] for number in topics],
            device=[device_names[number] for number in devices],
            start_us=starts,
            end_us=ends,
            received_us=received,
            tz_offset_min=offsets,
            uncertainty_us=errors,
            text=texts,
            data=data,
            media=[None if address is None else address.hex() for address in media],
            parent=parents,
        )
