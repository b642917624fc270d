import os

import numpy as np
import pytest

from capture.area import Area
from capture.privacy import PrivacySettings, Rules
from capture.screen.cut import covers, excluded_areas, paint_over
from capture.screen.protocol import Display
from capture.windows.protocol import Window

RULES = Rules.of(PrivacySettings(excluded_titles=("vault",)))
PLACE = Area(100, 100, 200, 100)


def window(title: str, area: Area | None, *, opaque: bool = True, pid: int = 1, names: tuple[str, ...] = ()) -> Window:
    return Window(1, "App", title, pid=pid, names=names, area=area, opaque=opaque)


def test_nothing_is_excluded_of_ordinary_windows() -> None:
    assert excluded_areas([window("Letter", PLACE)], RULES) == ()


def test_the_whole_of_an_excluded_window_that_lies_on_top() -> None:
    assert excluded_areas([window("Letter", PLACE), window("My vault", PLACE)], RULES) == (PLACE,)


def test_what_an_opaque_window_hides_is_left_out() -> None:
    above = Area(100, 100, 200, 60)
    assert excluded_areas([window("My vault", PLACE), window("Letter", above)], RULES) == (Area(100, 160, 200, 40),)


def test_what_lies_under_glass_is_not() -> None:
    windows = [window("My vault", PLACE), window("Glass", PLACE, opaque=False)]
    assert excluded_areas(windows, RULES) == (PLACE,)


@pytest.mark.parametrize("ours", [{"pid": os.getpid()}, {"names": ("Daytrail",)}])
def test_our_own_windows_are_excluded(ours: dict[str, object]) -> None:
    assert excluded_areas([window("Timeline", PLACE, **ours)], RULES) == (PLACE,)  # type: ignore[arg-type]


def test_paints_what_lies_on_this_display_and_nothing_else() -> None:
    pixels = np.full((100, 200, 4), 255, np.uint8)
    display = Display(1, Area(1000, 0, 200, 100))
    painted = paint_over(pixels, display, [Area(950, 10, 100, 20), Area(0, 0, 50, 50)])
    assert painted == (Area(0, 10, 50, 20),)
    assert (pixels[10:30, :50, :3] == 64).all()
    pixels[10:30, :50, :3] = 255
    assert (pixels == 255).all()


def test_a_picture_with_more_pixels_than_the_desktop_is_painted_to_the_edge() -> None:
    pixels = np.full((150, 300, 4), 255, np.uint8)
    painted = paint_over(pixels, Display(0, Area(0, 0, 200, 100)), [Area(33, 33, 34, 34)])
    assert painted == (Area(49, 49, 52, 52),)


def test_tells_whether_anything_is_left() -> None:
    pixels = np.zeros((100, 200, 4), np.uint8)
    assert covers([Area(0, 0, 120, 100), Area(100, 0, 100, 100)], pixels)
    assert not covers([Area(0, 0, 120, 100), Area(121, 0, 79, 100)], pixels)
