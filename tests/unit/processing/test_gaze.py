from collections.abc import Iterator
from pathlib import Path

import pytest

from processing.consumer import Consumer, Tally, group_of
from processing.gaze import Gaze
from processing.worker_main import Answer, Request
from storage.clock import SystemClock
from storage.events import Event
from storage.objects.open import open_media
from storage.sqlite.open import SqliteStorage, open_sqlite
from storage.store import EventQuery
from storage.topics import SCREEN, SCREEN_TEXT
from tests.data.observed import NOON_US, Place, page
from tests.unit.processing.recipes import Recipe

MINUTE_US = 60_000_000
HOUR_US = 60 * MINUTE_US


class Here:
    """A worker in this process that remembers what it was asked."""

    def __init__(self) -> None:
        self.titles: list[str] = []

    def ask(self, request: Request, timeout_s: float) -> Answer:
        self.titles += [str(piece.event.data["title"]) for piece in request.work]
        return Answer(tuple(tuple(one) for one in request.processor.derive(request.work, "here")))


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[SqliteStorage]:
    opened = open_sqlite(tmp_path / "home", clock=SystemClock())
    yield opened
    opened.close()


@pytest.fixture
def place(storage: SqliteStorage, tmp_path: Path) -> Place:
    return Place(storage.log, open_media(tmp_path / "media"))


@pytest.fixture
def gaze(storage: SqliteStorage) -> Gaze:
    return Gaze(storage.store.events)


def recorded(place: Place, minutes: range) -> None:
    picture = page(["a"])
    for minute in minutes:
        place.frame(picture, NOON_US + minute * MINUTE_US, title=str(minute))


def consumer(place: Place, worker: Here) -> Consumer:
    recipe = Recipe(batch=3)
    place.log.subscribe(group_of(recipe.name), recipe.consumes)
    return Consumer(recipe, {}, place.log, place.media, SystemClock(), worker, Tally())


def work_off(one: Consumer) -> None:
    while (batch := one.pending()) is not None:
        one.work_off(batch)


def look_ahead(one: Consumer, gaze: Gaze) -> None:
    while events := one.ahead(gaze):
        one.work_ahead(events)


def test_what_is_looked_at_is_worked_on_first_and_only_once(storage: SqliteStorage, place: Place, gaze: Gaze) -> None:
    recorded(place, range(30))
    one = consumer(place, worker := Here())
    gaze.at(NOON_US + 20 * MINUTE_US, NOON_US + 25 * MINUTE_US)

    look_ahead(one, gaze)

    assert sorted(worker.titles) == ["20", "21", "22", "23", "24"]
    assert worker.titles[0] in {"22", "23"}, "the middle first"
    work_off(one)
    assert sorted(worker.titles, key=int) == [str(minute) for minute in range(30)], "each of them once"
    assert len(storage.store.events(EventQuery((SCREEN_TEXT,)))) == 30


def test_what_is_done_is_not_done_again_and_what_comes_anyway_not_before(place: Place, gaze: Gaze) -> None:
    recorded(place, range(10))
    one = consumer(place, worker := Here())
    work_off(one)
    recorded(place, range(10, 20))
    gaze.at(NOON_US, NOON_US + 12 * MINUTE_US)

    look_ahead(one, gaze)

    assert worker.titles[10:] in (["10", "11"], ["11", "10"])
    work_off(one)
    recorded(place, range(20, 22))
    gaze.at(NOON_US, NOON_US + 30 * MINUTE_US)
    assert one.ahead(gaze) == [], "one batch is left: its turn comes at once"


def test_a_lost_memory_doubles_no_result(storage: SqliteStorage, place: Place, gaze: Gaze) -> None:
    recorded(place, range(10))
    gaze.at(NOON_US + 8 * MINUTE_US, NOON_US + 10 * MINUTE_US)
    look_ahead(consumer(place, Here()), gaze)

    work_off(consumer(place, Here()))

    assert len(storage.store.events(EventQuery((SCREEN_TEXT,)))) == 10


def test_whole_months_and_nothing_are_not_looked_at(place: Place, gaze: Gaze) -> None:
    recorded(place, range(10))
    one = consumer(place, Here())
    assert one.ahead(gaze) == []
    gaze.at(NOON_US, NOON_US + 25 * HOUR_US)
    assert gaze.look is None
    gaze.at(NOON_US, NOON_US + HOUR_US)
    assert one.ahead(gaze) != []
    gaze.away()
    assert one.ahead(gaze) == []
    blind = Gaze()
    blind.at(NOON_US, NOON_US + HOUR_US)
    assert one.ahead(blind) == []


def test_events_come_from_both_sides_of_the_middle(place: Place, gaze: Gaze) -> None:
    recorded(place, range(5))
    gaze.at(NOON_US, NOON_US + 4 * MINUTE_US + 1)
    assert gaze.look is not None
    found: list[Event] = gaze.events(gaze.look, (SCREEN,))
    assert found[0].data["title"] == "2"
    assert sorted(str(event.data["title"]) for event in found) == ["0", "1", "2", "3", "4"]
