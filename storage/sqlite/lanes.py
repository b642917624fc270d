"""Which topics a lane shows and how: read from the database, and the events of a lane as arrays."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import apsw
import orjson

from storage.pyramid import lengths
from storage.pyramid.buckets import Events, as_events
from storage.pyramid.labels import LABEL_CHARACTERS, Labels
from storage.sqlite.query import Row, fetch_all
from storage.topics import THUMBNAIL

Run = tuple[int, int]
"""First microsecond of a span and the one after its last."""

_RUNS = "(SELECT value ->> 0 AS first, value ->> 1 AS last FROM json_each(?1)) AS run"


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
    return f"substr(text, 1, {LABEL_CHARACTERS})" if field == "text" else _json(field, "->>")


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
    connection: apsw.Connection,
    lane: Lane,
    runs: Sequence[Run],
    labels: Labels,
    *,
    worded: bool = False,
    device: int | None = None,
) -> Events:
    """Return the lane's events of the shortest class that touch any of the spans `[start, end)`, in no order.

    `device`: only of this one.
    """
    found: list[Row] = []
    for topic in lane.topics:
        rows = fetch_all(
            connection,
            f"SELECT key, start_us, end_us, {topic.columns} FROM {_RUNS} CROSS JOIN event "  # noqa: S608
            "WHERE topic = ?2 AND start_us > first - ?3 AND start_us < last "
            "AND (end_us > first OR start_us >= first) AND end_us - start_us <= ?3 "
            "AND (?4 IS NULL OR device = ?4)",
            (_runs_json(runs), topic.number, lengths.SHORT_US, device),
        )
        found += rows if worded or not topic.worded else _without_label(rows)
    return as_events(found, labels, distinct=len(runs) > 1)


def long_events(
    connection: apsw.Connection,
    lane: Lane,
    runs: Sequence[Run],
    classes: Iterable[int],
    labels: Labels,
    *,
    worded: bool = False,
    device: int | None = None,
) -> Events:
    """Return the lane's events of some longer classes that touch any of the spans `[start, end)`, in no order.

    `device`: only of this one.
    """
    found: list[Row] = []
    reaches = orjson.dumps([(length, min(lengths.reach_us(length), 1 << 62)) for length in classes]).decode()
    for topic in lane.topics:
        rows = fetch_all(
            connection,
            f"SELECT event.key, event.start_us, event.end_us, {topic.columns} FROM {_RUNS} "  # noqa: S608
            "CROSS JOIN (SELECT value ->> 0 AS length, value ->> 1 AS reach FROM json_each(?3)) "
            "CROSS JOIN long_event AS long CROSS JOIN event USING (key) "
            "WHERE long.topic = ?2 AND class = length AND long.start_us > first - reach AND long.start_us < last "
            "AND long.end_us > first AND (?4 IS NULL OR device = ?4)",
            (_runs_json(runs), topic.number, reaches, device),
        )
        found += rows if worded or not topic.worded else _without_label(rows)
    return as_events(found, labels, distinct=len(runs) > 1)


def _runs_json(runs: Sequence[Run]) -> str:
    return orjson.dumps(runs).decode()


def _without_label(rows: list[Row]) -> list[Row]:
    return [(key, start, end, None, value, media) for key, start, end, _, value, media in rows]
