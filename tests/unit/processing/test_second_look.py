"""When a text is read again; that it is, by the larger model, is in `tests/integration/processing/test_second_look`."""

from dataclasses import replace

import pytest

from processing.models.catalog import Catalog
from processing.reprocess import Redone
from processing.second_look import SecondLook, read_by
from processing.settings import OcrSettings, ProcessingSettings
from storage.clock import SystemClock
from storage.events import Event, JsonObject, new_uid
from storage.topics import SCREEN_TEXT
from tests.data.observed import Place, until


def look(place: Place, settings: OcrSettings) -> SecondLook:
    # No store: whoever asks it for texts to read again fails.
    made = SecondLook(place.log, None, place.media, SystemClock(), Catalog(), lambda: True)  # type: ignore[arg-type]
    made.apply(ProcessingSettings(ocr=settings))
    return made


@pytest.mark.parametrize(
    "settings",
    [OcrSettings(enabled=False), OcrSettings(idle_model=""), OcrSettings(model="pp-ocrv6-small")],
    ids=["no texts are read", "no larger model", "the larger one reads already"],
)
def test_nothing_is_looked_for_where_nothing_could_be_better(place: Place, settings: OcrSettings) -> None:
    assert look(place, settings).advance() == Redone(0)


def test_it_waits_for_leisure_and_ends_at_once(place: Place) -> None:
    one = look(place, OcrSettings(enabled=False))
    one.start()
    until(lambda: one._thread is not None and one._thread.is_alive())
    assert one.stop(60)


def test_who_read_a_text_stands_in_it() -> None:
    data: JsonObject = {"provenance": {"model": "pp-ocrv6-tiny@6"}}
    text = Event(new_uid(), SCREEN_TEXT, "desk", 1, 1, 1, data=data)
    assert read_by(text) == "pp-ocrv6-tiny@6"
    assert read_by(replace(text, data={})) == ""
