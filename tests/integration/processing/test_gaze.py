"""A backlog, a window that shows its end, and real workers: what is looked at comes out first."""

import threading
from typing import Any

from processing.pipeline import Pipeline
from processing.registry import Planned
from processing.settings import ProcessingSettings
from storage.clock import SystemClock
from storage.topics import SCREEN_TEXT
from tests.data.observed import NOON_US, page
from tests.unit.processing.recipes import Recipe

MINUTE_US = 60_000_000


def test_what_the_timeline_shows_is_understood_before_the_rest(place: Any) -> None:
    picture = page([], size=(64, 48))
    for minute in range(40):
        place.frame(picture, NOON_US + minute * MINUTE_US, title=str(minute))
    place.log.subscribe("order", [SCREEN_TEXT])
    pipeline = Pipeline(
        place.log,
        place.media,
        ProcessingSettings(),
        SystemClock(),
        plan=lambda _: [Planned(Recipe())],
        find=place.store.events,
    )
    pipeline.look_at(NOON_US + 30 * MINUTE_US, NOON_US + 36 * MINUTE_US)
    try:
        assert pipeline.drain(lambda _: None, threading.Event())
    finally:
        pipeline.stop(60)

    made = [entry.event for entry in place.log.read("order", limit=100).entries]
    first = [(event.start_us - NOON_US) // MINUTE_US for event in made[:6]]
    assert sorted(first) == [30, 31, 32, 33, 34, 35]
    assert len(made) == 40
