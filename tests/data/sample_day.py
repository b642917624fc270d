"""A realistic synthetic day or week in a real log and media store: for tests, benchmarks and screenshots.

Same seed, same days: pictures that can be looked at, sound that can be played, words, windows, input, pauses.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from storage.events import Event, JsonObject, derived_uid, imported_uid
from storage.log import Log
from storage.media import MediaStore
from storage.topics import (
    CAMERA,
    CLIPBOARD,
    COVERAGE,
    INPUT_ACTIVITY,
    INPUT_IDLE,
    MICROPHONE,
    SCREEN,
    SCREEN_TEXT,
    THUMBNAIL,
    TRANSCRIPT,
    VOICE,
    WINDOW_FOCUS,
)
from tests.data.sample_screens import CAMERA_SIZE, DOCUMENTS, HEIGHT, WIDTH, Picture, camera_still, render
from tests.data.sample_speech import ENVELOPE_HZ, RATE_HZ, SEGMENT_S, Recording, record

SECOND_US = 1_000_000
MINUTE_US = 60 * SECOND_US
HOUR_US = 60 * MINUTE_US
DAY_US = 24 * HOUR_US
DEVICE = "desk"
SCROLLS = 3
RECORDINGS = 12
STILLS = 6


@dataclass(frozen=True, slots=True)
class Kept:
    """Something rendered once and used often: addresses of the bytes and of the thumbnail."""

    media: str
    thumbnail: str


@dataclass(frozen=True, slots=True)
class Stock:
    """Everything rendered, by what it shows, with the addresses in the media store."""

    pictures: dict[str, list[tuple[Picture, Kept]]]
    recordings: list[tuple[Recording, str]]
    stills: list[Kept]


def fill(log: Log, media: MediaStore, start_us: int, days: int = 1, seed: int = 1) -> int:
    """Append `days` days that begin at midnight `start_us`; return the number of events added.

    People work from about 8:40 to 18:10 on weekdays (days counted from `start_us`, the sixth and seventh are short).
    """
    chance = Random(seed)
    stock = _stock(media, chance)
    added = 0
    for day in range(days):
        events = sorted(_day(start_us + day * DAY_US, day, stock, Random(seed * 1000 + day)), key=lambda e: e.start_us)
        for at in range(0, len(events), 500):
            added += log.append(events[at : at + 500]).added
    return added


def _stock(media: MediaStore, chance: Random) -> Stock:
    pictures: dict[str, list[tuple[Picture, Kept]]] = {}
    for document in DOCUMENTS:
        for scroll in range(SCROLLS):
            picture = render(document, scroll, chance)
            kept = Kept(media.put(picture.webp, "image/webp"), media.put(picture.thumbnail, "image/webp"))
            pictures.setdefault(document.title, []).append((picture, kept))
    recordings = []
    for _ in range(RECORDINGS):
        recording = record(chance)
        recordings.append((recording, media.put(recording.flac, "audio/flac")))
    stills = []
    for _ in range(STILLS):
        picture_bytes, thumbnail = camera_still(chance)
        stills.append(Kept(media.put(picture_bytes, "image/webp"), media.put(thumbnail, "image/webp")))
    return Stock(pictures, recordings, stills)


def _day(midnight_us: int, day: int, stock: Stock, chance: Random) -> Iterator[Event]:
    weekend = day % 7 >= 5
    begin = midnight_us + (10 * HOUR_US if weekend else 8 * HOUR_US + chance.randint(30, 50) * MINUTE_US)
    end = midnight_us + (12 * HOUR_US if weekend else 18 * HOUR_US + chance.randint(0, 20) * MINUTE_US)
    lunch = (midnight_us + 12 * HOUR_US + 20 * MINUTE_US, midnight_us + 13 * HOUR_US + 5 * MINUTE_US)
    meetings = [midnight_us + hour * HOUR_US + chance.randint(0, 40) * MINUTE_US for hour in (10, 14, 16)]
    pause = (end - 70 * MINUTE_US, end - 58 * MINUTE_US)
    yield from _coverage(begin, lunch, pause, end)
    stretches = ((begin, min(lunch[0], end)), (lunch[1], pause[0]), (pause[1], end))
    for low, high in stretches[: 1 if weekend else 3]:
        yield from _stretch(low, high, meetings, stock, chance)


def _stretch(low: int, high: int, meetings: list[int], stock: Stock, chance: Random) -> Iterator[Event]:
    """Work without a break: one window after the other, and what was seen, typed and said meanwhile."""
    at = low
    while at < high:
        meeting = any(start <= at < start + 25 * MINUTE_US for start in meetings)
        title = "Weekly planning · Meet" if meeting else chance.choice([d.title for d in DOCUMENTS if d.app != "Meet"])
        length = chance.randint(3, 9) * MINUTE_US if meeting else round(chance.expovariate(1 / 150) * SECOND_US)
        until = min(high, at + max(8 * SECOND_US, length))
        yield from _window(at, until, stock.pictures[title], chance)
        yield from _typing(at, until, title, meeting, chance)
        at = until
    for start in range(low, high - SEGMENT_S * SECOND_US, SEGMENT_S * SECOND_US):
        meeting = any(begin <= start < begin + 25 * MINUTE_US for begin in meetings)
        yield from _sound(start, stock, chance, speaking=chance.random() < (0.85 if meeting else 0.03))
    for start in range(low + 4 * MINUTE_US, high, 12 * MINUTE_US):
        yield from _still(start + chance.randint(0, 4 * MINUTE_US), stock, chance)


def _window(at: int, until: int, pictures: list[tuple[Picture, Kept]], chance: Random) -> Iterator[Event]:
    document = pictures[0][0].document
    names: JsonObject = {"app": document.app, "title": document.title}
    text = f"{document.app} {document.title}"
    yield _event(WINDOW_FOCUS, at, until, {**names, "process": document.process, "pid": 4100}, text=text)
    trigger, shot = "focus", at + chance.randint(200_000, 900_000)
    while shot < until:
        display = 1 if chance.random() < 0.2 else 0
        yield from _frame(shot, chance.choice(pictures), display, trigger, names)
        trigger = chance.choice(("click", "typing_pause", "scroll_stop", "change"))
        shot += round(chance.expovariate(1 / 45) * SECOND_US) + 3 * SECOND_US
    if chance.random() < 0.06:
        data: JsonObject = {**names, "characters": len(document.lines[1])}
        yield _event(CLIPBOARD, at + 2 * SECOND_US, at + 2 * SECOND_US, data, text=document.lines[1])


def _frame(at: int, rendered: tuple[Picture, Kept], display: int, trigger: str, names: JsonObject) -> Iterator[Event]:
    picture, kept = rendered
    place: JsonObject = {"display": display, "x": display * WIDTH, "y": 0, "width": WIDTH, "height": HEIGHT}
    frame = _event(SCREEN, at, at, {**place, **names, "trigger": trigger, "changed": 0.3}, media=kept.media)
    yield frame
    yield _thumbnail(frame, kept.thumbnail, 320, 180)
    lines = [{"text": text, "box": list(box), "score": 0.97} for text, box in picture.lines]
    made = {"processor": "screen-text", "version": "1", "model": "PP-OCRv6"}
    data: JsonObject = {**names, "width": WIDTH, "height": HEIGHT, "lines": lines, "provenance": made}
    text = "\n".join(text for text, _ in picture.lines)
    yield _derived(SCREEN_TEXT, frame, at, at, data, text=text, media=kept.media)


def _thumbnail(parent: Event, address: str, width: int, height: int) -> Event:
    made: JsonObject = {"processor": "thumbnail", "version": "1"}
    data: JsonObject = {"width": width, "height": height, "provenance": made}
    return _derived(THUMBNAIL, parent, parent.start_us, parent.end_us, data, media=address)


def _typing(at: int, until: int, title: str, meeting: bool, chance: Random) -> Iterator[Event]:
    """Bursts of typing and clicking, counted by the second as the recorder does."""
    pace = 0.15 if meeting else chance.choice((0.1, 0.35, 0.8, 1.0))
    start = at
    while start < until - 10 * SECOND_US:
        for _ in range(chance.randint(1, 9)):
            keys, clicks = round(chance.uniform(0, 9) * pace), chance.choice((0, 0, 0, 0, 1))
            if keys or clicks:
                data: JsonObject = {"keys": keys, "clicks": clicks, "scrolls": chance.randint(0, 2), "moved_px": 120}
                yield _event(INPUT_ACTIVITY, start, start + SECOND_US, data)
            start += SECOND_US
        start += round(chance.expovariate(pace / 12) * SECOND_US)


def _sound(start: int, stock: Stock, chance: Random, *, speaking: bool) -> Iterator[Event]:
    end = start + SEGMENT_S * SECOND_US
    common: JsonObject = {"rate_hz": RATE_HZ, "channels": 1, "input": "Built-in microphone", "envelope_hz": ENVELOPE_HZ}
    if not speaking:
        quiet = [chance.choice((0, 0, 1, 1, 2)) for _ in range(SEGMENT_S * ENVELOPE_HZ)]
        yield _event(MICROPHONE, start, end, {**common, "peak": 0.008, "rms": 0.001, "envelope": quiet, "silent": True})
        return
    recording, address = chance.choice(stock.recordings)
    data: JsonObject = {**common, "peak": min(1.0, recording.peak), "rms": 0.05, "envelope": list(recording.envelope)}
    segment = _event(MICROPHONE, start, end, data, media=address)
    yield segment
    for ordinal, said in enumerate(recording.said):
        span = (start + said.start_us, start + said.end_us)
        where: JsonObject = {"offset_us": said.start_us, "duration_us": said.end_us - said.start_us, "score": 0.9}
        voice = _derived(VOICE, segment, *span, where, ordinal=ordinal)
        yield voice
        words = [
            {"word": word, "start_us": low - said.start_us, "end_us": high - said.start_us, "probability": 0.93}
            for word, low, high in said.words
        ]
        made: JsonObject = {"processor": "transcript", "version": "1", "model": "whisper-tiny.en"}
        spoken: JsonObject = {"language": "en", "words": words, "confidence": 0.93, "provenance": made}
        yield _derived(TRANSCRIPT, voice, *span, spoken, text=said.text)


def _still(at: int, stock: Stock, chance: Random) -> Iterator[Event]:
    kept = chance.choice(stock.stills)
    width, height = CAMERA_SIZE
    still = _event(CAMERA, at, at, {"camera": "Webcam", "width": width, "height": height}, media=kept.media)
    yield still
    yield _thumbnail(still, kept.thumbnail, 120, 90)


def _coverage(begin: int, lunch: tuple[int, int], pause: tuple[int, int], end: int) -> Iterator[Event]:
    for source in ("screen", "windows", "input", "microphone", "camera", "clipboard"):
        yield _event(COVERAGE, begin, min(lunch[0], end), {"source": source, "state": "recording"})
        if lunch[1] < end:
            away: JsonObject = {"source": source, "state": "asleep", "cause": "The computer was asleep"}
            yield _event(COVERAGE, *lunch, away)
            yield _event(COVERAGE, lunch[1], pause[0], {"source": source, "state": "recording"})
            yield _event(COVERAGE, *pause, {"source": source, "state": "paused", "cause": "Paused by you"})
            yield _event(COVERAGE, pause[1], end, {"source": source, "state": "recording"})
    if lunch[1] < end:
        yield _event(INPUT_IDLE, lunch[0] - 4 * MINUTE_US, lunch[0], {"threshold_s": 60})


def _event(
    topic: str, start_us: int, end_us: int, data: JsonObject, *, text: str | None = None, media: str | None = None
) -> Event:
    uid = imported_uid("sample", f"{topic} {start_us} {data.get('source', '')}")
    return Event(uid, topic, DEVICE, start_us, end_us, end_us, 0, text=text, data=data, media=media)


def _derived(
    topic: str,
    parent: Event,
    start_us: int,
    end_us: int,
    data: JsonObject,
    *,
    text: str | None = None,
    media: str | None = None,
    ordinal: int = 0,
) -> Event:
    uid = derived_uid(topic, "1", parent.uid, ordinal)
    received_us = end_us + 3 * SECOND_US
    return Event(uid, topic, DEVICE, start_us, end_us, received_us, 0, 0, text, data, media, parent.uid)
