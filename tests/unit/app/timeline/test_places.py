"""Places over a real store: a day's way and stays, what they are called, and where the owner was at a moment."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.timeline.places import (
    NamedPlace,
    coordinates,
    name_at,
    named_places,
    place_named,
    read_day,
    stay_of,
    whereabouts,
)
from storage.events import Event, new_uid
from storage.topics import LOCATION, STAY
from tests.data.sample_store import DAY_US, HOUR_US, MIDNIGHT_US, Recorded, opened
from tests.data.sample_way import CAFE, HOME, WORK, fill_way

NOON_US = MIDNIGHT_US + 12 * HOUR_US


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recorded]:
    with opened(tmp_path_factory.mktemp("walked")) as recorded:
        fill_way(recorded.storage.log, MIDNIGHT_US)
        yield recorded


def test_a_day_has_a_way_and_stays(walked: Recorded) -> None:
    day = read_day(walked.storage.store, MIDNIGHT_US, MIDNIGHT_US + DAY_US)
    assert len(day.fixes) > 200
    assert [fix.time_us for fix in day.fixes] == sorted(fix.time_us for fix in day.fixes)
    assert len(day.stays) == 5
    assert {stay.name for stay in day.stays} == {""}
    assert read_day(walked.storage.store, MIDNIGHT_US - DAY_US, MIDNIGHT_US).fixes == ()


def test_a_stay_is_where_the_owner_was_and_a_way_goes_from_fix_to_fix(walked: Recorded) -> None:
    day = read_day(walked.storage.store, MIDNIGHT_US, MIDNIGHT_US + DAY_US)
    at_work = whereabouts(day, NOON_US)
    assert at_work.spot == pytest.approx(WORK, abs=0.001)
    on_the_way = whereabouts(day, MIDNIGHT_US + round(8.6 * HOUR_US))
    assert on_the_way.spot is not None
    assert WORK[0] < on_the_way.spot[0] < HOME[0]
    assert whereabouts(day, MIDNIGHT_US + 3 * HOUR_US).spot is None


def test_a_name_given_once_holds_for_every_stay_there(tmp_path: Path) -> None:
    with opened(tmp_path) as recorded:
        fill_way(recorded.storage.log, MIDNIGHT_US)
        recorded.storage.log.append([place_named("  Café\n Linde ", CAFE, MIDNIGHT_US + DAY_US, "desk")])
        day = read_day(recorded.storage.store, MIDNIGHT_US, MIDNIGHT_US + DAY_US)
        assert [stay.name for stay in day.stays] == ["", "", "Café Linde", "", ""]
        assert whereabouts(day, MIDNIGHT_US + 13 * HOUR_US).name == "Café Linde"
        recorded.storage.log.append([place_named("Linde", CAFE, MIDNIGHT_US + DAY_US + 1, "desk")])
        assert name_at(CAFE, named_places(recorded.storage.store)) == "Linde"


def test_of_very_many_positions_the_whole_day_is_shown(tmp_path: Path) -> None:
    with opened(tmp_path) as recorded:
        every_ten_seconds = [
            Event(new_uid(), LOCATION, "phone", at, at, at, data={"latitude": 1, "longitude": 2})
            for at in range(MIDNIGHT_US, MIDNIGHT_US + DAY_US, 10_000_000)
        ]
        recorded.storage.log.append(every_ten_seconds)
        day = read_day(recorded.storage.store, MIDNIGHT_US, MIDNIGHT_US + DAY_US)
        assert len(day.fixes) == 10 * 288
        assert day.fixes[-1].time_us > MIDNIGHT_US + DAY_US - HOUR_US


def test_the_owners_name_stands_before_an_archives() -> None:
    event = Event(new_uid(), STAY, "phone", 0, 1, 0, data={"latitude": 1, "longitude": 2, "name": "Hotel"})
    without, named = stay_of(event, []), stay_of(event, [NamedPlace("Our hotel", (1, 2), 150)])
    assert without is not None
    assert named is not None
    assert (without.name, named.name) == ("Hotel", "Our hotel")
    assert stay_of(Event(new_uid(), STAY, "phone", 0, 1, 0), []) is None


def test_coordinates_are_written_with_their_hemisphere() -> None:
    assert coordinates((52.52031, 13.40512)) == "52.5203° N, 13.4051° E"
    assert coordinates((-33.9, -70.5)) == "33.9000° S, 70.5000° W"


def test_a_place_needs_a_name() -> None:
    with pytest.raises(ValueError, match="needs a name"):
        place_named("  ", HOME, 0, "desk")
