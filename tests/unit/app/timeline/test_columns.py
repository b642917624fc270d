"""Many rows become pixels: short ones stay visible, far ones do not overflow, parts are cut to their piece."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from app.timeline.columns import merged_runs, paint_columns, positions, rows_in, strongest
from app.timeline.viewport import MAX_SPAN_US, Viewport
from tests.unit.app.timeline.tiles import tile

VIEW = Viewport(1_000_000, 1_000_000, 100)


def drawn(rows: list[tuple[int, int, str | None]]) -> list[int]:
    part = rows_in(tile(rows), VIEW, VIEW.start_us, VIEW.end_us)
    return paint_columns(part, np.arange(len(part.index)), VIEW.width_px).tolist()


def test_rows_outside_the_part_are_left_out_and_those_across_its_edge_are_cut() -> None:
    rows = rows_in(
        tile([(0, 500, "a"), (900_000, 1_100_000, "b"), (1_950_000, 9_000_000, "c")]), VIEW, 1_000_000, 2_000_000
    )
    assert rows.index.tolist() == [1, 2]
    assert rows.left.tolist() == [0.0, 95.0]
    assert rows.right.tolist() == [10.0, 100.0]


def test_an_instant_is_a_pixel_wide() -> None:
    columns = drawn([(1_500_000, 1_500_000, "a")])
    assert [at for at, row in enumerate(columns) if row == 0] == [50]


def test_a_short_row_within_a_long_one_stays_visible() -> None:
    columns = drawn([(1_000_000, 2_000_000, "long"), (1_300_000, 1_301_000, "short")])
    assert columns[30] == 1
    assert columns[29] == columns[31] == 0


@given(st.lists(st.integers(0, 999_999), min_size=1, max_size=400))
@settings(deadline=None)
def test_no_row_is_ever_lost(offsets: list[int]) -> None:
    rows = [(1_000_000 + at, 1_000_000 + at + 1, "x") for at in sorted(offsets)]
    columns = drawn(rows)
    assert {at * 100 // 1_000_000 for at in offsets} == {at for at, row in enumerate(columns) if row >= 0}


def test_hundreds_of_neighbours_are_each_where_they_belong() -> None:
    view = Viewport(0, 1_000_000, 1_000)
    many = tile([(at * 4_000, at * 4_000 + 4_000, str(at)) for at in range(250)])
    part = rows_in(many, view, 0, 1_000_000)
    assert paint_columns(part, part.index, 1_000).tolist() == [at // 4 for at in range(1_000)]


def test_many_narrow_spans_leave_the_long_one_below_them() -> None:
    view = Viewport(0, 1_000_000, 1_000)
    rows: list[tuple[int, int, str | None]] = [(0, 1_000_000, "long")]
    rows += [(at * 10_000, at * 10_000 + 3_000, "narrow") for at in range(100)]
    part = rows_in(tile(rows), view, 0, 1_000_000)
    columns = paint_columns(part, part.index, 1_000)
    assert columns[5] == 0
    assert columns[1] == 1


def test_the_strongest_value_of_a_column_wins() -> None:
    rows = rows_in(
        tile([(1_000_000, 1_000_100, "a"), (1_000_200, 1_000_300, "b"), (1_500_000, 1_800_000, "c")]),
        VIEW,
        0,
        9_000_000,
    )
    columns = strongest(rows, np.array([3.0, 7.0, 2.0]), 100)
    assert columns[0] == 7.0
    assert columns[60] == 2.0
    assert columns[90] == 0.0


def test_a_lifetime_seen_from_a_millisecond_does_not_overflow() -> None:
    view = Viewport(1_795_000_000_000_000, 1_000, 2_000)
    rows = rows_in(tile([(-(10**15), 4 * 10**15, "life")]), view, view.start_us, view.end_us)
    assert rows.left.tolist() == [0.0]
    assert rows.right.tolist() == [2_000.0]
    far = positions(Viewport(0, MAX_SPAN_US, 2_000), np.array([-(2**62), 2**62]))
    assert np.isfinite(far).all()


def test_neighbours_of_one_label_become_one() -> None:
    part = rows_in(
        tile(
            [
                (1_000_000, 1_200_000, "a"),
                (1_200_000, 1_400_000, "a"),
                (1_400_000, 1_500_000, "b"),
                (1_900_000, 1_950_000, "b"),
            ]
        ),
        VIEW,
        1_000_000,
        2_000_000,
    )
    labels = np.array([0, 0, 1, 1], dtype=np.int32)
    runs = merged_runs(part, labels, gap_px=2)
    assert list(zip(runs.left.tolist(), runs.right.tolist(), strict=True)) == [(0, 40), (40, 50), (90, 95)]
