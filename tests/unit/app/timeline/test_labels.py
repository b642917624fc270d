"""Text where it fits."""

import numpy as np

from app.timeline.columns import Rows, paint_columns
from app.timeline.labels import PADDING_PX, seen_slots, text_slots


def rows(*spans: tuple[float, float]) -> Rows:
    return Rows(np.arange(len(spans)), np.array([s[0] for s in spans]), np.array([s[1] for s in spans]))


def test_only_wide_spans_get_text() -> None:
    assert [slot.at for slot in text_slots(rows((0, 20), (30, 130)), 500)] == [1]


def test_text_of_a_span_that_began_before_the_view_stands_at_its_edge() -> None:
    slot = text_slots(rows((-900, 200)), 500)[0]
    assert slot.left_px == PADDING_PX
    assert slot.width_px == 200 - 2 * PADDING_PX


def test_a_span_of_which_too_little_is_in_view_has_no_text() -> None:
    assert text_slots(rows((-900, 20)), 500) == []


def test_words_of_spans_that_lie_over_one_another_do_not() -> None:
    shown = rows((0, 300), (100, 160), (150, 165), (400, 500))
    places = paint_columns(shown, np.arange(4), 500)
    slots = seen_slots(text_slots(shown, 500), places)
    assert [slot.at for slot in slots] == [0, 1, 3]
    assert slots[0].left_px >= 165
    ends = [(slot.left_px, slot.left_px + slot.width_px) for slot in slots]
    assert not any(one[0] < other[1] and other[0] < one[1] for one in ends for other in ends if one is not other)


def test_a_span_that_is_nowhere_seen_has_no_text() -> None:
    assert seen_slots(text_slots(rows((0, 100)), 500), np.full(500, -1)) == []
