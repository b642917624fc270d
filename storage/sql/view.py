"""What a typed view is: its columns, where its rows come from, and its statement over a relation of events.

Expressions are of DuckDB and read a relation of events, written `{event}` here, with the columns of
`storage/sql/columns.py`.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ViewColumn:
    """A column: its SQL expression over `event`, type and description; `unit` where it is a quantity."""

    name: str
    type: str
    sql: str
    description: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """A view of `live`: `topics` (exact names, or prefixes ending in a dot) whose events it shows; none means all.

    Attributes:
        source: what stands behind FROM, `{event}` unless rows are unfolded.
        condition: further condition, "" for none.
    """

    name: str
    description: str
    topics: tuple[str, ...]
    columns: tuple[ViewColumn, ...]
    source: str = "{event}"
    condition: str = ""


def text_column(name: str, field: str, description: str) -> ViewColumn:
    """Return a column of text from a field of the data."""
    return ViewColumn(name, "VARCHAR", f"data->>'$.{field}'", description)


def number_column(name: str, field: str, description: str, unit: str = "", kind: str = "DOUBLE") -> ViewColumn:
    """Return a column of numbers from a field of the data, NULL where it holds none."""
    return ViewColumn(name, kind, f"TRY_CAST(data->>'$.{field}' AS {kind})", description, unit)


UID = ViewColumn("uid", "VARCHAR", "lower(hex(uid))", "identity, 32 hexadecimal digits")
START = ViewColumn("start_ts", "TIMESTAMPTZ", "start_ts", "first moment")
END = ViewColumn("end_ts", "TIMESTAMPTZ", "end_ts", "first moment after it; equal to start_ts for an instant")
DAY = ViewColumn(
    "day",
    "DATE",
    "CAST(make_timestamp(epoch_us(start_ts) + coalesce(tz_offset_min, 0)::BIGINT * 60000000) AS DATE)",
    "local day where it happened; in UTC where the offset is not known",
)
SECONDS = ViewColumn(
    "seconds", "DOUBLE", "(epoch_us(end_ts) - epoch_us(start_ts)) / 1000000.0", "how long it lasted", "s"
)
DEVICE = ViewColumn("device", "VARCHAR", "device", "computer, phone or watch")
TEXT = ViewColumn("text", "VARCHAR", "text", "what search finds")
PARENT = ViewColumn("parent", "VARCHAR", "lower(hex(parent))", "uid of the event it was derived from")
MEDIA = ViewColumn("media", "VARCHAR", "lower(hex(media))", "address of the picture or sound, 64 hexadecimal digits")
APP = text_column("app", "app", "application")
TITLE = text_column("title", "title", "title of the window")


def select(view: View, relation: str) -> str:
    """Return the SELECT of a view over a relation of events."""
    columns = ", ".join(f'{column.sql} AS "{column.name}"' for column in view.columns)
    topics = _topics(view.topics)
    plain = view.source == "{event}"
    source = view.source.format(event=relation, topics=topics)
    conditions = [part for part in (topics if plain else "", view.condition) if part]
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    return f"SELECT {columns} FROM {source}{where}"  # noqa: S608  made of the constants above


def _topics(topics: tuple[str, ...]) -> str:
    exact = [f"'{topic}'" for topic in topics if not topic.endswith(".")]
    parts = [f"starts_with(topic, '{topic}')" for topic in topics if topic.endswith(".")]
    if exact:
        parts.insert(0, f"topic = {exact[0]}" if len(exact) == 1 else f"topic IN ({', '.join(exact)})")
    return f"({' OR '.join(parts)})" if len(parts) > 1 else "".join(parts)
