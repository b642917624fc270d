from datetime import time
from types import SimpleNamespace

import pytest

from processing.surroundings import Surroundings, hottest_c, within
from storage.events import Event, new_uid
from storage.topics import INPUT_ACTIVITY, PRESENCE
from tests.data.observed import NOON_US, Place

NIGHT = (time(1), time(5))


class Clock:
    """A clock that stands still until moved, two hours east."""

    def __init__(self, now_us: int) -> None:
        self.at_us = now_us

    def now_us(self) -> int:
        return self.at_us

    def monotonic_s(self) -> float:
        return self.at_us / 1e6

    def tz_offset_min(self) -> int:
        return 120


def touched(place: Place, at_us: int) -> None:
    data = {"keys": 3, "clicks": 0}
    place.log.append([Event(new_uid(), INPUT_ACTIVITY, "desk", at_us - 1_000_000, at_us, at_us, data=data)])


def test_the_owners_last_touch_is_in_the_log(place: Place) -> None:
    clock = Clock(NOON_US)
    around = Surroundings(place.log, clock)
    assert around.look(NIGHT).idle_s is None, "nobody counts input yet"

    touched(place, NOON_US)
    clock.at_us += 30_000_000

    assert around.look(NIGHT).idle_s == pytest.approx(30)
    clock.at_us += 30_000_000
    assert around.look(NIGHT).idle_s == pytest.approx(60)


def test_who_only_watches_is_there_as_long_as_the_camera_sees_them(place: Place) -> None:
    clock = Clock(NOON_US)
    around = Surroundings(place.log, clock)
    around.look(NIGHT)
    touched(place, NOON_US - 3_600_000_000)
    seen = Event(new_uid(), PRESENCE, "desk", NOON_US, NOON_US + 120_000_000, NOON_US, data={"people": 1})
    place.log.append([seen])

    clock.at_us += 60_000_000

    assert around.look(NIGHT).idle_s == pytest.approx(60)


@pytest.mark.parametrize(
    ("begins", "ends", "now", "inside"),
    [
        (time(1), time(5), time(3), True),
        (time(1), time(5), time(5), False),
        (time(22), time(6), time(23), True),
        (time(22), time(6), time(2), True),
        (time(22), time(6), time(12), False),
        (time(3), time(3), time(3), False),
    ],
)
def test_the_night_may_go_over_midnight(begins: time, ends: time, now: time, inside: bool) -> None:
    assert within(now, begins, ends) is inside


def test_night_is_by_local_time(place: Place) -> None:
    midnight_utc_us = NOON_US - NOON_US % 86_400_000_000
    clock = Clock(midnight_utc_us)

    assert Surroundings(place.log, clock).look(NIGHT).night, "it is two in the morning there"
    assert not Surroundings(place.log, clock).look((time(0), time(1))).night


def test_the_worst_sensor_counts_and_impossible_ones_do_not() -> None:
    cool = SimpleNamespace(current=40.0, high=80.0, critical=100.0)
    warm = SimpleNamespace(current=75.0, high=80.0, critical=None)
    bare = SimpleNamespace(current=50.0, high=None, critical=None)
    broken = SimpleNamespace(current=-273.0, high=None, critical=None)

    assert hottest_c([cool, warm, bare, broken]) == pytest.approx(2.0)
    assert hottest_c([broken]) is None
    assert hottest_c([]) is None
