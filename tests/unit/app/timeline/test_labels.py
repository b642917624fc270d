"""Text where it fits."""

import numpy as np

from app.timeline.columns import Rows
from app.timeline.labels import PADDING_PX, text_slots


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
