import io
from itertools import combinations

import numpy as np
import pytest
from PIL import Image

from processing.differences import Gray, Rect, changed_rects, distance, ink, miniature, same_ink
from tests.data.observed import page


def stored(picture: Image.Image, quality: int = 50) -> Gray:
    """A picture as it comes back from the media store, with loss."""
    content = io.BytesIO()
    picture.save(content, "WEBP", quality=quality, method=0)
    return np.asarray(Image.open(content).convert("L"))


def looks(text: str, *, at: tuple[int, int] = (0, 0), dark: bool = False) -> Gray:
    picture = Image.new("RGB", (1280, 720), "#1e1e2e" if dark else "white")
    picture.paste(page([text], dark=dark), at)
    found = ink(stored(picture)[30 + at[1] : 70 + at[1], 30 + at[0] :])
    assert found is not None
    return found


@pytest.mark.parametrize("dark", [False, True])
def test_loss_is_no_change(dark: bool) -> None:
    lines = [f"Line number {number} stays as it is" for number in range(15)]
    before = stored(page(lines, dark=dark))
    after = stored(page([*lines, "a new line at the end"], dark=dark))

    rects = changed_rects(before, after)

    assert rects
    assert min(rect.top for rect in rects) > 40 + 14 * 31


@pytest.mark.parametrize(("old", "new"), [("4711", "4717"), ("end.", "end,"), ("cat", "car"), ("I", "l")])
def test_a_changed_letter_is_a_change_where_it_is(old: str, new: str) -> None:
    text = "The invoice says {} and nothing else"

    rects = changed_rects(stored(page([text.format(old)])), stored(page([text.format(new)])))

    assert rects
    assert all(20 <= rect.top < rect.bottom <= 80 for rect in rects)


def test_faint_text_that_appears_is_a_change() -> None:
    before = Image.new("RGB", (640, 480), "white")
    after = before.copy()
    after.paste(page(["faint print"], points=11).point(lambda value: 160 + value * 95 // 255), (0, 0))

    assert changed_rects(stored(before, 60), stored(after.crop((0, 0, 640, 480)), 60))


def test_two_changes_apart_are_two_rectangles() -> None:
    before = np.full((400, 600), 255, np.uint8)
    after = before.copy()
    after[10:20, 10:40] = 0
    after[380:400, 580:600] = 0

    first, second = changed_rects(before, after)

    assert first.touches(Rect(10, 10, 40, 20))
    assert second == Rect(second.left, 368, 600, 400) or second.bottom == 400
    assert not first.touches(second)


@pytest.mark.parametrize("dark", [False, True])
def test_a_line_is_known_again_wherever_it_stands(dark: bool) -> None:
    text = "Payable within thirty days, at the latest on 4 July"

    assert same_ink(looks(text, dark=dark), looks(text, at=(0, 31), dark=dark))
    assert same_ink(looks(text, dark=dark), looks(text, at=(13, 7), dark=dark))


def test_lines_that_differ_in_one_letter_are_told_apart() -> None:
    texts = ["Invoice 4711.", "Invoice 4717.", "Invoice 4711,", "Invoice 4771.", "lnvoice 4711.", "Invoice 471l."]

    for one, other in combinations(texts, 2):
        assert not same_ink(looks(one), looks(other)), (one, other)


def test_nothing_but_paper_has_no_ink() -> None:
    assert ink(np.full((20, 100), 250, np.uint8)) is None


def test_miniatures_tell_pages_apart() -> None:
    text = miniature(stored(page(["word " * 12] * 18)))

    assert distance(text, text) == 0
    assert distance(text, miniature(stored(page([])))) > 3


def test_rectangles() -> None:
    one = Rect(0, 0, 10, 10)

    assert one.area == 100
    assert one.union(Rect(20, 5, 30, 30)) == Rect(0, 0, 30, 30)
    assert one.grown(5, 12, 100) == Rect(0, 0, 12, 15)
    assert not one.touches(Rect(10, 0, 20, 10))
