"""The first view: live, old and young recordings."""

from app.timeline.opening import START_SPAN_US, YOUNG_SPAN_US, opening_of
from app.timeline.viewport import view_of
from app.timeline.zone import DAY_US, MINUTE_US

NOW_US = 1_795_192_937_000_000
VIEW = view_of(NOW_US - START_SPAN_US, NOW_US, 1_000)


def test_a_recording_that_goes_on_is_followed() -> None:
    found = opening_of(VIEW, (NOW_US - DAY_US, NOW_US - MINUTE_US), NOW_US)
    assert found.live
    assert found.playhead_us == NOW_US
    assert found.view.shows(NOW_US)
    assert found.view.span_us == START_SPAN_US


def test_one_that_ended_long_ago_is_shown_at_its_end() -> None:
    end_us = NOW_US - 30 * DAY_US
    found = opening_of(VIEW, (end_us - DAY_US, end_us), NOW_US)
    assert not found.live
    assert found.playhead_us == end_us
    assert found.view.shows(end_us - 1)


def test_a_young_one_is_shown_whole() -> None:
    found = opening_of(VIEW, (NOW_US - 10 * MINUTE_US, NOW_US), NOW_US)
    assert found.view.start_us < NOW_US - 10 * MINUTE_US
    assert found.view.span_us < 15 * MINUTE_US
    assert opening_of(VIEW, (NOW_US - 1, NOW_US), NOW_US).view.span_us == YOUNG_SPAN_US
