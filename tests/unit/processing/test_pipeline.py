import threading
from collections.abc import Iterator, Sequence

import pytest

from processing.consumer import group_of
from processing.health import ProcessorHealth, ProcessorState
from processing.pipeline import Pipeline
from processing.registry import Plan, Planned
from processing.settings import ProcessingSettings, WorkerSettings
from storage.clock import SystemClock
from storage.events import Event, JsonValue, new_uid
from storage.topics import ECHO, SCREEN_TEXT, THUMBNAIL, TRANSCRIPT
from tests.data.observed import Place, page, until
from tests.unit.processing.recipes import Recipe

NEVER = threading.Event()


def ignore(healths: tuple[ProcessorHealth, ...]) -> None:
    """A progress nobody looks at."""


def plan(*recipes: Recipe, enabled: bool = True) -> Plan:
    return lambda settings: [Planned(recipe, enabled) for recipe in recipes]


@pytest.fixture
def running() -> Iterator[list[Pipeline]]:
    pipelines: list[Pipeline] = []
    yield pipelines
    for pipeline in pipelines:
        pipeline.stop(60)


def pipeline(
    place: Place, running: list[Pipeline], makes: Plan, settings: ProcessingSettings | None = None
) -> Pipeline:
    one = Pipeline(place.log, place.media, settings or ProcessingSettings(), SystemClock(), plan=makes)
    running.append(one)
    return one


def titles(place: Place, topic: str = SCREEN_TEXT) -> list[object]:
    return [event.data["title"] for event in events(place, topic)]


def events(place: Place, topic: str) -> Sequence[Event]:
    place.log.subscribe("seen", [topic])
    place.log.seek("seen", 0)
    return [entry.event for entry in place.log.read("seen", limit=1000).entries if entry.event]


def test_what_is_recorded_while_it_runs_is_worked_off(place: Place, running: list[Pipeline]) -> None:
    one = pipeline(place, running, plan(Recipe()))
    one.start()
    one.start()

    place.frame(page(["a"]), title="soup")

    until(lambda: titles(place) == ["soup"])
    until(lambda: one.health()[0].done == 1)
    until(lambda: one.health()[0].state is ProcessorState.UP_TO_DATE)


def test_draining_works_off_chains_of_processors(place: Place, running: list[Pipeline]) -> None:
    for number in range(10):
        place.frame(page([str(number)]), title=f"dish {number}")
    second = Recipe(name="second", consumes=(SCREEN_TEXT,), makes=THUMBNAIL, family="others")
    one = pipeline(place, running, plan(Recipe(), Recipe(name="twin", consumes=("os.nothing.at.all",)), second))
    reports: list[tuple[ProcessorHealth, ...]] = []

    assert one.drain(reports.append, NEVER)

    assert [health.backlog for health in one.health()] == [0, 0, 0]
    assert len(titles(place)) == 10
    assert len(titles(place, THUMBNAIL)) == 10
    assert reports


def test_draining_can_be_cancelled_and_goes_on_where_it_was(place: Place, running: list[Pipeline]) -> None:
    for number in range(3):
        place.frame(page([str(number)]), title=f"dish {number}")
    cancelled = threading.Event()
    cancelled.set()
    one = pipeline(place, running, plan(Recipe()))

    assert not one.drain(ignore, cancelled)
    assert one.drain(ignore, NEVER)

    assert len(titles(place)) == 3


def test_draining_gives_up_on_what_cannot_work_now(place: Place, running: list[Pipeline]) -> None:
    place.frame(page(["a"]), title="soup")
    one = pipeline(place, running, plan(Recipe(), Recipe(name="blind", task="ocr", model="no-such-model")))

    assert not one.drain(ignore, NEVER)

    able, unable = one.health()
    assert able.backlog == 0
    assert unable.state is ProcessorState.UNAVAILABLE
    assert "no-such-model" in unable.cause
    assert unable.backlog == 1


