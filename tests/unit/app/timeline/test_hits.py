"""What lies under the pointer, and how many others."""

from app.timeline.hits import hit, label_of
from app.timeline.viewport import Viewport
from tests.unit.app.timeline.tiles import tile

VIEW = Viewport(0, 1_000_000, 1_000)


def test_the_shortest_that_covers_the_point_is_meant() -> None:
    found = hit(tile([(0, 900_000, "long"), (400_000, 500_000, "short")]), VIEW, 450)
    assert found is not None
    assert (found.row, found.others) == (1, 1)


def test_an_instant_is_found_within_reach() -> None:
    moments = tile([(300_000, 300_000, "a"), (700_000, 700_000, "b")])
    near = hit(moments, VIEW, 303)
    assert near is not None
    assert label_of(moments, near.row) == "a"
    assert hit(moments, VIEW, 320) is None


def test_a_bucket_tells_how_many_it_holds() -> None:
    found = hit(tile([(0, 64_000, "busiest")], bucket_us=64_000, counts=[144]), VIEW, 30)
    assert found is not None
    assert found.others == 143


def test_a_row_without_a_label_has_none() -> None:
    assert label_of(tile([(0, 5, None)]), 0) == ""
