"""The list of long events, by class of length (`storage.pyramid.lengths`)."""

import apsw

from storage.pyramid.lengths import SHORT_US, length_class


def add_long(connection: apsw.Connection, rows: list[tuple[int, int, int, int]]) -> None:
    """List (topic, start_us, end_us, key) of events, those that are long; inside a write transaction."""
    connection.executemany(
        "INSERT OR REPLACE INTO long_event (topic, class, start_us, key, end_us) VALUES (?,?,?,?,?)",
        [
            (topic, length_class(end - start), start, key, end)
            for topic, start, end, key in rows
            if end - start > SHORT_US
        ],
    )


def remove_long(connection: apsw.Connection, topic: int, start_us: int, end_us: int, key: int) -> None:
    """Take an event off the list; inside a write transaction."""
    if end_us - start_us > SHORT_US:
        connection.execute(
            "DELETE FROM long_event WHERE topic = ? AND class = ? AND start_us = ? AND key = ?",
            (topic, length_class(end_us - start_us), start_us, key),
        )
