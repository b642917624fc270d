"""The topics that ship with the program: their names, schemas, and how the timeline shows them."""

import json
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from typing import Any

from resources.locate import resource
from storage import plugin_topics
from storage.events import JsonObject
from storage.log import Pressure

SCREEN = "device.video.screen.raw"
WINDOW_FOCUS = "os.window.focus.raw"
INPUT_ACTIVITY = "os.input.activity.raw"
INPUT_IDLE = "os.input.idle.raw"
MICROPHONE = "device.audio.microphone.raw"
LOUDSPEAKER = "device.audio.loudspeaker.raw"
CAMERA = "device.image.camera.raw"
LOCATION = "device.sensor.gps.raw"
CLIPBOARD = "digital.clipboard.text.raw"
COVERAGE = "os.recorder.coverage.raw"
VOICE = "media.audio.speech.vad"
PLAYED_VOICE = "media.audio.played.vad"
TRANSCRIPT = "media.text.transcript.words"
ECHO = "analysis.speech.echo.words"
SCREEN_TEXT = "media.image.text.ocr"
THUMBNAIL = "media.image.thumbnail.webp"
OBJECTS = "media.image.objects.yolo"
PRESENCE = "analysis.presence.person.camera"
FACES = "media.image.faces.boxes"
ENTITIES = "media.text.entities.rules"
APP_SESSION = "analysis.context.session.apps"
STAY = "analysis.place.stay.gps"
MOTION = "media.video.motion.flow"
MEANING = "media.text.meaning.vector"
NOTE = "digital.owner.note.raw"
TAG = "digital.owner.tag.raw"
BOOKMARK = "digital.owner.bookmark.raw"
PLACE = "digital.owner.place.raw"


@dataclass(frozen=True, slots=True)
class Topic:
    """A registered topic.

    Attributes:
        name: dotted name.
        version: of its schema, from 1.
        compatibility: rule that a newer schema must keep: "backward" or "none".
        title: what people call it.
        lane: lane of the timeline, None where it has none.
        span: whether events last (and may be extended) or are instants.
        label: field of `data` (or "text") that names an event on the timeline.
        value: field of `data`, or several joined by "+", that the lane draws as a number.
        picture: whether `media` is a picture.
        schema: JSON Schema of `data`.
        pressure: what a consumer that cannot keep up does with its events.
    """

    name: str
    version: int
    compatibility: str
    title: str
    lane: str | None
    span: bool
    label: str | None
    value: str | None
    picture: bool
    schema: JsonObject
    pressure: Pressure = Pressure.BLOCK


@cache
def builtin_topics() -> dict[str, Topic]:
    """Return the topics by name: those of installed packages, and the shipped ones, which stand before them."""
    shipped = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(resource("schemas").glob("*.json"))]
    brought = plugin_topics.schema_files(list(entry_points(group=plugin_topics.ENTRY_POINTS)))
    return {raw["topic"]: _topic(raw) for raw in (*brought, *shipped)}


def _topic(raw: dict[str, Any]) -> Topic:
    return Topic(
        name=raw["topic"],
        version=raw["version"],
        compatibility=raw["compatibility"],
        title=raw["title"],
        lane=raw["lane"],
        span=raw["span"],
        label=raw["label"],
        value=raw["value"],
        picture=raw["picture"],
        schema=raw["schema"],
        pressure=Pressure(raw.get("pressure", Pressure.BLOCK)),
    )


def matches(pattern: str, topic: str) -> bool:
    """Tell whether a topic matches a pattern; `*` stands for one or more parts: `device.*.raw`."""
    return _match(pattern.split("."), topic.split("."))


def _match(pattern: list[str], parts: list[str]) -> bool:
    if not pattern or not parts:
        return not pattern and not parts
    if pattern[0] != "*":
        return pattern[0] == parts[0] and _match(pattern[1:], parts[1:])
    return any(_match(pattern[1:], parts[taken:]) for taken in range(1, len(parts) + 1))
