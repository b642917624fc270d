"""What search looks through: words, folded text, and the window in front at that moment, kept with the events."""

from collections.abc import Mapping, Sequence
from typing import Final

from storage.events import Event
from storage.postgres.connections import Connection
from storage.postgres.escape import escape, load_data
from storage.search.terms import fold, tokens
from storage.search.windows import FOCUS_BACK_US, FOCUS_SLACK_US, likeness, window_of
from storage.topics import WINDOW_FOCUS

_LEXEME_BYTES: Final = 1_000
_WORDS_BYTES: Final = 500_000
"""PostgreSQL takes no lexeme over 2 kB and no list of them over 1 MB."""
_MOST_PLACES: Final = 6
"""A word that stands in a text more often is no better a match."""
_LAST_PLACE: Final = 16_383


def vector_text(text: str) -> str:
    """Return the words of a text as a literal of the type tsvector."""
    found: dict[str, list[int]] = {}
    room = _WORDS_BYTES
    for place, word in enumerate(tokens(text), 1):
        size = len(word.encode())
        if word not in found and size <= _LEXEME_BYTES:
            room -= size + 2 * (_MOST_PLACES + 1)
            if room < 0:
                break
            found[word] = []
        if word in found and len(found[word]) < _MOST_PLACES:
            found[word].append(min(place, _LAST_PLACE))
    return " ".join(f"'{word}':{','.join(map(str, places))}" for word, places in found.items())


def windows_at(connection: Connection, moments: Sequence[tuple[Event, int]]) -> list[tuple[str, str]]:
    """Return (app, title) for events on devices with these numbers: their own, else of the window in focus, else ""."""
    own = [window_of(event.data) for event, _ in moments]
    asked = [moment for moment, window in zip(moments, own, strict=True) if window is None]
    found = iter(_focused(connection, asked) if asked else ())
    return [next(found) if window is None else window for window in own]


def _focused(connection: Connection, moments: Sequence[tuple[Event, int]]) -> list[tuple[str, str]]:
    rows = connection.execute(
        "SELECT focus.data::text "
        "FROM unnest(%s::integer[], %s::bigint[]) WITH ORDINALITY AS moment (device, at_us, place) "
        "LEFT JOIN LATERAL (SELECT data FROM event WHERE topic = (SELECT id FROM topic WHERE name = %s) "
        "AND event.device = moment.device AND start_us <= at_us AND start_us > at_us - %s AND end_us >= at_us - %s "
        "ORDER BY start_us DESC, key DESC LIMIT 1) AS focus ON true ORDER BY place",
        (
            [device for _, device in moments],
            [event.start_us for event, _ in moments],
            WINDOW_FOCUS,
            FOCUS_BACK_US,
            FOCUS_SLACK_US,
        ),
    ).fetchall()
    return [("", "") if data is None else window_of(load_data(data)) or ("", "") for (data,) in rows]


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
    worded = [(key, event, event.text) for key, event in events if event.text is not None]
    windows = windows_at(connection, [(event, devices[event.device]) for _, event, _ in worded])
    rows = []
    for (key, event, text), window in zip(worded, windows, strict=True):
        topic, device = topics[event.topic], devices[event.device]
        looks = likeness(topic, device, text, window, pictured=event.topic in pictured)
        folded = escape(fold(text))
        rows.append((key, event.start_us, topic, device, escape(window[0]), looks, folded, vector_text(text)))
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
    gone = connection.execute(
        "DELETE FROM document WHERE key = ANY(%s::bigint[]) RETURNING app", (list(keys),)
    ).fetchall()
    connection.execute(
        "DELETE FROM app WHERE name = ANY(%s::text[]) "
        "AND NOT EXISTS (SELECT FROM document WHERE document.app = app.name)",
        (sorted({app for (app,) in gone}),),
    )
