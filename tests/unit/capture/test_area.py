from hypothesis import given
from hypothesis import strategies as st

from capture.area import Area

areas = st.builds(Area, st.integers(-20, 20), st.integers(-20, 20), st.integers(1, 20), st.integers(1, 20))


def points(area: Area) -> set[tuple[int, int]]:
    return {(x, y) for x in range(area.x, area.right) for y in range(area.y, area.bottom)}


@given(areas, areas)
def test_the_intersection_is_what_both_cover(one: Area, other: Area) -> None:
    both = one.intersection(other)
    assert (points(both) if both else set()) == points(one) & points(other)


@given(areas, areas)
def test_the_rest_is_what_the_other_leaves_in_pieces_that_do_not_overlap(one: Area, other: Area) -> None:
    rest = one.minus(other)
    covered = [point for part in rest for point in points(part)]
    assert len(covered) == len(set(covered))
    assert set(covered) == points(one) - points(other)
