"""Places on a plane: true distances and areas near the middle, everything on the map, round scale bars."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.timeline.projection import middle_of, plane_for, projected, scale_bar

BERLIN = (52.52, 13.405)
latitudes = st.floats(-89.0, 89.0)
longitudes = st.floats(-180.0, 180.0)


def test_a_place_a_kilometre_north_is_a_kilometre_north() -> None:
    east, north = projected((BERLIN[0] + 1 / 111.195, BERLIN[1]), BERLIN)
    assert east == pytest.approx(0, abs=1e-6)
    assert north == pytest.approx(1_000, rel=1e-4)


@given(latitudes, longitudes)
def test_areas_keep_their_size(latitude: float, longitude: float) -> None:
    """A small square in degrees, far from the middle, has the area that it has on the sphere."""
    step = 1e-3
    corner = (latitude, longitude)
    if abs(math.cos(math.radians(latitude))) < 0.05 or projected_far(corner):
        return
    here, up, across = (
        projected(s, BERLIN) for s in (corner, (latitude + step, longitude), (latitude, longitude + step))
    )
    area = abs((up[0] - here[0]) * (across[1] - here[1]) - (up[1] - here[1]) * (across[0] - here[0]))
    side = math.radians(step) * 6_371_000.0
    assert area == pytest.approx(side * side * math.cos(math.radians(latitude)), rel=0.01)


def projected_far(spot: tuple[float, float]) -> bool:
    """Near the other end of the world nothing is to be measured."""
    return math.hypot(*projected(spot, BERLIN)) > 11_500_000


@given(st.lists(st.tuples(st.floats(-60, 60), st.floats(-50, 50)), min_size=1, max_size=20))
def test_every_place_is_on_the_map(spots: list[tuple[float, float]]) -> None:
    plane = plane_for(spots, 320, 180)
    for spot in spots:
        x, y = plane.pixel_of(spot)
        assert 0 <= x <= 320
        assert 0 <= y <= 180


def test_north_is_up_and_east_is_right() -> None:
    plane = plane_for([BERLIN, (52.53, 13.42)], 320, 180)
    (x, y), (other_x, other_y) = plane.pixel_of(BERLIN), plane.pixel_of((52.53, 13.42))
    assert other_x > x
    assert other_y < y


def test_the_middle_of_two_places_beside_the_date_line_is_between_them() -> None:
    latitude, longitude = middle_of([(-17, 179.5), (-17, -179.5)])
    assert abs(longitude) == pytest.approx(180)
    assert latitude == pytest.approx(-17, abs=0.01)


def test_one_place_alone_is_shown_with_its_neighbourhood() -> None:
    plane = plane_for([BERLIN], 300, 180)
    assert plane.metres_a_pixel == pytest.approx(1)
    assert plane.pixel_of(BERLIN) == pytest.approx((150, 90))


@pytest.mark.parametrize(("metres_a_pixel", "words"), [(1.0, "50 m"), (3.0, "200 m"), (12.0, "1 km"), (900.0, "50 km")])
def test_scale_bars_are_round(metres_a_pixel: float, words: str) -> None:
    bar = scale_bar(metres_a_pixel, 90)
    assert bar.words == words
    assert bar.width_px == pytest.approx(bar.length_m / metres_a_pixel)
    assert bar.width_px <= 90
