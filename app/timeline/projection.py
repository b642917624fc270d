"""Lays places on a plane and on pixels: Lambert's azimuthal equal-area projection round the middle of what is shown.

After Snyder, Map Projections: A Working Manual (1987), chapter 24, on a sphere; north is up.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

EARTH_M = 6_371_000.0
_LEAST_M = 300.0
_MARGIN = 0.12

Spot = tuple[float, float]
"""Latitude and longitude in degrees."""


@dataclass(frozen=True, slots=True)
class Plane:
    """A map of some size: which place is in its middle, and how many metres a pixel shows there."""

    middle: Spot
    metres_a_pixel: float
    width_px: int
    height_px: int
    shift_m: tuple[float, float] = (0.0, 0.0)

    def pixel_of(self, spot: Spot) -> tuple[float, float]:
        """Return where a place stands on the map, in pixels from its upper left corner."""
        east, north = projected(spot, self.middle)
        x = self.width_px / 2 + (east - self.shift_m[0]) / self.metres_a_pixel
        return x, self.height_px / 2 - (north - self.shift_m[1]) / self.metres_a_pixel


@dataclass(frozen=True, slots=True)
class ScaleBar:
    """A round distance, how long it is on the map, and how people write it."""

    length_m: float
    width_px: float
    words: str


def projected(spot: Spot, middle: Spot) -> tuple[float, float]:
    """Return metres east and north of the middle, on the plane."""
    north, across = math.radians(spot[0]), math.radians(spot[1] - middle[1])
    centre = math.radians(middle[0])
    along = math.sin(centre) * math.sin(north) + math.cos(centre) * math.cos(north) * math.cos(across)
    stretch = math.sqrt(2 / max(1e-12, 1 + along))
    east = stretch * math.cos(north) * math.sin(across)
    up = stretch * (math.cos(centre) * math.sin(north) - math.sin(centre) * math.cos(north) * math.cos(across))
    return EARTH_M * east, EARTH_M * up


def middle_of(spots: Sequence[Spot]) -> Spot:
    """Return the middle of places on the sphere, also across the date line; (0, 0) where they have none."""
    x = y = z = 0.0
    for latitude, longitude in spots:
        north, east = math.radians(latitude), math.radians(longitude)
        x += math.cos(north) * math.cos(east)
        y += math.cos(north) * math.sin(east)
        z += math.sin(north)
    if math.hypot(x, y, z) < 1e-9:
        return 0.0, 0.0
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


def plane_for(spots: Sequence[Spot], width_px: int, height_px: int) -> Plane:
    """Return the map of a size that shows all places with some room round them, never closer than 300 m across."""
    middle = middle_of(spots)
    places = [projected(spot, middle) for spot in spots] or [(0.0, 0.0)]
    low = [min(place[axis] for place in places) for axis in (0, 1)]
    high = [max(place[axis] for place in places) for axis in (0, 1)]
    room = 1 - 2 * _MARGIN
    needed = [(high[axis] - low[axis]) / (size * room) for axis, size in ((0, width_px), (1, height_px))]
    shift = ((low[0] + high[0]) / 2, (low[1] + high[1]) / 2)
    return Plane(middle, max(*needed, _LEAST_M / width_px), width_px, height_px, shift)


def scale_bar(metres_a_pixel: float, most_px: float) -> ScaleBar:
    """Return the longest of 1, 2 or 5 times a power of ten that fits a width."""
    most_m = metres_a_pixel * most_px
    power = 10.0 ** math.floor(math.log10(most_m))
    length_m = max(step * power for step in (1, 2, 5) if step * power <= most_m)
    words = f"{length_m / 1_000:g} km" if length_m >= 1_000 else f"{length_m:g} m"
    return ScaleBar(length_m, length_m / metres_a_pixel, words)
