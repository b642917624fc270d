import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from processing.motion import motion_between, small_gray
from tests.data.observed import page
from tests.data.photographs import photograph

WORDS = ("harbour", "tea", "lighthouse", "rain", "umbrella", "cars", "window")
LINES = [" ".join(WORDS[(number * step + step) % 7] for step in range(1, 9)) for number in range(60)]


def screen(first: int = 0, video: int | None = None) -> NDArray[np.uint8]:
    """A page that begins with a line, with a film beside the text where one plays."""
    picture = np.ascontiguousarray(np.asarray(page(LINES[first : first + 20]))[:, :, ::-1])
    if video is not None:
        turn = cv2.getRotationMatrix2D((320, 240), video, 1 + 0.01 * video)
        scene = cv2.resize(photograph("motorcycle_left.png"), (640, 480))
        picture[120:600, 600:1240] = cv2.warpAffine(scene, turn, (640, 480), borderMode=cv2.BORDER_REFLECT)
    return picture


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (screen(), screen(), "still"),
        (screen(0), screen(2), "scrolling"),
        (screen(5), screen(2), "scrolling"),
        (screen(0), np.asarray(page([line[::-1] for line in LINES[20:40]])), "change"),
        (screen(0, 1), screen(0, 2), "video"),
        (screen(), np.zeros((720, 1280, 3), np.uint8), "change"),
    ],
    ids=["nothing", "down the page", "up the page", "another page", "a film plays", "a dark window opens"],
)
def test_what_moves_is_told_apart(before: NDArray[np.uint8], after: NDArray[np.uint8], kind: str) -> None:
    assert motion_between(small_gray(before), small_gray(after)).kind == kind


def test_scrolling_says_how_far() -> None:
    found = motion_between(small_gray(screen(0)), small_gray(screen(2)))

    assert found.down * 720 == pytest.approx(-2 * round(18 * 1.7), abs=2)
