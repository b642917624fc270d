"""The map of a day: the way behind and ahead, leaps left out, stays with names that do not lie over one another."""

import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from app.timeline.colours import blend, rgb
from app.timeline.places import DayPlaces, Fix, Stay, Whereabouts
from app.timeline.projection import scale_bar
from app.ui.moment.place_map import HEIGHT_PX, PlaceMap
from app.ui.theme import DARK, LIGHT

MINUTE_US = 60_000_000
WEST, MIDDLE, EAST = (52.5, 13.30), (52.5, 13.40), (52.5, 13.50)
GONE, AHEAD = DARK.accent, blend(DARK.accent, DARK.window, 0.35)


@pytest.fixture
def place_map(qtbot: QtBot) -> PlaceMap:
    made = PlaceMap(DARK)
    qtbot.addWidget(made)
    made.resize(320, HEIGHT_PX)
    return made


def way(time_us: int, *fixes: Fix, stays: tuple[Stay, ...] = ()) -> Whereabouts:
    return Whereabouts(time_us, DayPlaces(0, 1_440 * MINUTE_US, fixes, stays))


def between(place_map: PlaceMap, image: QImage, one: tuple[float, float], other: tuple[float, float]) -> str:
    """The colour half way between two places."""
    plane = place_map.plane()
    (x1, y1), (x2, y2) = plane.pixel_of(one), plane.pixel_of(other)
    return image.pixelColor(round((x1 + x2) / 2), round((y1 + y2) / 2)).name()


def like(colour: str, expected: str) -> bool:
    """Tell whether a colour is one, but for the smoothing of edges."""
    return all(abs(one - other) <= 12 for one, other in zip(rgb(colour), rgb(expected), strict=True))


def seen(place_map: PlaceMap) -> QImage:
    return place_map.grab().toImage()


def test_what_was_gone_is_stronger_than_what_follows(place_map: PlaceMap) -> None:
    fixes = (Fix(0, WEST, "phone"), Fix(10 * MINUTE_US, MIDDLE, "phone"), Fix(20 * MINUTE_US, EAST, "phone"))
    place_map.show_place(way(10 * MINUTE_US, *fixes))
    image = seen(place_map)
    assert like(between(place_map, image, WEST, MIDDLE), GONE)
    assert like(between(place_map, image, MIDDLE, EAST), AHEAD)


def test_no_line_is_drawn_over_a_leap_or_from_one_device_to_another(place_map: PlaceMap) -> None:
    fixes = (Fix(0, WEST, "phone"), Fix(31 * MINUTE_US, MIDDLE, "phone"), Fix(32 * MINUTE_US, EAST, "watch"))
    place_map.show_place(way(60 * MINUTE_US, *fixes))
    image = seen(place_map)
    assert between(place_map, image, WEST, MIDDLE) == DARK.window
    assert between(place_map, image, MIDDLE, EAST) == DARK.window


def texts_drawn(image: QImage, colour: str) -> int:
    return sum(image.pixelColor(x, y).name() == colour for x in range(image.width()) for y in range(image.height()))


def test_of_two_names_at_one_place_the_longer_stay_is_written(place_map: PlaceMap) -> None:
    long = Stay(0, 60 * MINUTE_US, MIDDLE, "Workshop")
    short = Stay(70 * MINUTE_US, 80 * MINUTE_US, MIDDLE, "Workshop")
    ends = (Fix(0, WEST, "phone"), Fix(200 * MINUTE_US, EAST, "phone"))
    place_map.show_place(way(0, *ends, stays=(long,)))
    once = texts_drawn(seen(place_map), DARK.text)
    place_map.show_place(way(0, *ends, stays=(short, long)))
    assert texts_drawn(seen(place_map), DARK.text) == once > 0


def test_a_name_at_the_edge_stays_on_the_map(place_map: PlaceMap) -> None:
    far = Stay(0, MINUTE_US, EAST, "A place with a rather long name")
    place_map.show_place(way(0, Fix(0, WEST, "phone"), Fix(200 * MINUTE_US, EAST, "phone"), stays=(far,)))
    image = seen(place_map)
    x, _ = place_map.plane().pixel_of(EAST)
    left = [at for at in range(round(x)) if any(image.pixelColor(at, y).name() == DARK.text for y in range(HEIGHT_PX))]
    assert left
    assert not any(image.pixelColor(image.width() - 2, y).name() == DARK.text for y in range(HEIGHT_PX))


def test_the_bar_is_as_long_as_it_says(place_map: PlaceMap) -> None:
    place_map.show_place(way(0, Fix(0, WEST, "phone"), Fix(MINUTE_US, EAST, "phone")))
    bar = scale_bar(place_map.plane().metres_a_pixel, 90)
    image = seen(place_map)
    row = [x for x in range(image.width()) if not like(image.pixelColor(x, HEIGHT_PX - 12).name(), DARK.window)][1:-1]
    assert row[-1] - row[0] == pytest.approx(bar.width_px, abs=2.5)


def test_another_theme_draws_in_its_colours(place_map: PlaceMap) -> None:
    place_map.set_theme(LIGHT)
    assert QColor(seen(place_map).pixelColor(160, 20)).name() == LIGHT.window
