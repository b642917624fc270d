import pytest

from processing.stays import conclude, distance_m, place_of
from storage.events import Event, new_uid
from storage.topics import LOCATION
from tests.data.observed import NOON_US

MINUTE_US = 60_000_000
HOME, OFFICE = (52.5200, 13.4050), (52.5300, 13.4200)


def located(place: tuple[float, float], minute: int, device: str = "phone") -> Event:
    at_us = NOON_US + minute * MINUTE_US
    data = {"latitude": place[0] + 0.0001 * (minute % 3), "longitude": place[1]}
    return Event(new_uid(), LOCATION, device, at_us, at_us, at_us, data=data)


def test_where_somebody_stayed_and_what_lay_between() -> None:
    way = [located((HOME[0] + step / 400, HOME[1] + step / 300), 30 + step) for step in range(1, 4)]
    events = [
        *(located(HOME, minute) for minute in range(0, 31, 5)),
        *way,
        *(located(OFFICE, m) for m in range(40, 90, 5)),
    ]

    found = conclude(events, NOON_US + 100 * MINUTE_US)

    stays = [one for one in found if one.worth]
    assert len(stays) == 2
    assert stays[0].data["latitude"] == pytest.approx(HOME[0], abs=0.001)
    assert stays[0].end_us - stays[0].start_us == 30 * MINUTE_US
    assert (stays[0].over, stays[1].over) == (True, False)
    assert sum(len(one.members) for one in found) == len(events)


def test_a_stay_is_over_after_an_hour_without_news() -> None:
    events = [located(HOME, minute) for minute in range(0, 31, 5)]

    assert [one.over for one in conclude(events, NOON_US + 60 * MINUTE_US)] == [False]
    assert [one.over for one in conclude(events, NOON_US + 120 * MINUTE_US)] == [True]


def test_each_device_stays_where_it_is() -> None:
    events = [*(located(HOME, m, "watch") for m in range(0, 20, 5)), *(located(OFFICE, m) for m in range(0, 20, 5))]

    assert len([one for one in conclude(events, NOON_US + 600 * MINUTE_US) if one.worth]) == 2


def test_distances_and_fields() -> None:
    assert distance_m((0, 0), (0, 1)) == pytest.approx(111_195, abs=10)
    event = Event(new_uid(), LOCATION, "phone", 1, 1, 1, data={"lat": 1, "lon": 2})
    assert place_of(event) == (1.0, 2.0)
    assert place_of(Event(new_uid(), LOCATION, "phone", 1, 1, 1, data={})) is None
