import pytest

from storage.search.kinds import KINDS, kind_of, topics_of
from storage.topics import CLIPBOARD, INPUT_ACTIVITY, SCREEN_TEXT, TRANSCRIPT, WINDOW_FOCUS


@pytest.mark.parametrize(
    ("kind", "topic"),
    [
        ("screen", SCREEN_TEXT),
        ("Speech", TRANSCRIPT),
        ("transcripts", TRANSCRIPT),
        ("windows", WINDOW_FOCUS),
        ("applications", WINDOW_FOCUS),
        ("clipboard", CLIPBOARD),
        ("input", INPUT_ACTIVITY),
        (TRANSCRIPT, TRANSCRIPT),
    ],
)
def test_people_need_not_know_topics(kind: str, topic: str) -> None:
    assert topic in (topics_of(kind) or ())


def test_an_unknown_kind_is_none() -> None:
    assert topics_of("nonsense") is None


@pytest.mark.parametrize("kind", ["screen", "speech", "window", "clipboard"])
def test_a_facet_can_be_typed_back(kind: str) -> None:
    assert kind_of(KINDS[kind][0]) == kind


def test_a_topic_without_a_kind_is_named_after_its_source() -> None:
    assert kind_of("digital.web.visit.raw") == "web"
    assert kind_of("device.sensor.gps.raw") == "sensor"
