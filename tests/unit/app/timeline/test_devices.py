"""Which devices have which lanes, and the lanes of each."""

from pathlib import Path

from app.timeline.devices import by_device, devices_by_lane
from app.timeline.lanes import LANES, Lane, LaneKind, lane_name, parted, recalled
from storage.events import Event, new_uid
from storage.topics import INPUT_ACTIVITY, LOCATION
from tests.data.sample_store import opened

SECOND_US = 1_000_000


def typed(at_us: int, device: str) -> Event:
    return Event(new_uid(), INPUT_ACTIVITY, device, at_us, at_us, at_us, data={"keys": 1, "clicks": 0})


def test_devices_are_found_among_the_newest_and_in_between(tmp_path: Path) -> None:
    with opened(tmp_path) as recorded:
        assert devices_by_lane(recorded.storage.store) == {}
        old = [typed(at * SECOND_US, "laptop") for at in range(500)]
        new = [typed(at * SECOND_US, "desk") for at in range(500, 1_000)]
        here = Event(new_uid(), LOCATION, "phone", 0, 0, 0, data={"latitude": 1, "longitude": 2})
        recorded.storage.log.append([*old, *new, here])
        assert devices_by_lane(recorded.storage.store) == {"input": ("desk", "laptop"), "places": ("phone",)}


def test_each_device_has_the_lanes_that_it_fills() -> None:
    pinned = Lane("query:mine", "mine", "query", LaneKind.BARS, 34)
    devices = {"input": ("desk", "laptop"), "places": ("phone",), "screen": ("desk",)}
    lanes = by_device((*LANES, pinned), devices)
    assert [(lane.source, lane.device) for lane in lanes] == [
        ("screen", "desk"),
        ("input", "desk"),
        ("input", "laptop"),
        ("places", "phone"),
        ("query:mine", ""),
    ]
    assert lanes[0].subtitle == "desk"


def test_a_lanes_name_can_be_taken_apart() -> None:
    assert parted(lane_name("input", "desk")) == ("input", "desk")
    assert parted(lane_name("input", "")) == ("input", "")


def test_derived_lanes_of_a_device_are_hidden_at_first_too() -> None:
    lanes = by_device(LANES, {"voice": ("desk",), "speech": ("desk",)})
    assert [placed.lane.source for placed in recalled(lanes, None).placed()] == ["speech"]
