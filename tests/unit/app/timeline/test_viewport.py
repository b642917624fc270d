"""The view's arithmetic: points stay put, limits hold, absolute time never loses a microsecond."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.timeline.viewport import EARLIEST_US, LATEST_US, MAX_SPAN_US, MIN_SPAN_US, Viewport, view_around, view_of

NOW_US = 1_795_255_337_123_456

widths = st.integers(100, 4_000)
starts = st.integers(NOW_US - 10**15, NOW_US + 10**15)
spans = st.integers(MIN_SPAN_US, 10**15)
views = st.builds(Viewport, starts, spans, widths)


@given(views, st.floats(0.2, 5.0), st.floats(0.0, 1.0))
def test_zooming_keeps_the_time_under_the_pointer(view: Viewport, factor: float, share: float) -> None:
    x_px = share * view.width_px
    zoomed = view.zoomed(factor, x_px)
    assume(zoomed.start_us > EARLIEST_US and zoomed.end_us < LATEST_US)
    assert abs(zoomed.x_of(view.time_at(x_px)) - x_px) <= 0.5 + 2 / zoomed.us_per_px


@given(views, st.lists(st.floats(0.3, 3.0), min_size=1, max_size=40))
def test_no_series_of_zooms_leaves_the_limits(view: Viewport, factors: list[float]) -> None:
    for factor in factors:
        view = view.zoomed(factor, view.width_px / 3)
    assert MIN_SPAN_US <= view.span_us <= MAX_SPAN_US
    assert view.start_us >= EARLIEST_US
    assert view.end_us <= LATEST_US


@given(st.builds(Viewport, starts, st.integers(MIN_SPAN_US, 10**13), widths), st.integers(-5_000, 5_000))
def test_panning_there_and_back_comes_home(view: Viewport, dx_px: int) -> None:
    assert view.panned(dx_px).panned(-dx_px) == view


@given(views, st.floats(0.0, 1.0))
def test_a_pixel_becomes_its_time_and_that_time_the_pixel(view: Viewport, share: float) -> None:
    x_px = share * view.width_px
    assert abs(view.x_of(view.time_at(x_px)) - x_px) <= 0.5 / view.us_per_px + 1e-6


def test_a_millisecond_of_today_is_told_apart_to_the_microsecond() -> None:
    view = Viewport(NOW_US, MIN_SPAN_US, 1_000)
    assert [view.time_at(x) for x in (0, 1, 999)] == [NOW_US, NOW_US + 1, NOW_US + 999]
    assert view.x_of(NOW_US + 1) == pytest.approx(1.0)


def test_far_times_are_held_where_drawing_cannot_overflow() -> None:
    view = Viewport(NOW_US, MIN_SPAN_US, 1_000)
    assert view.x_of(0) == -1_000_000.0
    assert view.x_of(LATEST_US) == 1_000_000.0


def test_panning_stops_at_the_edge_of_time() -> None:
    view = view_of(LATEST_US - 10**9, LATEST_US, 1_000).panned(10_000)
    assert view.end_us == LATEST_US


def test_a_span_too_small_is_widened_and_one_too_large_is_cut() -> None:
    assert view_of(NOW_US, NOW_US, 100).span_us == MIN_SPAN_US
    assert view_of(EARLIEST_US, LATEST_US, 100).span_us == MAX_SPAN_US


def test_a_view_around_a_time_has_it_in_the_middle() -> None:
    view = view_around(NOW_US, 1_000_000, 400)
    assert view.x_of(NOW_US) == pytest.approx(200)


def test_resizing_keeps_the_span() -> None:
    assert Viewport(5, 1_000_000, 100).resized(250) == Viewport(5, 1_000_000, 250)


def test_a_time_is_shown_from_the_first_to_before_the_last() -> None:
    view = Viewport(100, 1_000, 10)
    assert view.shows(100)
    assert not view.shows(1_100)


@pytest.mark.parametrize(("span_us", "width_px"), [(0, 100), (MAX_SPAN_US + 1, 100), (1_000, 0)])
def test_an_impossible_view_is_refused(span_us: int, width_px: int) -> None:
    with pytest.raises(ValueError, match="viewport"):
        Viewport(0, span_us, width_px)
