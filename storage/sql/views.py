"""The typed views of the catalog `live`: one list from which the engine, the schema tree and docs/sql.md are made.

Every view reads one relation of events, written `{event}` here, with the columns of `storage/sql/columns.py`.
"""

from dataclasses import dataclass

from storage.topics import (
    BOOKMARK,
    CAMERA,
    CLIPBOARD,
    COVERAGE,
    INPUT_ACTIVITY,
    INPUT_IDLE,
    LOCATION,
    LOUDSPEAKER,
    MICROPHONE,
    NOTE,
    PLACE,
    PRESENCE,
    SCREEN,
    SCREEN_TEXT,
    TAG,
    TRANSCRIPT,
    VOICE,
    WINDOW_FOCUS,
)

VISIT = "digital.web.visit.raw"


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


def _text(name: str, field: str, description: str) -> ViewColumn:
    return ViewColumn(name, "VARCHAR", f"data->>'$.{field}'", description)


def _number(name: str, field: str, description: str, unit: str = "", kind: str = "DOUBLE") -> ViewColumn:
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
APP = _text("app", "app", "application")
TITLE = _text("title", "title", "title of the window")

VIEWS: tuple[View, ...] = (
    View(
        "events",
        "Everything that is kept, one row per event.",
        (),
        (
            UID,
            ViewColumn("topic", "VARCHAR", "topic", "what kind of event"),
            START,
            END,
            DAY,
            SECONDS,
            DEVICE,
            TEXT,
            ViewColumn("data", "JSON", "CAST(data AS JSON)", "fields of the topic"),
            MEDIA,
            PARENT,
            ViewColumn("received_ts", "TIMESTAMPTZ", "received_ts", "when this computer learned of it"),
            ViewColumn("tz_offset_min", "INTEGER", "tz_offset_min", "local time minus UTC, NULL where unknown", "min"),
            ViewColumn("uncertainty_us", "BIGINT", "uncertainty_us", "error of the times, negative = not before", "us"),
            ViewColumn("log_offset", "BIGINT", "key", "position in the log"),
        ),
    ),
    View(
        "window_usage",
        "Windows in focus.",
        (WINDOW_FOCUS,),
        (
            START,
            END,
            DAY,
            SECONDS,
            APP,
            TITLE,
            _text("process", "process", "name of the program"),
            _number("pid", "pid", "process number", kind="BIGINT"),
            DEVICE,
            UID,
        ),
    ),
    View(
        "transcripts",
        "What was said, one row per stretch of speech.",
        (TRANSCRIPT,),
        (
            START,
            END,
            DAY,
            SECONDS,
            TEXT,
            _text("language", "language", "two-letter code"),
            _number("confidence", "confidence", "0 to 1"),
            DEVICE,
            UID,
            PARENT,
        ),
    ),
    View(
        "words",
        "Spoken words with their times.",
        (TRANSCRIPT,),
        (
            ViewColumn(
                "start_ts",
                "TIMESTAMPTZ",
                "start_ts + to_microseconds(CAST(word->>'$.start_us' AS BIGINT))",
                "first moment of the word",
            ),
            ViewColumn(
                "end_ts",
                "TIMESTAMPTZ",
                "start_ts + to_microseconds(CAST(word->>'$.end_us' AS BIGINT))",
                "first moment after the word",
            ),
            DAY,
            ViewColumn("word", "VARCHAR", "trim(word->>'$.word')", "as heard"),
            ViewColumn("probability", "DOUBLE", "TRY_CAST(word->>'$.probability' AS DOUBLE)", "0 to 1"),
            DEVICE,
            ViewColumn("transcript", "VARCHAR", "lower(hex(uid))", "uid of the transcript"),
        ),
        source="(SELECT *, unnest(CAST(data->'$.words' AS JSON[])) AS word FROM {event} WHERE {topics})",
    ),
    View(
        "voice",
        "When somebody spoke.",
        (VOICE,),
        (START, END, DAY, SECONDS, _number("score", "score", "how sure, 0 to 1"), DEVICE, UID, PARENT),
    ),
    View(
        "recordings",
        "Sound that was recorded by the microphone or played by the computer.",
        (MICROPHONE, LOUDSPEAKER),
        (
            START,
            END,
            DAY,
            SECONDS,
            _text("input", "input", "name of the microphone or monitor"),
            _number("rate_hz", "rate_hz", "sample rate", "Hz", "INTEGER"),
            _number("peak", "peak", "loudest sample, 0 to 1"),
            _number("rms", "rms", "mean loudness, 0 to 1"),
            DEVICE,
            MEDIA,
            UID,
        ),
    ),
    View(
        "screens",
        "Pictures of the screen.",
        (SCREEN,),
        (
            START,
            DAY,
            APP,
            TITLE,
            _text("trigger", "trigger", "why it was taken"),
            _number("changed", "changed", "share that differs from the picture before, 0 to 1"),
            _number("display", "display", "number of the display", kind="INTEGER"),
            _number("width", "width", "width", "px", "INTEGER"),
            _number("height", "height", "height", "px", "INTEGER"),
            DEVICE,
            MEDIA,
            UID,
        ),
    ),
    View(
        "screen_text",
        "Text read from the screen.",
        (SCREEN_TEXT,),
        (
            START,
            DAY,
            TEXT,
            APP,
            TITLE,
            ViewColumn("lines", "BIGINT", "CAST(json_array_length(data, '$.lines') AS BIGINT)", "number of lines read"),
            DEVICE,
            MEDIA,
            UID,
            PARENT,
        ),
    ),
    View(
        "clipboard",
        "Text that was copied.",
        (CLIPBOARD,),
        (START, DAY, TEXT, _number("characters", "characters", "length", kind="INTEGER"), APP, TITLE, DEVICE, UID),
    ),
    View(
        "cameras",
        "Pictures of the camera.",
        (CAMERA,),
        (START, DAY, _text("camera", "camera", "name of the camera"), DEVICE, MEDIA, UID),
    ),
    View(
        "input_activity",
        "Keys, clicks and scrolling, counted; never which keys.",
        (INPUT_ACTIVITY,),
        (
            START,
            END,
            DAY,
            SECONDS,
            _number("keys", "keys", "keys pressed", kind="BIGINT"),
            _number("clicks", "clicks", "mouse buttons pressed", kind="BIGINT"),
            _number("scrolls", "scrolls", "steps of the wheel", kind="BIGINT"),
            _number("moved_px", "moved_px", "way of the pointer", "px", "BIGINT"),
            APP,
            DEVICE,
            UID,
        ),
    ),
    View(
        "presence",
        "When the camera saw somebody: time of `idle` within it was not spent away.",
        (PRESENCE,),
        (START, END, DAY, SECONDS, _number("people", "people", "how many", kind="INTEGER"), DEVICE, UID, PARENT),
    ),
    View("idle", "Times away from keyboard and pointer.", (INPUT_IDLE,), (START, END, DAY, SECONDS, DEVICE, UID)),
    View(
        "visits",
        "Web pages that were visited.",
        (VISIT,),
        (
            START,
            END,
            DAY,
            SECONDS,
            _text("url", "url", "address of the page"),
            ViewColumn(
                "site",
                "VARCHAR",
                "coalesce(data->>'$.site', nullif(regexp_extract(data->>'$.url', '^[a-z]+://([^/:?#]+)', 1), ''))",
                "host of the page",
            ),
            TITLE,
            APP,
            DEVICE,
            UID,
        ),
    ),
    View(
        "locations",
        "Where the owner was.",
        (LOCATION,),
        (
            START,
            DAY,
            ViewColumn(
                "latitude",
                "DOUBLE",
                "TRY_CAST(coalesce(data->>'$.latitude', data->>'$.lat') AS DOUBLE)",
                "north of the equator",
                "degrees",
            ),
            ViewColumn(
                "longitude",
                "DOUBLE",
                "TRY_CAST(coalesce(data->>'$.longitude', data->>'$.lon') AS DOUBLE)",
                "east of Greenwich",
                "degrees",
            ),
            _number("altitude_m", "altitude_m", "above sea level", "m"),
            _number("accuracy_m", "accuracy_m", "radius that holds the true place", "m"),
            _number("speed_mps", "speed_m_s", "speed over ground", "m/s"),
            DEVICE,
            UID,
        ),
    ),
    View(
        "places",
        "What the owner calls the places where they stay; of two names for one place the newer one counts.",
        (PLACE,),
        (
            START,
            ViewColumn("name", "VARCHAR", "data->>'$.name'", "what the owner calls it"),
            _number("latitude", "latitude", "north of the equator", "degrees"),
            _number("longitude", "longitude", "east of Greenwich", "degrees"),
            _number("radius_m", "radius_m", "how far the place reaches", "m"),
            DEVICE,
            UID,
        ),
    ),
    View(
        "numbers",
        "Every number in the data of sensors, input and sound, one row per field.",
        ("device.sensor.", INPUT_ACTIVITY, MICROPHONE),
        (
            START,
            DAY,
            ViewColumn("topic", "VARCHAR", "topic", "what kind of event"),
            ViewColumn("name", "VARCHAR", "field", "name of the field"),
            ViewColumn(
                "value",
                "DOUBLE",
                "TRY_CAST(json_extract_string(data, '$.\"' || field || '\"') AS DOUBLE)",
                "the number",
            ),
            DEVICE,
            UID,
        ),
        source="(SELECT *, unnest(json_keys(data)) AS field FROM {event} WHERE {topics})",
        condition="json_type(data, '$.\"' || field || '\"') IN ('BIGINT', 'UBIGINT', 'DOUBLE')",
    ),
    View(
        "notes",
        "What the owner wrote on the timeline: notes, tags and bookmarks.",
        (NOTE, TAG, BOOKMARK),
        (
            START,
            END,
            DAY,
            ViewColumn("kind", "VARCHAR", "split_part(topic, '.', 3)", "note, tag or bookmark"),
            TEXT,
            DEVICE,
            UID,
        ),
    ),
    View(
        "coverage",
        "When each source recorded, and why it did not.",
        (COVERAGE,),
        (
            START,
            END,
            DAY,
            SECONDS,
            _text("source", "source", "which source"),
            _text("state", "state", "recording, paused, private, excluded, locked, asleep, crashed, off, …"),
            _text("cause", "cause", "why"),
            DEVICE,
            UID,
        ),
    ),
)


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
