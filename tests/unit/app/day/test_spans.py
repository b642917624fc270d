"""Spans as arrays, against the same reckoned microsecond by microsecond."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.day.spans import joined, shares, without

spans = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20)).map(lambda each: (each[0], sum(each))), max_size=12)


def arrays(pairs: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    table = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return table[:, 0], table[:, 1]


def covered(pairs: list[tuple[int, int]]) -> set[int]:
    return {at for low, high in pairs for at in range(low, high)}


@given(spans)
def test_joined_spans_cover_the_same_and_do_not_touch(pairs: list[tuple[int, int]]) -> None:
    starts, ends = joined(*arrays(pairs))
    assert covered(list(zip(starts.tolist(), ends.tolist(), strict=True))) == covered(pairs)
    assert (starts[1:] > ends[:-1]).all()


@given(spans, st.integers(0, 60), st.integers(0, 30))
def test_what_is_left_of_a_span(pairs: list[tuple[int, int]], start: int, length: int) -> None:
    left = without(start, start + length, joined(*arrays(pairs)))
    assert covered(left) == set(range(start, start + length)) - covered(pairs)


@given(spans, st.sets(st.integers(0, 90), min_size=2, max_size=6))
def test_lengths_are_shared_out_between_edges(pairs: list[tuple[int, int]], edges: set[int]) -> None:
    bounds = sorted(edges)
    starts, ends = arrays(pairs)
    found = shares(starts, ends, (ends - starts).astype(np.float64), bounds)
    for slot, (low, high) in enumerate(pairwise(bounds)):
        wanted = sum(max(0, min(end, high) - max(start, low)) for start, end in pairs)
        assert abs(found[slot] - wanted) < 1e-6


def test_instants_fall_where_they_stand() -> None:
    at = np.array([5, 10, 19], dtype=np.int64)
    assert shares(at, at, np.ones(3), [0, 10, 20]).tolist() == [1.0, 2.0]
