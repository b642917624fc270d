"""Texts read unsurely are read again by the larger model, real ones both, while nobody is there."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image, ImageFilter

from processing.models.catalog import Catalog
from processing.pipeline import Pipeline
from processing.second_look import SecondLook, read_by
from processing.settings import ProcessingSettings
from storage.clock import SystemClock
from storage.events import Event
from storage.topics import MEANING, SCREEN_TEXT
from tests.data.observed import page

LINES = ["The quarterly report is attached", "Please send it before Friday"]
TINY, SMALL = "pp-ocrv6-tiny@6", "pp-ocrv6-small@6"


def look(place: Any, leisure: Callable[[], bool] = lambda: True, **ocr: object) -> SecondLook:
    one = SecondLook(place.log, place.store, place.media, Recently(), Catalog(), leisure)
    one.apply(ProcessingSettings.model_validate({"ocr": {"idle_doubt": 1.0, **ocr}}))
    return one


class Recently(SystemClock):
    """A minute after the frames were taken."""

    def now_us(self) -> int:
        return 1_780_000_060_000_000


def blurred() -> Image.Image:
    return page(LINES).filter(ImageFilter.GaussianBlur(1.5))


def models(place: Any) -> list[str]:
    return [read_by(event) for event in place.events(SCREEN_TEXT)]


def test_the_larger_models_text_takes_the_place_of_a_doubtful_one(place: Any, drain: Callable[[], Pipeline]) -> None:
    place.frame(blurred())
    drain().stop(60)
    assert models(place) == [TINY]

    done = look(place).advance()

    assert (done.done, done.failed) == (1, 0)
    assert models(place) == [SMALL]
    (text,) = place.events(SCREEN_TEXT)
    assert "quarterly report" in str(text.text)
    parents = {event.parent for event in place.events(MEANING)}
    assert parents == {text.uid}, "what was derived from the old text went with it"
    assert look(place).advance().total == 0, "once is enough"


def test_what_was_read_surely_stays_and_so_does_everything_when_nobody_is_away(
    place: Any, drain: Callable[[], Pipeline]
) -> None:
    place.frame(blurred())
    drain().stop(60)

    assert look(place, idle_doubt=0.0).advance().total == 0
    assert look(place, leisure=lambda: False).advance().total == 0
    assert look(place, idle_model="").advance().total == 0
    assert models(place) == [TINY]


def test_a_text_whose_picture_is_gone_stays(place: Any, drain: Callable[[], Pipeline]) -> None:
    frame: Event = place.frame(blurred())
    drain().stop(60)
    Path(place.media.path(frame.media)).unlink()

    assert look(place).advance().total == 0
    assert models(place) == [TINY]
