"""What lanes show once there is room: titles, sentences, words, causes."""

from app.timeline.details import FoundBox, details_of, field, items, number, words_of
from storage.events import Event, JsonObject, new_uid
from storage.topics import COVERAGE, FACES, MICROPHONE, OBJECTS, TRANSCRIPT, WINDOW_FOCUS


def event(topic: str, data: JsonObject, start_us: int = 1_000, end_us: int = 2_000, text: str | None = None) -> Event:
    return Event(new_uid(), topic, "desk", start_us, end_us, end_us, text=text, data=data)


def test_each_topic_becomes_what_its_lane_shows() -> None:
    words = [{"word": " hello", "start_us": 0, "end_us": 300}, {"word": "there", "start_us": 300, "end_us": 700}]
    details = details_of(
        [
            event(WINDOW_FOCUS, {"app": "Editor", "title": "notes.txt"}),
            event(TRANSCRIPT, {"words": words}, text="hello there"),
            event(MICROPHONE, {"rate_hz": 1, "channels": 1, "envelope": [1, 255]}),
            event(COVERAGE, {"source": "screen", "state": "paused", "cause": "Paused by you"}),
        ],
        complete=True,
    )
    assert [(title.text, title.group) for title in details.titles] == [("notes.txt", "Editor")]
    assert details.said.texts == ("hello there",)
    assert [(word.text, word.start_us, word.end_us) for word in details.words] == [
        ("hello", 1_000, 1_300),
        ("there", 1_300, 1_700),
    ]
    assert details.sound.levels
    assert [(gap.text, gap.group) for gap in details.gaps] == [("Paused by you", "screen")]
    assert details.complete
    assert details.size_bytes > 0


def test_boxes_are_parts_of_the_picture_and_words_have_a_speaker() -> None:
    found = event(
        OBJECTS, {"width": 200, "height": 100, "people": 1, "objects": [{"label": "cup", "box": [50, 20, 100, 40]}]}
    )
    unknown = event(FACES, {"faces": [{"box": [1, 2, 3, 4]}]})
    spoken = event(TRANSCRIPT, {"speaker": "Ada", "words": [{"word": "yes", "start_us": 0, "end_us": 9}]}, text="yes")
    details = details_of([found, unknown, spoken], complete=True)
    assert details.boxes == (FoundBox(1_000, 0.25, 0.2, 0.5, 0.4),)
    assert details.words[0].speaker == "Ada"
    assert details.said.speakers == ("Ada",)


def test_data_that_is_not_as_expected_is_left_out() -> None:
    odd = event(TRANSCRIPT, {"words": [3, {"word": 5}, {"word": "fine", "start_us": "x", "end_us": 9}], "n": "x"})
    assert [(word.text, word.start_us, word.end_us) for word in words_of(odd)] == [("fine", 1_000, 1_009)]
    assert field(odd, "n") == "x"
    assert field(odd, "missing") == ""
    assert number(odd, "n") == 0
    assert items(odd, "n") == ()


def test_what_the_computer_played_is_told_from_what_the_microphone_heard() -> None:
    heard = event(TRANSCRIPT, {"words": [{"word": "yes", "start_us": 0, "end_us": 9}]}, text="yes")
    played = event(TRANSCRIPT, {"played": True}, 3_000, 4_000, text="hello")
    details = details_of([heard, played], complete=True)
    assert details.said.speakers == ("Microphone", "Computer")
    assert details.words[0].speaker == "Microphone"
    assert details_of([heard], complete=True).said.speakers == ()  # nothing to tell apart
