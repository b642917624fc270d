"""Lanes: which are shown, where they stand, what the owner changed and finds again."""

import json
from itertools import pairwise

from app.timeline.lanes import (
    AT_FIRST_HIDDEN,
    LANES,
    MAX_HEIGHT_PX,
    MIN_HEIGHT_PX,
    LaneKind,
    LaneLayout,
    lanes_for,
    recalled,
)


def names(layout: LaneLayout) -> list[str]:
    return [placed.lane.name for placed in layout.placed()]


def layout() -> LaneLayout:
    return LaneLayout(lanes_for(("camera",)))


def test_lanes_without_anything_are_left_out_but_for_the_core() -> None:
    assert [lane.name for lane in lanes_for(())] == ["screen", "applications", "speech", "input", "coverage"]
    assert "camera" in [lane.name for lane in lanes_for(("camera",))]


def test_an_unknown_lane_is_shown_as_bars_before_coverage() -> None:
    lanes = lanes_for(("blood_sugar",))
    assert [lane.name for lane in lanes][-2:] == ["blood_sugar", "coverage"]
    assert lanes[-2].title == "Blood sugar"
    assert lanes[-2].kind is LaneKind.BARS


def test_lanes_stand_below_one_another_without_gaps() -> None:
    placed = layout().placed(30)
    assert placed[0].top_px == 30
    assert all(upper.bottom_px == lower.top_px for upper, lower in pairwise(placed))
    assert layout().height_px == placed[-1].bottom_px - 30


def test_the_lane_under_a_row_of_pixels() -> None:
    found = layout().at(80)
    assert found is not None
    assert found.lane.name == "applications"
    assert layout().at(10_000) is None


def test_moving_a_lane_up_and_to_the_end() -> None:
    assert names(layout().moved("input", 0))[:3] == ["input", "screen", "applications"]
    assert names(layout().moved("screen", 99))[-1] == "screen"
    assert names(layout().moved("screen", 0)) == names(layout())


def test_heights_are_held_within_limits() -> None:
    assert layout().resized("screen", 1).placed()[0].lane.height_px == MIN_HEIGHT_PX
    assert layout().resized("screen", 9_999).placed()[0].lane.height_px == MAX_HEIGHT_PX


def test_a_hidden_lane_takes_no_room_and_comes_back() -> None:
    hidden = layout().toggled("speech")
    assert "speech" not in names(hidden)
    assert names(hidden.toggled("speech")) == names(layout())


def test_what_the_owner_chose_is_found_again_with_new_lanes_beside_it() -> None:
    chosen = layout().moved("input", 0).resized("speech", 120).toggled("camera")
    found = recalled(lanes_for(("camera", "web")), json.loads(json.dumps(chosen.remembered())))
    assert names(found)[0] == "input"
    assert "camera" not in names(found)
    assert "web" in names(found)
    assert next(p.lane.height_px for p in found.placed() if p.lane.name == "speech") == 120


def test_a_memory_that_makes_no_sense_is_ignored() -> None:
    for memory in (None, 7, {"order": 5, "hidden": [3], "heights": {"screen": "high", "gone": 3}}):
        shown = [lane.name for lane in LANES if lane.name not in AT_FIRST_HIDDEN]
        assert names(recalled(LANES, memory)) == shown


def test_lanes_that_appear_later_stand_where_they_belong() -> None:
    grown = LaneLayout(lanes_for(())).with_lanes(lanes_for(("camera", "web")))
    assert names(grown) == [lane.name for lane in lanes_for(("camera", "web"))]


def test_pinned_lanes_come_first_are_not_scrolled_and_are_remembered() -> None:
    pinned = layout().pin_toggled("coverage")
    assert names(pinned)[0] == "coverage"
    placed = pinned.placed(30, 100)
    assert (placed[0].top_px, placed[1].top_px) == (30, placed[0].bottom_px - 100)
    assert pinned.pinned_px == placed[0].lane.height_px
    again = recalled(pinned.lanes, json.loads(json.dumps(pinned.remembered())))
    assert names(again) == names(pinned)
    assert again.pin_toggled("coverage").pinned_px == 0
