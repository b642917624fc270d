from processing.reprocess import made_by
from storage.events import Event
from storage.topics import SCREEN_TEXT


def test_who_made_an_event_stands_in_it() -> None:
    times = (1, 1, 1)
    made = Event(b"a" * 16, SCREEN_TEXT, "desk", *times, data={"provenance": {"processor": "ocr", "version": "1"}})

    assert made_by(made) == "ocr"
    assert made_by(Event(b"b" * 16, SCREEN_TEXT, "desk", *times)) == ""
