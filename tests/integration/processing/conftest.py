"""A real log, media store and pipeline for every test that asks."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from processing.models.catalog import Catalog
from processing.pipeline import Pipeline
from processing.registry import Plan, planned
from processing.settings import ProcessingSettings
from storage.clock import SystemClock
from storage.events import Event
from storage.objects.open import open_media
from storage.sqlite.open import open_sqlite
from storage.store import EventQuery, Store
from tests.data.observed import Place

MakePipeline = Callable[..., Pipeline]


class Observed(Place):
    """A place whose results can be looked at."""

    store: Store

    def events(self, topic: str) -> list[Event]:
        """Return the events of a topic in order of time."""
        return list(self.store.events(EventQuery(topics=(topic,))))


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Observed]:
    """An empty data folder."""
    storage = open_sqlite(tmp_path / "home", clock=SystemClock())
    one = Observed(storage.log, open_media(tmp_path / "home" / "media"))
    object.__setattr__(one, "store", storage.store)
    yield one
    storage.close()


@pytest.fixture
def make_pipeline(place: Observed) -> Iterator[MakePipeline]:
    """Makes pipelines over the place; they are stopped at the end."""
    made: list[Pipeline] = []

    def make(
        settings: ProcessingSettings | None = None, *, plan: Plan = planned, catalog: Catalog | None = None
    ) -> Pipeline:
        one = Pipeline(
            place.log, place.media, settings or ProcessingSettings(), SystemClock(), plan=plan, catalog=catalog
        )
        made.append(one)
        return one

    yield make
    for one in made:
        one.stop(60)


@pytest.fixture
def drain(make_pipeline: MakePipeline) -> Callable[[], Pipeline]:
    """Works everything off with the processors as shipped."""

    def run() -> Pipeline:
        one = make_pipeline()
        assert one.drain(lambda healths: None, threading.Event()), one.health()
        return one

    return run