def test_a_stopped_pipeline_says_what_waits(place: Place, running: list[Pipeline]) -> None:
    one = pipeline(place, running, plan(Recipe()))
    one.start()
    one.stop(60)
    place.frame(page(["a"]), title="soup")

    (health,) = one.health()

    assert (health.state, health.backlog) == (ProcessorState.WAITING, 1)
    assert health.cause
    one.start()
    until(lambda: titles(place) == ["soup"])


def test_switched_off_is_off_and_its_backlog_does_not_hold_up_draining(place: Place, running: list[Pipeline]) -> None:
    place.log.subscribe(group_of("recipe"), Recipe().consumes)
    place.frame(page(["a"]), title="soup")
    one = pipeline(place, running, plan(Recipe(), enabled=False))

    assert one.drain(ignore, NEVER)

    assert one.health()[0].state is ProcessorState.OFF
    assert titles(place) == []


def test_settings_applied_while_it_runs(place: Place, running: list[Pipeline]) -> None:
    def makes(settings: ProcessingSettings) -> Sequence[Planned]:
        return [
            Planned(Recipe(version=settings.ocr.model), settings.ocr.enabled),
            Planned(Recipe(name="steady", family="steady")),
        ]

    place.frame(page(["a"]), title="soup")
    one = pipeline(place, running, makes)
    assert one.drain(ignore, NEVER)
    before = dict(one.worker_pids())

    settings = ProcessingSettings()
    one.apply(settings.model_copy(update={"ocr": settings.ocr.model_copy(update={"enabled": False})}))
    place.frame(page(["b"]), title="salad")
    until(lambda: one.health()[1].backlog == 0)
    assert one.health()[0].state is ProcessorState.OFF
    assert one.worker_pids()["steady"] == before["steady"], "what did not change was not restarted"

    one.apply(settings.model_copy(update={"ocr": settings.ocr.model_copy(update={"model": "2"})}))
    assert one.drain(ignore, NEVER)
    versions = {event.data["provenance"]["version"] for event in events(place, SCREEN_TEXT)}  # type: ignore[call-overload, index]
    assert versions == {"pp-ocrv6-tiny", "1", "2"}


def test_one_place_is_shared_by_all_families(place: Place, running: list[Pipeline]) -> None:
    for number in range(4):
        place.frame(page([str(number)]), title=f"dish {number}")
    settings = ProcessingSettings(workers=WorkerSettings(busy=1))
    families = [Recipe(name=f"cook-{number}", family=f"kitchen-{number}", batch=1) for number in range(3)]
    one = pipeline(place, running, plan(*families), settings)

    assert one.drain(ignore, NEVER)

    assert [health.done for health in one.health()] == [4, 4, 4]


def test_a_log_closed_under_it_does_no_harm(place: Place, running: list[Pipeline]) -> None:
    one = pipeline(place, running, plan(Recipe()))
    one.start()

    place.log.close()
    one.stop(60)

    assert one.worker_pids() == {}


def test_an_echo_is_marked_soon_after_both_sides_are_written_down(place: Place, running: list[Pipeline]) -> None:
    one = pipeline(place, running, plan(Recipe()))
    one.start()
    until(lambda: "stretches.sessions" in place.log.groups())  # concluded once; the next time is in a minute
    now_us = SystemClock().now_us()
    words: list[JsonValue] = [
        {"word": word, "start_us": at * 300_000, "end_us": at * 300_000 + 250_000}
        for at, word in enumerate(("please", "send", "the", "quarterly", "report"))
    ]

    def said(start_us: int, played: dict[str, JsonValue]) -> Event:
        end_us = start_us + 2_000_000
        return Event(new_uid(), TRANSCRIPT, "desk", start_us, end_us, now_us, data={"words": words, **played})

    played, heard = said(now_us, {"played": True}), said(now_us + 100_000, {})
    assert place.log.append([played, heard]).added == 2

    until(lambda: [event.parent for event in events(place, ECHO)] == [heard.uid], 40)
