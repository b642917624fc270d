"""Rows of an answer as tiles: what is exact, what is gathered, and that nothing in the window is missing."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.timeline.lanes import LaneKind, lanes_for
from app.timeline.pinned import PinnedLane, PinnedRows, lanes_with, tile_of, tiles_of
from app.timeline.sheets import Window, window_over


def rows(spans: list[tuple[int, int]], values: list[float] | None = None, names: tuple[str, ...] = ()) -> PinnedRows:
    spans = sorted(spans)
    return PinnedRows(
        np.array([start for start, _ in spans], np.int64),
        np.array([end for _, end in spans], np.int64),
        np.full(len(spans), np.nan) if values is None else np.array(values),
        np.zeros(len(spans), np.int32) if names else np.full(len(spans), -1, np.int32),
        names,
    )


def window(start_us: int, end_us: int) -> Window:
    return window_over(start_us, end_us, 800)


@given(st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 3_000)), max_size=60), st.integers(0, 9_000))
def test_a_window_has_every_row_that_touches_it(lengths: list[tuple[int, int]], first: int) -> None:
    spans = sorted((start, start + length) for start, length in lengths)
    view = window(first, first + 1_000)
    tile = tile_of("query:x", rows(spans), view)
    wanted = [
        (start, end) for start, end in spans if start < view.end_us and (end > view.start_us or start >= view.start_us)
    ]
    assert list(zip(tile.starts.tolist(), tile.ends.tolist(), strict=True)) == wanted


def test_many_rows_are_gathered_and_all_of_them_counted() -> None:
    many = [(at * 1_000, at * 1_000) for at in range(50_000)]
    values = [float(at % 100) for at in range(50_000)]
    view = window(0, 50_000_000)
    tile = tile_of("query:x", rows(many, values), view)
    assert tile.bucket_us > 0
    assert len(tile.starts) <= 2 * 800 + 2
    assert int(tile.counts.sum()) == 50_000
    assert (float(tile.low.min()), float(tile.high.max())) == (0.0, 99.0)
    assert (np.diff(tile.starts) > 0).all()


def test_only_pinned_lanes_are_made() -> None:
    made = tiles_of({"query:a": rows([(1, 2)])}, ["speech", "query:a"], window(0, 10))
    assert list(made) == ["query:a"]


def test_numbers_without_names_are_a_line_and_the_rest_are_bars() -> None:
    assert PinnedLane("a", rows([(1, 1)], [3.0])).lane.kind is LaneKind.NUMBERS
    assert PinnedLane("a", rows([(1, 1)], [3.0], ("tea",))).lane.kind is LaneKind.BARS
    assert PinnedLane("a", rows([(1, 1)])).lane.kind is LaneKind.BARS
    assert PinnedLane("a", trouble="shop is away").lane.subtitle == "shop is away"


def test_pinned_lanes_stand_before_the_coverage() -> None:
    lanes = lanes_for(["speech", "coverage"])
    names = [lane.name for lane in lanes_with(lanes, [PinnedLane("Tea")])]
    assert names == [*(lane.name for lane in lanes[:-1]), "query:Tea", lanes[-1].name]
