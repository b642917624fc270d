"""The choice of the level, and answers made of what a lane's reader gives."""

from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from storage.pyramid.buckets import EVENT, Buckets, Events, as_events, of_events
from storage.pyramid.labels import Labels
from storage.pyramid.tiles import Span, empty_tile, lane_tile, level_for
from storage.store import COARSEST_LEVEL, TileRequest, bucket_us

S = 1_000_000


@given(st.integers(1, 3 * 10**15), st.integers(1, 5_000))
def test_a_level_has_at_most_two_buckets_a_pixel_and_the_next_finer_more(span_us: int, width_px: int) -> None:
    level = level_for(span_us, width_px)
    finest = 1 if level is None else level
    if level is not None and level < COARSEST_LEVEL:
        assert span_us / bucket_us(level) <= 2 * width_px
    if finest > 1:
        assert span_us / bucket_us(finest - 1) > 2 * width_px


class _Made:
    """A lane of so many events, each a tenth of the time to the next, labelled by turns."""

    name = "made"

    def __init__(self, number: int, every_us: int = 10 * S) -> None:
        self.labels = Labels()
        rows = [
            (n + 1, n * every_us, n * every_us + every_us // 10, "ab"[n % 2], float(n), None) for n in range(number)
        ]
        self.events = as_events(rows, self.labels)
        self.handed_out = 0

    def buckets(self, level: int, low: int, high: int) -> Buckets:
        return of_events(self.events, bucket_us(level), low, high)

    def short_events(self, span: Span, *, worded: bool) -> Events:
        found = self.events[(self.events["start"] < span[1]) & (self.events["end"] > span[0])]
        self.handed_out += len(found)
        return found

    def long_events(self, span: Span, classes: Sequence[int], *, worded: bool) -> Events:
        return np.zeros(0, EVENT)


def test_few_events_are_the_answer_themselves() -> None:
    lane = _Made(50)
    found = lane_tile(lane, TileRequest(("made",), 0, 10_000 * S, 10), lane.labels)
    assert (found.bucket_us, len(found.starts)) == (0, 50)
    assert [found.label_names[number] for number in found.labels] == ["a", "b"] * 25


def test_many_are_gathered_in_buckets_with_the_last_number() -> None:
    lane = _Made(1_000)
    found = lane_tile(lane, TileRequest(("made",), 0, 10_000 * S, 10), lane.labels)
    assert len(found.starts) <= 21
    assert found.counts.sum() == 1_000
    assert (found.low[0], found.last[-1]) == (0.0, 999.0)


def test_what_is_too_dense_for_the_pixels_is_gathered_below_the_finest_level() -> None:
    lane = _Made(100, S // 10)
    found = lane_tile(lane, TileRequest(("made",), 0, 10 * S, 4), lane.labels)
    assert found.bucket_us == 1_250_000
    assert found.counts.sum() == 100


def test_a_crowd_below_the_finest_level_is_read_once() -> None:
    lane = _Made(20_000, S // 10)
    found = lane_tile(lane, TileRequest(("made",), 0, 2_000 * S, 300), lane.labels)
    assert 0 < found.bucket_us < bucket_us(2)
    assert lane.handed_out == 20_000


def test_a_span_that_is_none_and_a_lane_that_is_not_known_are_empty() -> None:
    lane = _Made(5)
    for found in (
        lane_tile(lane, TileRequest(("made",), 9, 9, 10), lane.labels),
        empty_tile("no", TileRequest((), 0, 9, 9)),
    ):
        assert (len(found.starts), len(found.media), found.label_names) == (0, 0, ())


def test_buckets_at_the_edges_tell_of_all_that_lies_in_them() -> None:
    """A request may begin in the middle of a bucket, however narrow; its neighbour shows the same bucket whole."""
    lane = _Made(1_000, every_us=20)
    whole = lane_tile(lane, TileRequest(("made",), 0, 12_000, 3), lane.labels)
    part = lane_tile(lane, TileRequest(("made",), 500, 12_500, 3), lane.labels)
    assert (whole.bucket_us, part.bucket_us) == (2_000, 2_000)
    assert part.starts[0] == 0
    assert part.counts[0] == whole.counts[0] == 100
    assert part.counts[-1] == 100
