import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

import psutil
import pytest

from processing.pipeline import Pipeline
from processing.processor import ModelUnavailableError
from processing.registry import Planned
from processing.reprocess import Redone, Reprocessor
from storage.clock import SystemClock
from storage.store import EventQuery, Store
from storage.topics import SCREEN_TEXT, THUMBNAIL
from tests.data.observed import NOON_US, Place, page
from tests.unit.processing.recipes import Recipe

MakePipeline = Callable[..., Pipeline]
NEVER = threading.Event()
FOLLOWER = Recipe(name="second", consumes=(SCREEN_TEXT,), makes=THUMBNAIL)


def ignore(state: Redone) -> None:
    """A progress nobody looks at."""


class Kitchen:
    """Ten dishes cooked by version 1, with a follower that has made something of each."""

    def __init__(self, place: Place, store: Store, make_pipeline: MakePipeline) -> None:
        self.place, self.store = place, store
        for number in range(10):
            place.frame(page([], size=(64, 48)), NOON_US + number * 1_000_000, title=f"dish {number}")
        one = make_pipeline(plan=lambda settings: [Planned(Recipe()), Planned(FOLLOWER)])
        assert one.drain(lambda healths: None, NEVER)
        one.stop(60)

    def again(self, *recipes: Recipe) -> Reprocessor:
        plan = [Planned(recipe) for recipe in (*recipes, FOLLOWER)]
        return Reprocessor(self.place.log, self.store, self.place.media, SystemClock(), plan)

    def versions(self, topic: str = SCREEN_TEXT) -> list[str]:
        return [str(event.data["provenance"]["version"]) for event in self.store.events(EventQuery((topic,)))]  # type: ignore[index, call-overload]


@pytest.fixture
def kitchen(place: Place, make_pipeline: MakePipeline) -> Kitchen:
    return Kitchen(place, place.store, make_pipeline)  # type: ignore[attr-defined]


def test_a_newer_version_replaces_what_lies_in_the_span_and_what_was_made_of_it(kitchen: Kitchen) -> None:
    seen: list[Redone] = []

    done = kitchen.again(Recipe(version="2")).run("recipe", NOON_US, NOON_US + 4_500_000, seen.append, NEVER)

    assert (done.total, done.done, done.added, done.removed, done.failed) == (5, 5, 10, 10, 0)
    assert kitchen.versions() == ["2"] * 5 + ["1"] * 5
    assert len(kitchen.versions(THUMBNAIL)) == 10, "what follows was made anew, once"
    assert [state.done for state in seen] == [4, 5]


def test_again_it_changes_nothing_and_the_pipeline_doubles_nothing(
    kitchen: Kitchen, make_pipeline: MakePipeline
) -> None:
    newer = Recipe(version="2")
    kitchen.again(newer).run("recipe", NOON_US, NOON_US + 10_000_000, ignore, NEVER)

    done = kitchen.again(newer).run("recipe", NOON_US, NOON_US + 10_000_000, ignore, NEVER)

    assert (done.added, done.removed) == (0, 0)
    one = make_pipeline(plan=lambda settings: [Planned(newer), Planned(FOLLOWER)])
    assert one.drain(lambda healths: None, NEVER)
    assert kitchen.versions() == ["2"] * 10
    assert len(kitchen.versions(THUMBNAIL)) == 10


def test_back_to_the_older_version(kitchen: Kitchen) -> None:
    span = NOON_US, NOON_US + 10_000_000
    kitchen.again(Recipe(version="2")).run("recipe", *span, ignore, NEVER)

    kitchen.again(Recipe(version="1")).run("recipe", *span, ignore, NEVER)

    assert kitchen.versions() == ["1"] * 10


def test_cancelled_the_rest_keep_their_old_results(kitchen: Kitchen) -> None:
    cancelled = threading.Event()

    done = kitchen.again(Recipe(version="2")).run(
        "recipe", NOON_US, NOON_US + 10_000_000, lambda state: cancelled.set(), cancelled
    )

    assert done.done == 4
    assert kitchen.versions() == ["2"] * 4 + ["1"] * 6


def test_what_fails_keeps_its_old_result_and_is_put_aside(kitchen: Kitchen) -> None:
    angry = replace(Recipe(version="2"), fails_on="dish 3")

    done = kitchen.again(angry).run("recipe", NOON_US, NOON_US + 10_000_000, ignore, NEVER)

    assert done.failed == 1
    assert sorted(kitchen.versions()) == ["1"] + ["2"] * 9
    (letter,) = kitchen.place.log.dead_letters()
    assert "ValueError" in letter.cause


def test_a_missing_model_leaves_everything_as_it_was(kitchen: Kitchen) -> None:
    blind = Recipe(version="2", task="ocr", model="no-such-model")

    with pytest.raises(ModelUnavailableError, match="no-such-model"):
        kitchen.again(blind).run("recipe", NOON_US, NOON_US + 10_000_000, ignore, NEVER)

    assert kitchen.versions() == ["1"] * 10


def test_who_comes_from_elsewhere_is_confined_here_too(kitchen: Kitchen) -> None:
    start_us = NOON_US + 60_000_000
    kitchen.place.frame(page([], size=(64, 48)), start_us, title="write")
    plan = [Planned(Recipe(version="2"), foreign=True), Planned(FOLLOWER)]
    again = Reprocessor(kitchen.place.log, kitchen.store, kitchen.place.media, SystemClock(), plan)

    assert again.run("recipe", start_us, start_us + 1, ignore, NEVER).failed == 1

    (letter,) = kitchen.place.log.dead_letters()
    assert "NotPermittedError" in letter.cause
    assert again.run("recipe", NOON_US, NOON_US + 500_000, ignore, NEVER).added == 2, "and what follows is not"


def test_no_process_is_left(kitchen: Kitchen) -> None:
    kitchen.again(Recipe(version="2")).run("recipe", NOON_US, NOON_US + 1, ignore, NEVER)

    with suppress(psutil.NoSuchProcess):  # ended while it was looked at
        children = [one for one in psutil.Process().children() if one.status() != psutil.STATUS_ZOMBIE]
        assert not [child for child in children if "spawn_main" in " ".join(child.cmdline())]
