"""Reads everything that is known of one moment from the store: picture, text on it, speech, window, facts, provenance.

Blocking: for a worker thread. The moment view paints what comes out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.timeline.details import MICROPHONE_VOICE, Word, field, items, number, speaker_of, whole, words_of
from app.timeline.findings import Finding, findings_of, made_by
from app.timeline.recognised import TextLine
from app.timeline.zone import HOUR_US, MINUTE_US, SECOND_US
from storage.events import Event
from storage.notes import marks_between
from storage.search.echoes import echo_spans, heard_once
from storage.store import EventQuery, Store
from storage.topics import (
    CAMERA,
    CLIPBOARD,
    COVERAGE,
    INPUT_ACTIVITY,
    INPUT_IDLE,
    LOUDSPEAKER,
    MICROPHONE,
    PLAYED_VOICE,
    PRESENCE,
    SCREEN,
    SCREEN_TEXT,
    THUMBNAIL,
    TRANSCRIPT,
    VOICE,
    WINDOW_FOCUS,
)

CAMERA_DISPLAY = -1
"""What stands for the camera among displays."""

_OLDEST_FRAME_US = 6 * HOUR_US
_AROUND_SPEECH_US = 45 * SECOND_US
_STILL_OPEN_US = 15 * SECOND_US
_BEFORE, _AFTER = 1, 2
_RECENT_US = 5 * MINUTE_US
_AROUND_MARK_US = MINUTE_US
_MOST_MARKS = 12
_NEXT = 50
"""So many voices are looked at for one that is no echo; what was played itself stands among them."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """What was said in one go: its text, its words with their times (may be empty), and who said it (`speaker_of`)."""

    start_us: int
    end_us: int
    text: str
    words: tuple[Word, ...]
    speaker: str = MICROPHONE_VOICE


@dataclass(frozen=True, slots=True)
class Moment:
    """One moment as its owner sees it.

    Attributes:
        time_us: which moment.
        frame: the picture in force on the chosen display, None where there is none.
        display: which display `frame` shows, `CAMERA_DISPLAY` for the camera.
        displays: displays that have a picture, ascending; the camera comes last.
        findings: things and faces that models found in it, the surest first.
        lines: recognised text on the picture.
        app: application in focus, "" where unknown.
        title: its window's title.
        utterances: speech around the moment, oldest first; what was heard twice comes once.
        sound: recordings that cover the moment.
        facts: pairs of name and value, in order.
        provenance: one sentence for each thing shown that was derived from another.
        marks: the owner's notes, tags and bookmarks over the moment or near it, oldest first.
        gap: why nothing was recorded at that moment, "" when it was.
    """

    time_us: int
    frame: Event | None = None
    display: int = 0
    displays: tuple[int, ...] = ()
    findings: tuple[Finding, ...] = ()
    lines: tuple[TextLine, ...] = ()
    app: str = ""
    title: str = ""
    utterances: tuple[Utterance, ...] = ()
    sound: tuple[Event, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    provenance: tuple[str, ...] = ()
    marks: tuple[Event, ...] = ()
    gap: str = ""


def read_moment(store: Store, time_us: int, display: int | None = None) -> Moment:
    """Return the moment; `display` None, or one that had no picture then, means the one that changed last.

    Raises:
        StoreError: the store could not answer.
    """
    gap = _gap(store, time_us)
    frames = {} if gap else _frames(store, time_us)
    chosen = display if display in frames else next(iter(frames), 0)
    frame = frames.get(chosen)
    derived = [] if frame is None else store.children(frame.uid)
    texts = [child for child in derived if child.topic == SCREEN_TEXT]
    window = _window(store, time_us)
    spoken = heard_once(store, _around(store, (TRANSCRIPT,), time_us, _AROUND_SPEECH_US))
    return Moment(
        time_us=time_us,
        frame=frame,
        display=chosen,
        displays=tuple(sorted(frames, key=lambda each: (each == CAMERA_DISPLAY, each))),
        findings=tuple(findings_of(derived)),
        lines=tuple(line for text in texts for line in lines_of(text)),
        app=field(window, "app") if window else field(frame, "app") if frame else "",
        title=field(window, "title") if window else field(frame, "title") if frame else "",
        utterances=tuple(
            Utterance(e.start_us, e.end_us, e.text or "", tuple(words_of(e)), speaker_of(e))
            for e in near_to(spoken, time_us)
        ),
        sound=tuple(_around(store, (MICROPHONE, LOUDSPEAKER), time_us, 1)),
        facts=tuple(_facts(store, time_us, window, frame)),
        provenance=tuple(_provenance(frame, derived, near_to(spoken, time_us))),
        marks=tuple(marks_between(store, time_us - _AROUND_MARK_US, time_us + _AROUND_MARK_US + 1, _MOST_MARKS)),
        gap=gap,
    )


def near_to(spoken: Sequence[Event], time_us: int) -> Sequence[Event]:
    """Return what is being said (or was last), the sentence before it and two after it."""
    begun = sum(1 for event in spoken if event.start_us <= time_us)
    return spoken[max(0, begun - 1 - _BEFORE) : begun + _AFTER]


def change_after(store: Store, time_us: int) -> int | None:
    """Return when the screen changes next after a moment, None when it never did."""
    found = store.events(EventQuery(topics=(SCREEN,), start_us=time_us + 1, limit=1))
    return found[0].start_us if found else None


def change_before(store: Store, time_us: int) -> int | None:
    """Return when the screen last changed before a moment, None when it never did."""
    found = store.latest((SCREEN,), time_us - 1)
    return found.start_us if found else None


def voice_after(store: Store, time_us: int) -> tuple[int, int] | None:
    """Return when somebody speaks at a moment or next after it, also from the loudspeaker; None when nobody ever does.

    What the microphone heard from the loudspeaker is passed over: that is heard as it was played.
    """
    voices = store.events(EventQuery((VOICE, PLAYED_VOICE), time_us, limit=_NEXT))
    if not voices:
        said = heard_once(store, store.events(EventQuery((TRANSCRIPT,), time_us, limit=_NEXT)))
        return (said[0].start_us, said[0].end_us) if said else None
    echoes = echo_spans(store, time_us, max(voice.end_us for voice in voices))
    heard = (voice for voice in voices if voice.topic == PLAYED_VOICE or not _mostly_in(echoes, voice))
    first = next(heard, None)
    return None if first is None else (first.start_us, first.end_us)


def _mostly_in(spans: Sequence[tuple[int, int]], event: Event) -> bool:
    """Tell whether spans that do not overlap cover more than half of an event."""
    covered = sum(max(0, min(end, event.end_us) - max(start, event.start_us)) for start, end in spans)
    return covered * 2 > event.end_us - event.start_us


def lines_of(event: Event) -> list[TextLine]:
    """Return the recognised lines of a text event, leaving out what has no box."""
    found = []
    for item in items(event, "lines"):
        text, box = item.get("text"), item.get("box")
        if isinstance(text, str) and isinstance(box, Sequence) and not isinstance(box, str) and len(box) == 4:
            x, y, width, height = (whole(value) for value in box)
            found.append(TextLine(text, x, y, width, height))
    return found


def _frames(store: Store, time_us: int) -> dict[int, Event]:
    """The picture in force per display, the newest first; the camera's last still after them, where it is recent."""
    query = EventQuery((SCREEN,), time_us - _OLDEST_FRAME_US, time_us + 1, newest_first=True, limit=24)
    frames: dict[int, Event] = {}
    for event in store.events(query):
        frames.setdefault(number(event, "display"), event)
    camera = store.latest((CAMERA,), time_us)
    if camera is not None and camera.media is not None and time_us - camera.start_us < _RECENT_US:
        frames[CAMERA_DISPLAY] = camera
    return frames


