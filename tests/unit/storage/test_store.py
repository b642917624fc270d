"""Widths of buckets."""

from itertools import pairwise

from storage.store import COARSEST_LEVEL, bucket_us


def test_each_level_is_four_times_as_wide_from_a_second_to_a_life() -> None:
    widths = [bucket_us(level) for level in range(COARSEST_LEVEL + 1)]
    assert widths[0] == 1_000_000
    assert all(wider == 4 * width for width, wider in pairwise(widths))
    assert widths[-1] > 30 * 365 * 86_400 * 1_000_000
