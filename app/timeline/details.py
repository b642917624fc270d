"""What a lane shows once there is room for it: window titles, sound envelopes, spoken words, causes of gaps.

Made from events on a worker thread; the tiles hold everything that can be drawn without.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from app.timeline.captions import NO_TEXTS, TimedTexts
from app.timeline.sound import NO_SOUND, Sound, sound_of
from storage.events import Event, JsonValue
from storage.topics import COVERAGE, FACES, MICROPHONE, OBJECTS, TRANSCRIPT, WINDOW_FOCUS

MICROPHONE_VOICE, COMPUTER_VOICE = "Microphone", "Computer"
"""Whose words they are, where no processor told voices apart: what heard them is all that is known."""

DETAIL_TOPICS: Mapping[str, tuple[str, ...]] = {
    "applications": (WINDOW_FOCUS,),
    "speech": (MICROPHONE, TRANSCRIPT),
    "camera": (OBJECTS, FACES),
    "coverage": (COVERAGE,),
}


@dataclass(frozen=True, slots=True)
class Caption:
    """A piece of text over a span: a window's title, what was said, why nothing was recorded."""

    start_us: int
    end_us: int
    text: str
    group: str


@dataclass(frozen=True, slots=True)
class Word:
    """A spoken word with its times (UTC microseconds), and who said it (`speaker_of`)."""

    start_us: int
    end_us: int
    text: str
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class FoundBox:
    """Where a thing is in the picture taken at `start_us`: parts of its width and height, 0 to 1."""

    start_us: int
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Details:
    """Everything that is drawn only when zoomed in.

    `complete`: nothing more is to be had by asking closer. `held`: the last picture before the window, its text being
    its address and its group the lane. `stays`: the group is the name, the text that or the coordinates.
    """

    complete: bool = False
    titles: tuple[Caption, ...] = ()
    said: TimedTexts = NO_TEXTS
    words: tuple[Word, ...] = ()
    sound: Sound = NO_SOUND
    gaps: tuple[Caption, ...] = ()
    stays: tuple[Caption, ...] = ()
    boxes: tuple[FoundBox, ...] = ()
    held: tuple[Caption, ...] = ()

    @property
    def size_bytes(self) -> int:
        """About how much memory it takes."""
        captions = (
            len(self.titles)
            + len(self.said.texts)
            + len(self.gaps)
            + len(self.words)
            + len(self.stays)
            + len(self.boxes)
        )
        return 200 * captions + self.sound.size_bytes


NO_DETAILS = Details()


def details_of(events: Iterable[Event], *, complete: bool) -> Details:
    """Return the details in a window's events, in order of start."""
    titles, gaps = [], []
    spoken: list[Event] = []
    words: list[Word] = []
    recordings: list[Event] = []
    boxes: list[FoundBox] = []
    for event in events:
        if event.topic == WINDOW_FOCUS:
            titles.append(_caption(event, field(event, "title"), field(event, "app")))
        elif event.topic == TRANSCRIPT:
            spoken.append(event)
            words += words_of(event)
        elif event.topic == MICROPHONE:
            recordings.append(event)
        elif event.topic in (OBJECTS, FACES):
            boxes += boxes_of(event)
        elif event.topic == COVERAGE:
            gaps.append(_caption(event, field(event, "cause"), field(event, "source")))
    return Details(
        complete, tuple(titles), _said(spoken), tuple(words), sound_of(recordings), tuple(gaps), boxes=tuple(boxes)
    )


def boxes_of(event: Event) -> list[FoundBox]:
    """Return where things and faces are in the picture that an event is about; none where its size is not known."""
    across, down = number(event, "width"), number(event, "height")
    found = []
    for item in (*items(event, "objects"), *items(event, "faces")):
        box = item.get("box")
        if across > 0 and down > 0 and isinstance(box, Sequence) and not isinstance(box, str) and len(box) == 4:
            x, y, width, height = (whole(value) for value in box)
            found.append(FoundBox(event.start_us, x / across, y / down, width / across, height / down))
    return found


def _said(spoken: Sequence[Event]) -> TimedTexts:
    starts = np.array([event.start_us for event in spoken], np.int64)
    ends = np.array([event.end_us for event in spoken], np.int64)
    speakers = tuple(speaker_of(event) for event in spoken)
    told_apart = any(speaker != MICROPHONE_VOICE for speaker in speakers)
    return TimedTexts(starts, ends, tuple(event.text or "" for event in spoken), speakers if told_apart else ())


def _caption(event: Event, text: str, group: str) -> Caption:
    return Caption(event.start_us, event.end_us, text, group)


def field(event: Event, name: str) -> str:
    """Return a text field of an event's data, "" where it has none."""
    value = event.data.get(name)
    return value if isinstance(value, str) else ""


def number(event: Event, name: str) -> int:
    """Return a whole number of an event's data, 0 where it has none."""
    return whole(event.data.get(name))


def whole(value: JsonValue) -> int:
    """Return a JSON value as a whole number, 0 where it is none."""
    return int(value) if isinstance(value, int | float) else 0


def items(event: Event, name: str) -> Sequence[Mapping[str, JsonValue]]:
    """Return a list of objects in an event's data, leaving out what is none."""
    value = event.data.get(name)
    if not isinstance(value, Sequence) or isinstance(value, str):
        return ()
    return [item for item in value if isinstance(item, Mapping)]


def speaker_of(event: Event) -> str:
    """Return who says a transcript's words, as far as that is known."""
    return field(event, "speaker") or (COMPUTER_VOICE if event.data.get("played") else MICROPHONE_VOICE)


def words_of(event: Event) -> list[Word]:
    """Return a transcript's words with absolute times."""
    found = []
    for item in items(event, "words"):
        text = item.get("word")
        if isinstance(text, str):
            start_us = event.start_us + whole(item.get("start_us"))
            end_us = event.start_us + whole(item.get("end_us"))
            found.append(Word(start_us, end_us, text.strip(), speaker_of(event)))
    return found
