from collections.abc import Callable, Mapping
from typing import Any

import psutil
import pytest

from processing.consumer import Tally, group_of
from processing.family import Bell, Family, Means
from processing.governor import Governor, Situation
from processing.health import ProcessorState
from processing.processor import ModelFile, ModelUnavailableError, Processor
from processing.settings import GovernorSettings
from processing.slots import Slots
from storage.clock import SystemClock
from tests.data.observed import Place, page, until
from tests.unit.processing.recipes import Recipe


@pytest.fixture
def bell() -> Bell:
    return Bell()


def no_models(processor: Processor[Any]) -> Mapping[str, ModelFile]:
    return {}


def family(
    place: Place,
    bell: Bell,
    *recipes: Recipe,
    idle_s: float = 60.0,
    find: Callable[[Processor[Any]], Mapping[str, ModelFile]] = no_models,
    governor: Governor | None = None,
) -> Family:
    for recipe in recipes:
        place.log.subscribe(group_of(recipe.name), recipe.consumes)
    governor = governor or Governor(GovernorSettings(), Situation, SystemClock().monotonic_s)
    means = Means(place.log, place.media, SystemClock(), Slots(2), bell, find, governor)
    tallies = {recipe.name: Tally() for recipe in recipes}
    return Family("recipes", recipes, means, tallies, nice=0, idle_s=idle_s)


def finished(place: Place, name: str = "recipe") -> bool:
    return place.log.lag(group_of(name)).entries == 0


def test_works_off_what_is_there_and_what_the_bell_announces(place: Place, bell: Bell) -> None:
    place.frame(page(["a"]), title="soup")
    one = family(place, bell, Recipe())
    one.start()
    until(lambda: finished(place))

    place.frame(page(["b"]), title="salad")
    bell.ring()

    until(lambda: finished(place))
    until(lambda: one.condition("recipe").state is ProcessorState.UP_TO_DATE)
    one.ask_to_finish()
    assert one.join(60)
    assert one.worker_pid is None


def test_an_idle_worker_leaves_and_comes_back(place: Place, bell: Bell) -> None:
    place.frame(page(["a"]), title="soup")
    one = family(place, bell, Recipe(), idle_s=0.2)
    one.start()
    until(lambda: finished(place))
    until(lambda: one.worker_pid is None)

    place.frame(page(["b"]), title="salad")
    bell.ring()

    until(lambda: finished(place))
    one.ask_to_finish()
    assert one.join(60)


def test_without_a_model_the_backlog_waits_and_the_other_processor_goes_on(place: Place, bell: Bell) -> None:
    def find(processor: Processor[Any]) -> Mapping[str, ModelFile]:
        if processor.spec.name == "hungry":
            raise ModelUnavailableError("There is no such model.")
        return {}

    place.frame(page(["a"]), title="soup")
    one = family(place, bell, Recipe(), Recipe(name="hungry"), find=find)
    one.start()

    until(lambda: finished(place))

    assert one.condition("hungry").state is ProcessorState.UNAVAILABLE
    assert one.condition("hungry").cause == "There is no such model."
    assert not finished(place, "hungry")
    one.ask_to_finish()
    assert one.join(60)


@pytest.mark.parametrize("name", ["unloadable", "broken", "deadly"])
def test_a_model_that_does_not_load_makes_it_unavailable(place: Place, bell: Bell, name: str) -> None:
    place.frame(page(["a"]), title="soup")
    one = family(place, bell, Recipe(name=name))
    one.start()

    until(lambda: one.condition(name).state is ProcessorState.UNAVAILABLE)

    assert one.condition(name).cause
    assert not finished(place, name)
    assert place.log.dead_letters() == ()
    one.ask_to_finish()
    assert one.join(60)


def test_a_deadline_kills_the_worker_and_the_event_is_not_to_blame(place: Place, bell: Bell) -> None:
    place.frame(page(["a"]), title="hang")
    one = family(place, bell, Recipe(timeout_s=600))
    one.start()
    until(lambda: one.condition("recipe").state is ProcessorState.WORKING and one.worker_pid is not None)
    pid = one.worker_pid

    one.ask_to_finish()
    assert not one.join(0.5)

    assert pid is not None
    assert not psutil.pid_exists(pid)
    assert not finished(place)
    assert place.log.dead_letters() == ()


def test_a_closed_log_ends_the_thread(place: Place, bell: Bell) -> None:
    one = family(place, bell, Recipe())
    one.start()
    place.log.close()
    bell.ring()

    assert one.join(60)


def test_the_same_setup_is_recognised(place: Place, bell: Bell) -> None:
    one = family(place, bell, Recipe())

    assert one.same_as(family(place, bell, Recipe()))
    assert not one.same_as(family(place, bell, Recipe(version="2")))
    assert not one.same_as(None)


def test_what_the_governor_holds_back_waits_and_says_why_then_goes_on(place: Place, bell: Bell) -> None:
    situation = [Situation(idle_s=0, full_screen=True)]
    governor = Governor(GovernorSettings(), lambda: situation[0], SystemClock().monotonic_s)
    governor.refresh()
    place.frame(page(["a"]), title="soup")
    one = family(place, bell, Recipe(), Recipe(name="urgent", priority=10), governor=governor)
    one.start()
    until(lambda: finished(place, "urgent"))
    until(lambda: "whole screen" in one.condition("recipe").cause)
    assert not finished(place)

    situation[0] = Situation(idle_s=600)
    governor.refresh()
    bell.ring()

    until(lambda: finished(place))
    one.ask_to_finish()
    assert one.join(60)


def test_an_overdrawn_account_makes_it_rest_and_go_on_by_itself(place: Place, bell: Bell) -> None:
    seconds = [0.0]
    governor = Governor(GovernorSettings(), lambda: Situation(idle_s=0), lambda: seconds[0])
    governor.refresh()
    governor.spend(30.06)
    place.frame(page(["a"]), title="soup")
    one = family(place, bell, Recipe(), governor=governor)
    one.start()
    until(lambda: "Rests" in one.condition("recipe").cause)
    assert not finished(place)

    seconds[0] = 1.0

    until(lambda: finished(place))
    one.ask_to_finish()
    assert one.join(60)
