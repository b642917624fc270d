"""Which topics a lane shows and how: read from the database, and the events of a lane as arrays."""

from collections.abc import Iterable
from dataclasses import dataclass

import apsw
import numpy as np

from storage.sqlite import spans
from storage.sqlite.buckets import EVENT, Events
from storage.sqlite.query import Row, fetch_all
from storage.sqlite.tileblob import Labels
from storage.store import COARSEST_LEVEL
from storage.topics import THUMBNAIL

_LABEL_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class LaneTopic:
    """A topic of a lane.

    Attributes:
        number: of the topic.
        worded: whether events are labelled with their text, which only exact events carry (a bucket of two pixels has
            no room for a sentence, and its text would then be kept in many places).
        columns: SQL for label, value and media of a row of `event`.
    """

    number: int
    worded: bool
    columns: str


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane of the timeline: its number in the pyramid and its topics."""

    number: int
    name: str
    topics: tuple[LaneTopic, ...]


def load_lanes(connection: apsw.Connection) -> dict[str, Lane]:
    """Return the lanes by name."""
    thumbnail = connection.execute("SELECT id FROM topic WHERE name = ?", (THUMBNAIL,)).get
    topics: dict[tuple[int, str], list[LaneTopic]] = {}
    rows = fetch_all(
        connection,
        "SELECT lane.id, lane.name, topic.id, label, value, picture FROM topic JOIN lane ON lane.name = topic.lane "
        "ORDER BY topic.id",
    )
    for number, name, topic, label, value, picture in rows:
        columns = f"{_label(label)}, {_value(value)}, {_media(picture, thumbnail)}"
        topics.setdefault((number, name), []).append(LaneTopic(topic, label == "text", columns))
    return {name: Lane(number, name, tuple(found)) for (number, name), found in topics.items()}


def _label(field: str | None) -> str:
    if field is None:
        return "NULL"
    return f"substr(text, 1, {_LABEL_CHARACTERS})" if field == "text" else _json(field, "->>")


def _value(field: str | None) -> str:
    if field is None:
        return "NULL"
    parts = [_json(part, "->>") for part in field.split("+")]
    return parts[0] if len(parts) == 1 else " + ".join(f"coalesce({part}, 0)" for part in parts)


def _json(field: str, arrow: str) -> str:
    quoted = field.strip().replace("'", "''")
    return f"data {arrow} '{quoted}'"


def _media(picture: int, thumbnail: int | None) -> str:
    if not picture:
        return "NULL"
    return (
        f"coalesce((SELECT small.media FROM event AS small WHERE small.parent = event.uid "  # noqa: S608  a number
        f"AND small.topic = {thumbnail or -1} LIMIT 1), event.media)"
    )


def short_events(
    connection: apsw.Connection, lane: Lane, start_us: int, end_us: int, labels: Labels, *, worded: bool = False
) -> Events:
    """Return the lane's events of the shortest class that touch `[start, end)`, in no particular order."""
    found: list[Row] = []
    for topic in lane.topics:
        rows = fetch_all(
            connection,
            f"SELECT key, start_us, end_us, {topic.columns} FROM event WHERE topic = ?1 AND start_us > ?2 "  # noqa: S608
            "AND start_us < ?3 AND (end_us > ?4 OR start_us >= ?4) AND end_us - start_us <= ?5",
            (topic.number, start_us - spans.SHORT_US, end_us, start_us, spans.SHORT_US),
        )
        found += rows if worded or not topic.worded else _without_label(rows)
    return as_events(found, labels)


def long_events(
    connection: apsw.Connection,
    lane: Lane,
    start_us: int,
    end_us: int,
    classes: Iterable[int],
    labels: Labels,
    *,
    worded: bool = False,
) -> Events:
    """Return the lane's events of some longer classes that touch `[start, end)`, in no particular order."""
    found: list[Row] = []
    for topic in lane.topics:
        for length in classes:
            back = -(1 << 63) if length > COARSEST_LEVEL else start_us - spans.reach_us(length)
            rows = fetch_all(
                connection,
                f"SELECT event.key, event.start_us, event.end_us, {topic.columns} FROM event WHERE key IN "  # noqa: S608
                "(SELECT key FROM long_event WHERE topic = ?1 AND class = ?2 AND start_us > ?3 AND start_us < ?4 "
                "AND end_us > ?5)",
                (topic.number, length, back, end_us, start_us),
            )
            found += rows if worded or not topic.worded else _without_label(rows)
    return as_events(found, labels)


def _without_label(rows: list[Row]) -> list[Row]:
    return [(key, start, end, None, value, media) for key, start, end, _, value, media in rows]


def as_events(rows: list[Row], labels: Labels) -> Events:
    """Return rows of (key, start_us, end_us, label, value, media) as an array."""
    events = np.zeros(len(rows), EVENT)
    if not rows:
        return events
    key, start, end, label, value, media = zip(*rows, strict=True)
    events["key"], events["start"], events["end"] = key, start, end
    events["label"] = [labels.number(None if text is None else str(text)) for text in label]
    events["value"] = [np.nan if number is None else _number(number) for number in value]
    events["pictured"] = [address is not None for address in media]
    if events["pictured"].any():
        blank = bytes(32)
        joined = b"".join(blank if address is None else address for address in media)
        events["media"] = np.frombuffer(joined, "V32")
    return events


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else float("nan")
