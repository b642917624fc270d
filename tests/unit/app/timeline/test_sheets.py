"""Which windows are fetched and which sheets are drawn: the view is always covered as well as can be."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.timeline.sheets import Sheet, SheetCache, Window, level_for, level_us, window_for, window_over
from app.timeline.viewport import MAX_SPAN_US, MIN_SPAN_US, Viewport
from storage.store import COARSEST_LEVEL, bucket_us
from tests.unit.app.timeline.tiles import tile

views = st.builds(
    Viewport, st.integers(10**15, 2 * 10**15), st.integers(MIN_SPAN_US, MAX_SPAN_US // 3), st.integers(200, 4_000)
)


def sheet(window: Window, *, bucket: int | None = None, epoch: int = 0) -> Sheet:
    width = level_us(window.level) if bucket is None else bucket
    rows = [(window.start_us, window.end_us, "x")]
    return Sheet(window, {"applications": tile(rows, bucket_us=width)}, epoch)


@given(views)
def test_a_window_covers_its_view_with_a_width_to_spare(view: Viewport) -> None:
    window = window_for(view)
    assert window.covers(view)
    assert window.start_us <= view.start_us - view.span_us or view.start_us - view.span_us < -5 * 10**15
    assert window.end_us >= min(view.end_us + view.span_us, 6_311_520_000_000_000)


@given(views)
def test_a_window_never_asks_for_more_than_two_buckets_a_pixel(view: Viewport) -> None:
    window = window_for(view)
    assert level_us(window.level) * 2 >= view.us_per_px * 0.999 or window.level == COARSEST_LEVEL
    request = window.request(("screen",))
    if window.level >= 0:
        assert -(-(request.end_us - request.start_us) // (2 * request.width_px)) == bucket_us(window.level)


@given(views, st.floats(-0.4, 0.4))
def test_small_moves_need_nothing_new(view: Viewport, share: float) -> None:
    window = window_for(view)
    assert window.covers(view.panned(share * view.width_px))


@given(views, st.floats(0.5, 1.0))
def test_windows_of_alike_views_are_the_same_key(view: Viewport, share: float) -> None:
    window = window_for(view)
    assert window.start_us % level_us(window.level) == 0
    assert window == window_for(Viewport(view.start_us, view.span_us, view.width_px))


def test_levels_are_the_stores_and_finer_ones_below() -> None:
    assert level_us(3) == bucket_us(3)
    assert level_us(-1) == 250_000
    assert level_for(2.0 * bucket_us(5)) == 5
    assert level_for(2.0 * bucket_us(5) + 1) == 6
    assert level_for(1e18) == COARSEST_LEVEL


def test_a_covered_view_needs_nothing_until_there_is_new_data() -> None:
    cache, view = SheetCache(), Viewport(10**15, 10**9, 1_000)
    window = cache.wanted(view, ("applications",))
    assert window is not None
    cache.put(sheet(window))
    assert cache.wanted(view, ("applications",)) is None
    cache.epoch += 1
    assert cache.wanted(view, ("applications",)) == window


def test_a_lane_that_was_not_fetched_is_wanted() -> None:
    cache, view = SheetCache(), Viewport(10**15, 10**9, 1_000)
    cache.put(sheet(window_for(view)))
    assert cache.wanted(view, ("applications", "speech")) is not None


def test_exact_events_are_sharp_at_any_zoom() -> None:
    window = Window(4, 0, 10**12)
    assert sheet(window, bucket=0).sharp("applications", -8)
    assert not sheet(window).sharp("applications", 3)
    assert not sheet(window).sharp("speech", 4)


@given(st.lists(st.tuples(st.integers(-8, 12), st.integers(0, 50), st.integers(1, 50)), max_size=12))
def test_pieces_never_overlap_and_cover_all_that_is_known(parts: list[tuple[int, int, int]]) -> None:
    cache, view = SheetCache(), Viewport(10**9, 40 * 10**6, 1_000)
    windows = [Window(level, 10**9 + low * 10**6, 10**9 + (low + length) * 10**6) for level, low, length in parts]
    for window in windows:
        cache.put(sheet(window))
    pieces = cache.pieces("applications", view)
    assert all(first.end_us <= second.start_us for first, second in itertools.pairwise(pieces))
    known = {s for w in windows for s in range(w.start_us, min(w.end_us, view.end_us), 10**6) if s >= view.start_us}
    shown = {s for p in pieces for s in range(p.start_us, p.end_us, 10**6)}
    assert shown == known


def test_the_sharp_sheet_is_drawn_before_the_blurred_and_the_overview_fills_the_rest() -> None:
    cache, view = SheetCache(), Viewport(10**12, 10**9, 1_000)
    sharp = sheet(Window(level_for(view.us_per_px), 10**12, 10**12 + 6 * 10**8))
    blurred = sheet(Window(6, 10**12 - 10**9, 10**12 + 8 * 10**8))
    overview = sheet(Window(9, 0, 10**13))
    cache.put(blurred)
    cache.put(sharp)
    cache.keep_overview(overview)
    assert [piece.sheet for piece in cache.pieces("applications", view)] == [sharp, blurred, overview]


def test_windows_left_by_zooming_in_do_not_cut_the_view_into_slivers() -> None:
    cache, view = SheetCache(), Viewport(10**12, 10**9, 1_000)
    level = level_for(view.us_per_px)
    for step in range(10):  # each within the one before, and each read later
        low, high = 10**12 + step * 4 * 10**7, 10**12 + 10**9 - step * 3 * 10**7
        cache.put(sheet(Window(level, low, high), epoch=step))
    assert len(cache.pieces("applications", view)) == 1


def test_of_two_that_hold_the_view_whole_the_newer_is_drawn() -> None:
    cache, view = SheetCache(), Viewport(10**12, 10**9, 1_000)
    level = level_for(view.us_per_px)
    newer = sheet(Window(level, 10**12, 10**12 + 10**9), epoch=2)
    cache.put(newer)
    cache.put(sheet(Window(level, 10**12 - 10**9, 10**12 + 2 * 10**9), epoch=1))
    assert [piece.sheet for piece in cache.pieces("applications", view)] == [newer]


def test_an_old_answer_does_not_replace_a_newer_one() -> None:
    cache, window = SheetCache(), Window(0, 0, 10**9)
    newer = sheet(window, epoch=2)
    cache.put(newer)
    cache.put(sheet(window, epoch=1))
    assert cache.pieces("applications", Viewport(0, 10**9, 100))[0].sheet is newer


def test_the_least_used_sheets_go_when_there_are_too_many() -> None:
    cache = SheetCache(limit_bytes=30_000)
    for at in range(20):
        cache.put(sheet(Window(0, at * 10**9, (at + 1) * 10**9)))
    assert len(cache) < 10
    assert cache.pieces("applications", Viewport(19 * 10**9, 10**6, 100))


def test_what_was_deleted_can_be_forgotten() -> None:
    cache = SheetCache()
    cache.put(sheet(Window(0, 0, 10**9)))
    cache.keep_overview(sheet(Window(9, 0, 10**13)))
    late = sheet(Window(0, 0, 10**9), epoch=cache.epoch)
    cache.clear()
    cache.put(late)
    cache.keep_overview(late)
    assert cache.pieces("applications", Viewport(0, 10**9, 100)) == []


@pytest.mark.parametrize("width_px", [1, 1_000])
def test_the_window_of_everything_holds_everything(width_px: int) -> None:
    window = window_over(10**15, 2 * 10**15, width_px)
    assert window.start_us <= 10**15
    assert window.end_us >= 2 * 10**15
