import numpy as np

from capture.screen.changes import ChangeTest
from capture.screen.protocol import Pixels


def desktop() -> Pixels:
    return np.full((1080, 1920, 4), 200, np.uint8)


def with_line(y: int) -> Pixels:
    pixels = desktop()
    pixels[y : y + 12, 100:900:9] = 0
    return pixels


def test_the_first_picture_is_all_new() -> None:
    change = ChangeTest().compare(desktop())
    assert (change.same, change.share, change.seen) == (False, 1.0, False)


def test_the_same_picture_is_the_same() -> None:
    test = ChangeTest()
    test.keep(desktop())
    assert test.compare(desktop()).same


def test_a_line_of_text_is_seen_and_is_small() -> None:
    test = ChangeTest()
    test.keep(desktop())
    change = test.compare(with_line(500))
    assert not change.same
    assert 0.00002 < change.share < 0.01


def test_half_the_screen_is_half() -> None:
    test = ChangeTest()
    test.keep(desktop())
    pixels = desktop()
    pixels[:540] = 0
    assert test.compare(pixels).share == 0.5


def test_a_picture_that_was_kept_before_is_known() -> None:
    test = ChangeTest()
    test.keep(desktop())
    test.keep(with_line(500))
    change = test.compare(desktop())
    assert not change.same
    assert change.seen


def test_another_size_is_all_new() -> None:
    test = ChangeTest()
    test.keep(desktop())
    assert test.compare(np.zeros((800, 1280, 4), np.uint8)).share == 1.0
