"""Arithmetic on buckets: gathering in any steps gives the same."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from storage.pyramid.buckets import BUCKET, EVENT, Events, gather, lift, of_events, spread


def events_of(rows: list[tuple[int, int, float, int, bool]]) -> Events:
    """Make events of (start, length, value, label, pictured) with keys 1, 2, …"""
    found = np.zeros(len(rows), EVENT)
    for index, (start, length, value, label, pictured) in enumerate(rows):
        found[index] = (index + 1, start, start + length, value, label, pictured, bytes([index]) * 32)
    return found


rows = st.lists(
    st.tuples(
        st.integers(-200, 200),
        st.integers(0, 90),
        st.sampled_from([np.nan, 0.0, 1.5, -2.0]),
        st.integers(-1, 2),
        st.booleans(),
    ),
    max_size=30,
)


def same(left: np.ndarray, right: np.ndarray) -> None:  # type: ignore[type-arg]
    for name in BUCKET.names or ():
        if name == "media":
            pictured = left["media_key"] >= 0
            assert left[name][pictured].tolist() == right[name][pictured].tolist()
        elif name == "media_start":
            pictured = left["media_key"] >= 0
            np.testing.assert_array_equal(left[name][pictured], right[name][pictured])
        elif name in ("last_start", "last_key"):
            valued = ~np.isnan(left["last"])
            np.testing.assert_array_equal(left[name][valued], right[name][valued])
        else:
            np.testing.assert_array_equal(left[name], right[name])


@given(rows)
def test_coarse_buckets_from_fine_ones_are_those_from_the_events(
    found: list[tuple[int, int, float, int, bool]],
) -> None:
    events = events_of(found)
    same(lift(of_events(events, 10, -40, 39)), of_events(events, 40, -10, 9))


@given(rows, st.randoms())
def test_it_does_not_matter_in_which_parts_events_come(
    found: list[tuple[int, int, float, int, bool]], chance: object
) -> None:
    events = events_of(found)
    order = np.arange(len(events))
    chance.shuffle(order)  # type: ignore[attr-defined]
    cut = len(events) // 3
    parts = [of_events(events[order[:cut]], 10, -40, 39), of_events(events[order[cut:]], 10, -40, 39)]
    same(gather(np.concatenate(parts)), of_events(events, 10, -40, 39))


def test_one_event_over_three_buckets() -> None:
    found = of_events(events_of([(5, 20, 2.0, 1, True)]), 10, 0, 9)
    assert found["index"].tolist() == [0, 1, 2]
    assert found["starts"].tolist() == [1, 0, 0]
    assert found["carried"].tolist() == [0, 1, 1]
    assert found["busy"].tolist() == [5, 10, 5]
    assert found["longest"].tolist() == [20, 20, 20]


def test_an_instant_and_an_event_that_ends_on_the_edge_touch_one_bucket() -> None:
    found = of_events(events_of([(10, 0, np.nan, -1, False), (20, 10, np.nan, -1, False)]), 10, 0, 9)
    assert found["index"].tolist() == [1, 2]


def test_only_the_buckets_asked_for() -> None:
    found = of_events(events_of([(-1_000, 2_000, np.nan, -1, False), (500, 1, np.nan, -1, False)]), 10, -1, 1)
    assert found["index"].tolist() == [-1, 0, 1]


def test_nothing_gives_nothing() -> None:
    empty = events_of([])
    assert len(of_events(empty, 10, 0, 9)) == len(lift(of_events(empty, 10, 0, 9))) == 0


def test_ranges_are_spread_to_distinct_indexes() -> None:
    found = spread(np.array([5, -2, 4]), np.array([7, -1, 5]))
    assert found.tolist() == [-2, -1, 4, 5, 6, 7]
    assert spread(np.array([], "i8"), np.array([], "i8")).tolist() == []
