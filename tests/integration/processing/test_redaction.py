import threading
from collections.abc import Callable

from processing.pipeline import Pipeline
from processing.settings import EntitiesSettings, ProcessingSettings
from storage.topics import SCREEN_TEXT
from tests.data.observed import Place, page

MakePipeline = Callable[..., Pipeline]


def test_a_card_on_the_screen_is_never_stored_as_text(place: Place, make_pipeline: MakePipeline) -> None:
    place.frame(page(["Pay with 4111 1111 1111 1111"]))
    one = make_pipeline(ProcessingSettings(entities=EntitiesSettings(redact=True)))

    assert one.drain(lambda healths: None, threading.Event())

    (event,) = place.events(SCREEN_TEXT)  # type: ignore[attr-defined]
    assert "Pay with" in event.text
    assert "4111" not in event.text + str(event.data)