def _gap(store: Store, time_us: int) -> str:
    for event in store.events(EventQuery((COVERAGE,), time_us, time_us + 1, limit=50)):
        if field(event, "source") == "screen" and field(event, "state") != "recording":
            return field(event, "cause") or field(event, "state").capitalize()
    return ""


def _at(store: Store, topic: str, time_us: int) -> Event | None:
    found = store.events(EventQuery((topic,), time_us, time_us + 1, newest_first=True, limit=1))
    return found[0] if found else None


def _window(store: Store, time_us: int) -> Event | None:
    """The window in focus; an open span is extended every few seconds, so one that just ended may still last."""
    window = _at(store, WINDOW_FOCUS, time_us) or store.latest((WINDOW_FOCUS,), time_us)
    return window if window is not None and time_us - window.end_us < _STILL_OPEN_US else None


def _around(store: Store, topics: tuple[str, ...], time_us: int, reach_us: int) -> list[Event]:
    return store.events(EventQuery(topics, time_us - reach_us, time_us + reach_us, limit=40))


def _facts(store: Store, time_us: int, window: Event | None, frame: Event | None) -> list[tuple[str, str]]:
    facts = []
    if window is not None:
        process = field(window, "process")
        facts.append(("Window", f"{field(window, 'app')} · {process}" if process else field(window, "app")))
    facts += _input_facts(store, time_us)
    copied = store.latest((CLIPBOARD,), time_us)
    if copied is not None and time_us - copied.start_us < _RECENT_US:
        facts.append(("Copied", f"{number(copied, 'characters')} characters"))
    camera = store.latest((CAMERA,), time_us)
    if camera is not None and time_us - camera.start_us < _RECENT_US:
        facts.append(("Camera", field(camera, "camera")))
    if frame is not None and field(frame, "trigger"):
        facts.append(("Picture", _TRIGGERS.get(field(frame, "trigger"), field(frame, "trigger"))))
    return facts


_TRIGGERS: Mapping[str, str] = {
    "start": "taken at the start",
    "focus": "taken on a window switch",
    "click": "taken on a click",
    "typing_pause": "taken after typing",
    "scroll_stop": "taken after scrolling",
    "clipboard": "taken on a copy",
    "change": "taken on a change",
    "idle": "taken while idle",
    "display": "taken on a display change",
}


def _input_facts(store: Store, time_us: int) -> list[tuple[str, str]]:
    if _at(store, INPUT_IDLE, time_us) is not None:
        seen = _at(store, PRESENCE, time_us) is not None
        return [("Input", "there, but touching nothing" if seen else "away from the keyboard")]
    activity = _around(store, (INPUT_ACTIVITY,), time_us, MINUTE_US // 2)
    if not activity:
        return []
    keys, clicks = (sum(number(event, name) for event in activity) for name in ("keys", "clicks"))
    return [("Input", f"{keys} keys, {clicks} clicks / min")]


def _provenance(frame: Event | None, derived: Sequence[Event], spoken: Sequence[Event]) -> list[str]:
    found = []
    if frame is not None:
        made = [made_by(child) for child in derived if child.topic != THUMBNAIL]
        found.append(" → ".join([_frame_name(frame), *([", ".join(made)] if made else [])]))
    if spoken:
        heard_by = "loudspeaker" if spoken[-1].data.get("played") else "microphone"
        found.append(f"{heard_by} → {made_by(spoken[-1])}")
    return found


def _frame_name(frame: Event) -> str:
    return f"{'camera still' if frame.topic == CAMERA else 'screen frame'} {frame.uid.hex()[-6:]}"
