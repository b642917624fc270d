"""What models found in pictures, and how they are named as the source of what is known."""

from app.timeline.findings import Finding, findings_of, made_by
from storage.events import Event, JsonObject, new_uid
from storage.topics import SCREEN_TEXT, TRANSCRIPT

OBJECTS = "media.image.objects.yolo"


def event(topic: str, data: JsonObject) -> Event:
    return Event(new_uid(), topic, "desk", 0, 0, 0, data=data)


def test_things_and_faces_come_surest_first_and_what_has_no_box_is_left_out() -> None:
    things = event(
        OBJECTS,
        {
            "objects": [
                {"label": "cup", "score": 0.71, "box": [5, 6, 7, 8]},
                {"label": "laptop", "score": 0.9},
                {"label": "person", "score": 0.93, "box": [1, 2, 3, 4]},
            ]
        },
    )
    faces = event("media.image.faces.mtcnn", {"faces": [{"box": [9, 9, 2, 2]}]})
    found = findings_of([things, faces])
    assert found[0] == Finding("person", 0.93, 1, 2, 3, 4)
    assert [each.words for each in found] == ["person 0.93", "cup 0.71", "face"]


def test_sound_and_text_are_no_findings() -> None:
    data: JsonObject = {"objects": [{"label": "x", "box": [0, 0, 1, 1]}]}
    assert findings_of([event("media.audio.speech.vad", data)]) == []


def test_the_maker_is_named_with_model_version_count_and_confidence() -> None:
    made: JsonObject = {"processor": "ocr", "version": "2", "model": "PP-OCRv6"}
    lines: JsonObject = {"lines": [{"text": "a", "score": 0.9}, {"text": "b", "score": 1.0}], "provenance": made}
    assert made_by(event(SCREEN_TEXT, lines)) == "PP-OCRv6 · ocr 2 (2 lines, 95 %)"
    spoken: JsonObject = {"words": [], "confidence": 0.93, "provenance": {"processor": "transcription", "version": "3"}}
    assert made_by(event(TRANSCRIPT, spoken)) == "transcription 3 (93 %)"
    assert made_by(event(OBJECTS, {})) == OBJECTS
