import threading
from collections.abc import Callable

import psutil
import pytest

from processing.pipeline import Pipeline
from processing.registry import Planned
from processing.settings import ProcessingSettings, WorkerSettings
from storage.topics import SCREEN_TEXT
from tests.data.observed import NOON_US, Place, page, until
from tests.unit.processing.recipes import Recipe

MakePipeline = Callable[..., Pipeline]
NEVER = threading.Event()
SMALL = ProcessingSettings(workers=WorkerSettings(memory_mb=1_024))


def titles(place: Place) -> list[object]:
    return [event.data["title"] for event in place.events(SCREEN_TEXT)]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("poison", "cause"),
    [
        ("die", "signal 9"),
        ("leave", "exit code 0"),
        ("hang", "did not answer"),
        ("raise", "ValueError"),
        ("hog", "more memory"),
    ],
)
def test_one_poison_event_among_twenty(place: Place, make_pipeline: MakePipeline, poison: str, cause: str) -> None:
    for number in range(20):
        title = poison if number == 7 else f"dish {number}"
        place.frame(page([str(number)], size=(64, 48)), NOON_US + number, title=title)
    one = make_pipeline(SMALL, plan=lambda settings: [Planned(Recipe(timeout_s=2))])

    assert one.drain(lambda healths: None, NEVER)

    assert titles(place) == [f"dish {number}" for number in range(20) if number != 7]
    (letter,) = place.log.dead_letters()
    assert letter.group == "processor.recipe"
    assert letter.attempts == 3
    assert cause in letter.cause
    (health,) = one.health()
    assert (health.done, health.failed, health.backlog) == (20, 1, 0)


def test_a_worker_killed_from_outside_costs_nothing(place: Place, make_pipeline: MakePipeline) -> None:
    one = make_pipeline(plan=lambda settings: [Planned(Recipe(batch=1))])
    place.frame(page(["a"], size=(64, 48)), NOON_US, title="before")
    assert one.drain(lambda healths: None, NEVER)

    psutil.Process(one.worker_pids()["recipes"]).kill()
    place.frame(page(["b"], size=(64, 48)), NOON_US + 1, title="after")

    until(lambda: titles(place) == ["before", "after"])
    assert place.log.dead_letters() == ()


def test_what_was_put_aside_can_be_put_back(place: Place, make_pipeline: MakePipeline) -> None:
    place.frame(page(["a"], size=(64, 48)), title="raise")
    one = make_pipeline(plan=lambda settings: [Planned(Recipe())])
    assert one.drain(lambda healths: None, NEVER)
    (letter,) = place.log.dead_letters()

    place.log.requeue(letter.id)

    assert one.drain(lambda healths: None, NEVER)
    assert len(place.log.dead_letters()) == 1, "it failed again and was put aside again"


def test_no_process_is_left_when_it_stops(place: Place, make_pipeline: MakePipeline) -> None:
    one = make_pipeline(plan=lambda settings: [Planned(Recipe()), Planned(Recipe(name="other", family="others"))])
    place.frame(page(["a"], size=(64, 48)), title="soup")
    assert one.drain(lambda healths: None, NEVER)
    pids = set(one.worker_pids().values())
    assert len(pids) == 2

    one.stop(60)

    assert not [pid for pid in pids if psutil.pid_exists(pid)]


@pytest.mark.slow
def test_a_hundred_poison_events_and_all_the_rest_completes(place: Place, make_pipeline: MakePipeline) -> None:
    poison = ["raise"] * 97 + ["die", "leave", "hog"]
    for number, title in enumerate(poison):
        place.frame(page([], size=(64, 48)), NOON_US + 2 * number, title=title)
        place.frame(page([], size=(64, 48)), NOON_US + 2 * number + 1, title=f"dish {number}")
    one = make_pipeline(SMALL, plan=lambda settings: [Planned(Recipe(batch=10))])

    assert one.drain(lambda healths: None, NEVER)

    assert titles(place) == [f"dish {number}" for number in range(100)]
    letters = place.log.dead_letters()
    assert len(letters) == 100
    assert all(letter.cause for letter in letters)
    causes = " ".join(letter.cause for letter in letters[-3:])
    assert "signal 9" in causes and "exit code 0" in causes and "more memory" in causes

    one.stop(60)
    for letter in letters:
        place.log.requeue(letter.id)
    mended = make_pipeline(plan=lambda settings: [Planned(Recipe(batch=10, patient=True))])
    assert mended.drain(lambda healths: None, NEVER)
    assert place.log.dead_letters() == ()
    assert len(titles(place)) == 200


@pytest.mark.parametrize("attempt", ["call", "write", "run"])
def test_a_plugin_gets_only_what_it_declares(place: Place, make_pipeline: MakePipeline, attempt: str) -> None:
    place.frame(page([], size=(64, 48)), NOON_US, title=attempt)
    place.frame(page([], size=(64, 48)), NOON_US + 1, title="soup")
    plan = [Planned(Recipe(name="guest", api=1), foreign=True), Planned(Recipe(name="cook"))]
    one = make_pipeline(plan=lambda settings: plan)

    assert one.drain(lambda healths: None, NEVER)

    guests = [letter for letter in place.log.dead_letters() if letter.group == "processor.guest"]
    assert ["NotPermittedError" in letter.cause for letter in guests] == [True]
    assert "permission" in guests[0].traceback
    pids = one.worker_pids()
    assert pids["plugin-guest"] != pids["recipes"], "a process of its own"
    assert titles(place).count("soup") == 2
