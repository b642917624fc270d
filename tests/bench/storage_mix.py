"""A realistic mix of events in twelve lanes, quickly made, the same for the same seed."""

import random
from collections.abc import Iterator

from storage.events import Event
from storage.topics import (
    CAMERA,
    CLIPBOARD,
    COVERAGE,
    INPUT_ACTIVITY,
    MICROPHONE,
    SCREEN,
    SCREEN_TEXT,
    TRANSCRIPT,
    VOICE,
    WINDOW_FOCUS,
    Topic,
    builtin_topics,
)

SECOND_US = 1_000_000
DAY_US = 86_400 * SECOND_US
BEGIN_US = 1_600_000_000 * SECOND_US
HEART, PLACE, WEB = "device.sensor.heart.raw", "device.sensor.place.raw", "digital.web.visit.raw"
LANES = (
    *("applications", "screen", "screen_text", "input", "speech", "voice"),
    *("camera", "clipboard", "coverage", "heart", "place", "web"),
)

# topic, share of all events, mean length in seconds
_SHARES = (
    (INPUT_ACTIVITY, 30, 1),
    (SCREEN, 14, 0),
    (SCREEN_TEXT, 14, 0),
    (HEART, 12, 0),
    (WINDOW_FOCUS, 9, 60),
    (MICROPHONE, 6, 30),
    (TRANSCRIPT, 5, 8),
    (VOICE, 4, 8),
    (PLACE, 2, 600),
    (WEB, 2, 40),
    (CAMERA, 1, 0),
    (CLIPBOARD, 0.9, 0),
    (COVERAGE, 0.1, 20_000),
)
_APPS = ("editor", "browser", "terminal", "mail", "chat", "music", "viewer", "calendar")
_WORDS = (
    "ship",
    "note",
    "plan",
    "tree",
    "river",
    "build",
    "call",
    "paint",
    "light",
    "stone",
    "paper",
    "cloud",
    "train",
    "field",
    "music",
    "letter",
    "garden",
    "winter",
    "number",
    "system",
    "window",
    "market",
    "report",
    "signal",
    "bridge",
    "animal",
    "copper",
    "silver",
    "memory",
    "travel",
)


def topics() -> dict[str, Topic]:
    """The shipped topics and three from phone and browser."""
    return builtin_topics() | {
        HEART: _topic(HEART, "heart", None, "bpm"),
        PLACE: _topic(PLACE, "place", "place", None),
        WEB: _topic(WEB, "web", "site", None),
    }


def _topic(name: str, lane: str, label: str | None, value: str | None) -> Topic:
    schema = {"type": "object", "properties": {value or label or "": {"type": "number" if value else "string"}}}
    return Topic(name, 1, "backward", lane, lane, True, label, value, False, schema)


def events(count: int, span_us: int, *, seed: int = 1, texts: bool = True) -> Iterator[Event]:
    """Yield events in order of start over a span, awake hours dense and nights thin.

    About one in five has a text of twelve words.
    """
    chance = random.Random(seed)
    names = [name for name, _, _ in _SHARES]
    weights = [share for _, share, _ in _SHARES]
    lengths = {name: length for name, _, length in _SHARES}
    step = span_us / count
    at = float(BEGIN_US)
    randbytes, rnd = chance.randbytes, chance.random
    serial = 0
    while serial < count:
        for name in chance.choices(names, weights, k=min(1_000, count - serial)):
            at += step * (0.62 if (at // SECOND_US) % 86_400 < 57_600 else 4.2) * (rnd() + 0.5)
            start = int(at)
            length = lengths[name]
            text = None
            if texts and name in (SCREEN_TEXT, TRANSCRIPT, CLIPBOARD):
                text = " ".join(chance.choices(_WORDS, k=12))
            yield Event(
                uid=(start // 1_000).to_bytes(6, "big") + b"\x70" + serial.to_bytes(5, "big") + randbytes(4),
                topic=name,
                device="desk",
                start_us=start,
                end_us=start + int(length * SECOND_US * 2 * rnd()),
                received_us=start + 1_000,
                tz_offset_min=60,
                text=text,
                data=_data(name, chance, serial),
                media=randbytes(32).hex() if name in (SCREEN, CAMERA) else None,
            )
            serial += 1


def _data(name: str, chance: random.Random, serial: int) -> dict[str, object]:
    app = _APPS[serial // 40 % len(_APPS)]
    if name == INPUT_ACTIVITY:
        return {"keys": serial % 7, "clicks": serial % 3, "scrolls": 0, "moved_px": serial % 900, "app": app}
    if name == SCREEN:
        found = {"display": 0, "width": 1920, "height": 1080, "trigger": "change", "changed": 0.25}
        return {**found, "app": app, "title": f"{app} {serial % 50}"}
    if name == SCREEN_TEXT:
        return {"width": 1920, "height": 1080, "lines": [{"text": "ship note", "box": [10, 20, 300, 40]}], "app": app}
    if name == WINDOW_FOCUS:
        return {"app": app, "title": f"{app} {serial % 50}", "process": app, "pid": 4_000 + serial % 100}
    if name == MICROPHONE:
        return {"rate_hz": 16_000, "channels": 1, "peak": chance.random(), "rms": 0.1}
    if name == VOICE:
        return {"offset_us": 0, "duration_us": 4_000_000, "score": 0.9}
    if name == TRANSCRIPT:
        return {"language": "en", "words": [], "confidence": 0.8}
    if name == COVERAGE:
        return {"source": "screen", "state": "recording"}
    plain = {
        HEART: {"bpm": 60 + serial % 50},
        PLACE: {"place": f"place {serial % 12}"},
        WEB: {"site": f"site{serial % 30}.example"},
        CAMERA: {"camera": "desk", "width": 1280, "height": 720},
        CLIPBOARD: {"characters": 70, "app": app},
    }
    return plain[name]
