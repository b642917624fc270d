"""What search looks through: words, folded text, and the window in front at that moment, kept with the events."""

from collections.abc import Mapping, Sequence
from typing import Final

import xxhash

from storage.events import Event
from storage.postgres.connections import Connection
from storage.postgres.escape import escape, load_data
from storage.search.terms import fold, tokens
from storage.topics import WINDOW_FOCUS

_FOCUS_BACK_US: Final = 12 * 3_600 * 1_000_000
_FOCUS_SLACK_US: Final = 15 * 1_000_000
"""A window's span is extended every few seconds; what happens just after its known end belongs to it still."""
_LEXEME_BYTES: Final = 1_000
_WORDS_BYTES: Final = 500_000
"""PostgreSQL takes no lexeme over 2 kB and no list of them over 1 MB."""


def vector_text(text: str) -> str:
    """Return the words of a text as a literal of the type tsvector."""
    found: dict[str, None] = {}
    room = _WORDS_BYTES
    for word in tokens(text):
        size = len(word.encode())
        if word not in found and size <= _LEXEME_BYTES:
            room -= size + 4
            if room < 0:
                break
            found[word] = None
    return " ".join(f"'{word}'" for word in found)


def window_at(connection: Connection, event: Event, device: int) -> tuple[str, str]:
    """Return (app, title) at the moment of an event: its own, else those of the window in focus; "" where unknown."""
    app, title = event.data.get("app"), event.data.get("title")
    if isinstance(app, str):
        return app, title if isinstance(title, str) else ""
    row = connection.execute(
        "SELECT data::text FROM event WHERE topic = (SELECT id FROM topic WHERE name = %s) AND device = %s "
        "AND start_us <= %s AND start_us > %s AND end_us >= %s ORDER BY start_us DESC, key DESC LIMIT 1",
        (WINDOW_FOCUS, device, event.start_us, event.start_us - _FOCUS_BACK_US, event.start_us - _FOCUS_SLACK_US),
    ).fetchone()
    if row is None:
        return "", ""
    data = load_data(row[0])
    app, title = data.get("app"), data.get("title")
    return (app if isinstance(app, str) else "", title if isinstance(title, str) else "")


def add_documents(
    connection: Connection,
    events: Sequence[tuple[int, Event]],
    numbers: tuple[Mapping[str, int], Mapping[str, int]],
    pictured: frozenset[str],
) -> None:
    """Add what search needs of events that have a text, given by (key, event); inside a write transaction.

    Args:
        connection: the writer's.
        events: rows of `event` already.
        numbers: of topics and of devices.
        pictured: topics whose moments look alike by their window, not by their text.
    """
    topics, devices = numbers
    rows = []
    for key, event in events:
        if event.text is None:
            continue
        device = devices[event.device]
        app, title = window_at(connection, event, device)
        look = f"{app}\0{title}" if event.topic in pictured and app else event.text
        likeness = xxhash.xxh3_64_intdigest(f"{event.topic}\0{event.device}\0{look}".encode()) - (1 << 63)
        folded = escape(fold(event.text))
        rows.append(
            (key, event.start_us, topics[event.topic], device, escape(app), likeness, folded, vector_text(event.text))
        )
    if not rows:
        return
    connection.execute(
        "INSERT INTO app SELECT DISTINCT name FROM unnest(%s::text[]) AS name ON CONFLICT DO NOTHING",
        ([row[4] for row in rows],),
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO document SELECT key, start_us, topic, device, app, likeness, folded, words::tsvector FROM "
            "unnest(%s::bigint[], %s::bigint[], %s::integer[], %s::integer[], %s::text[], %s::bigint[], %s::text[], "
            "%s::text[]) AS new (key, start_us, topic, device, app, likeness, folded, words)",
            [list(column) for column in zip(*rows, strict=True)],
        )


def drop_documents(connection: Connection, keys: Sequence[int]) -> None:
    """Take events out of search; inside a write transaction."""
    connection.execute("DELETE FROM document WHERE key = ANY(%s::bigint[])", (list(keys),))
