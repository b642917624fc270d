"""Everything known of a moment, read from a real store with a made-up day."""

from collections.abc import Iterator

import pytest

from app.timeline.moment import CAMERA_DISPLAY, change_after, change_before, read_moment, voice_after
from storage.events import Event, JsonObject, derived_uid, new_uid
from storage.store import EventQuery, Store
from storage.topics import (
    CAMERA,
    CLIPBOARD,
    COVERAGE,
    INPUT_IDLE,
    OBJECTS,
    PRESENCE,
    SCREEN,
    TRANSCRIPT,
    VOICE,
    WINDOW_FOCUS,
)
from tests.data.sample_store import MEETING_US, MIDNIGHT_US, Recorded, opened, recorded_day


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recorded]:
    with recorded_day(tmp_path_factory.mktemp("day")) as recorded:
        yield recorded


@pytest.fixture
def store(day: Recorded) -> Store:
    return day.storage.store


def first(store: Store, topic: str, start_us: int = MIDNIGHT_US) -> Event:
    return store.events(EventQuery((topic,), start_us, limit=1))[0]


def test_the_frame_is_the_last_before_the_moment(store: Store) -> None:
    frames = store.events(EventQuery((SCREEN,), MEETING_US, limit=30))
    between = (frames[10].start_us + frames[11].start_us) // 2
    moment = read_moment(store, between)
    assert moment.frame is not None
    assert moment.frame.uid == frames[10].uid
    assert moment.lines
    assert any("PP-OCRv6" in line for line in moment.provenance)


def test_a_frame_of_another_display_is_shown_when_asked_for(store: Store) -> None:
    moment = read_moment(store, MEETING_US)
    assert moment.displays[:2] == (0, 1)
    for display in (0, 1):
        frame = read_moment(store, MEETING_US, display).frame
        assert frame is not None
        assert frame.data["display"] == display
    fallback = read_moment(store, MEETING_US, 7)
    assert fallback.frame is not None


def test_the_window_in_focus_names_application_and_title(store: Store) -> None:
    window = first(store, WINDOW_FOCUS, MEETING_US)
    moment = read_moment(store, window.start_us)
    assert (moment.app, moment.title) == (window.data["app"], window.data["title"])
    assert dict(moment.facts)["Window"].startswith(str(window.data["app"]))


def test_speech_around_the_moment_has_its_words(store: Store) -> None:
    spoken = first(store, TRANSCRIPT, MEETING_US)
    moment = read_moment(store, spoken.start_us)
    said = next(each for each in moment.utterances if each.start_us == spoken.start_us)
    assert " ".join(word.text for word in said.words) == spoken.text == said.text
    assert moment.sound
    assert any("whisper" in line for line in moment.provenance)


def test_input_of_the_minute_is_counted(store: Store) -> None:
    assert "keys" in dict(read_moment(store, MEETING_US - 40 * 60_000_000).facts)["Input"]


def test_a_gap_is_named_by_its_cause(store: Store) -> None:
    gaps = store.events(EventQuery((COVERAGE,), MIDNIGHT_US, limit=100))
    asleep = next(gap for gap in gaps if gap.data["state"] == "asleep" and gap.data["source"] == "screen")
    moment = read_moment(store, asleep.start_us + 1)
    assert moment.gap == "The computer was asleep"
    assert moment.frame is None


def test_changes_are_stepped_through_there_and_back(store: Store) -> None:
    frame = first(store, SCREEN, MEETING_US)
    later = change_after(store, frame.start_us)
    assert later is not None
    assert later > frame.start_us
    assert change_before(store, later) == frame.start_us
    assert change_before(store, MIDNIGHT_US) is None
    assert change_after(store, MIDNIGHT_US + 10**12) is None


def test_being_away_and_copying_are_facts(tmp_path_factory: pytest.TempPathFactory) -> None:
    with opened(tmp_path_factory.mktemp("facts")) as recorded:
        data: JsonObject = {"characters": 12}
        recorded.storage.log.append(
            [
                Event(new_uid(), INPUT_IDLE, "desk", 0, 10_000_000, 0),
                Event(new_uid(), CLIPBOARD, "desk", 1_000_000, 1_000_000, 0, data=data),
            ]
        )
        facts = dict(read_moment(recorded.storage.store, 5_000_000).facts)
    assert facts == {"Input": "away from the keyboard", "Copied": "12 characters"}


def test_who_is_seen_while_nothing_is_touched_is_there(tmp_path_factory: pytest.TempPathFactory) -> None:
    with opened(tmp_path_factory.mktemp("seen")) as recorded:
        untouched = Event(new_uid(), INPUT_IDLE, "desk", 0, 10_000_000, 0)
        seen = Event(new_uid(), PRESENCE, "desk", 2_000_000, 6_000_000, 0, data={"people": 1})
        recorded.storage.log.append([untouched, seen])
        facts = [dict(read_moment(recorded.storage.store, at_us).facts) for at_us in (5_000_000, 8_000_000)]
    assert facts == [{"Input": "there, but touching nothing"}, {"Input": "away from the keyboard"}]


def test_nothing_is_known_of_an_empty_store(tmp_path_factory: pytest.TempPathFactory) -> None:
    with opened(tmp_path_factory.mktemp("nothing")) as recorded:
        moment = read_moment(recorded.storage.store, MEETING_US)
    assert moment.frame is None
    assert not moment.facts
    assert not moment.gap


def test_who_speaks_at_a_moment_or_next(store: Store) -> None:
    spoken = first(store, VOICE, MEETING_US)
    assert voice_after(store, spoken.start_us) == (spoken.start_us, spoken.end_us)
    following = voice_after(store, spoken.end_us)
    assert following is not None
    assert following[0] >= spoken.end_us
    assert voice_after(store, MIDNIGHT_US + 10**12) is None


def test_a_recent_still_of_the_camera_is_the_last_display_with_what_was_found_in_it(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    with opened(tmp_path_factory.mktemp("camera")) as recorded:
        address = recorded.media.put(b"picture", "image/webp")
        place: JsonObject = {"camera": "Webcam", "width": 640, "height": 480}
        still = Event(new_uid(), CAMERA, "desk", 1_000_000, 1_000_000, 0, data=place, media=address)
        box: JsonObject = {"label": "person", "box": [1, 2, 3, 4], "score": 0.93}
        made: JsonObject = {"processor": "objects", "version": "1"}
        data: JsonObject = {"objects": [box], "people": 1, "width": 640, "height": 480, "provenance": made}
        found = Event(derived_uid("objects", "1", still.uid, 0), OBJECTS, "desk", 1, 1, 0, data=data, parent=still.uid)
        assert recorded.storage.log.append([still, found]).added == 2
        moment = read_moment(recorded.storage.store, 5_000_000)
    assert moment.displays == (CAMERA_DISPLAY,)
    assert moment.display == CAMERA_DISPLAY
    assert [each.words for each in moment.findings] == ["person 0.93"]
    assert "objects 1" in moment.provenance[0]
    assert moment.provenance[0].startswith("camera still")
