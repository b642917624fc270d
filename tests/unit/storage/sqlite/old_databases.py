"""Databases as every earlier version of the program left them, with events in them."""

from pathlib import Path

import apsw
import orjson

from storage.clock import SystemClock
from storage.events import Event, imported_uid
from storage.sqlite.database import connect_writer, database_path, prepare_home
from storage.sqlite.migrate import migrate, shipped_migrations
from storage.topics import CLIPBOARD, SCREEN, WINDOW_FOCUS, builtin_topics

S = 1_000_000
_TOPICS = (WINDOW_FOCUS, CLIPBOARD, SCREEN)


def old_event(number: int) -> Event:
    """The event of a number."""
    topic = _TOPICS[number % 3]
    data = {
        WINDOW_FOCUS: {"app": f"app{number % 5}", "title": "t"},
        CLIPBOARD: {"characters": 9},
        SCREEN: {"display": 0, "width": 8, "height": 8, "trigger": "start"},
    }[topic]
    return Event(
        imported_uid("old", str(number)),
        topic,
        "desk",
        number * S,
        number * S + S,
        number * S,
        text=None if topic == SCREEN else f"word{number}",
        data=data,
        media=f"{number:064x}" if topic == SCREEN else None,
    )


def make_old_database(home: Path, version: int, count: int) -> None:
    """Make a database of a version with so many events, as the log of that version stored them."""
    prepare_home(home)
    path = database_path(home)
    connection = connect_writer(path)
    migrate(connection, path, SystemClock(), shipped_migrations()[:version])
    with connection:
        for number, name in enumerate(_TOPICS, 1):
            topic = builtin_topics()[name]
            row = (number, name, topic.version, topic.compatibility, orjson.dumps(topic.schema).decode())
            shown = (topic.lane, topic.label, topic.value, topic.picture)
            connection.execute("INSERT INTO topic VALUES (?,?,?,?,?,?,?,?,?)", (*row, *shown))
        connection.execute("INSERT INTO device VALUES (1, 'desk')")
        connection.executemany(
            "INSERT INTO event VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)", (_row(number) for number in range(1, count + 1))
        )
        connection.execute(
            "INSERT INTO block SELECT key >> 10, topic, count(*) FROM event GROUP BY 1, 2",
        )
    connection.close()


def sound(path: Path) -> bool:
    """Whether SQLite finds nothing wrong with a file."""
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    try:
        return bool(connection.execute("PRAGMA integrity_check").get == "ok")
    finally:
        connection.close()


def _row(number: int) -> tuple[object, ...]:
    event = old_event(number)
    times = (event.start_us, event.end_us, event.received_us, None, 0)
    media = None if event.media is None else bytes.fromhex(event.media)
    data = orjson.dumps(event.data).decode()
    return (number, event.uid, _TOPICS.index(event.topic) + 1, 1, *times, event.text, data, media, None)
