"""Fits text into spans: which are wide enough for a name, and where it stands to stay readable while panning."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.timeline.columns import Ints, Rows

MIN_TEXT_PX = 34
PADDING_PX = 6


@dataclass(frozen=True, slots=True)
class TextSlot:
    """Room for a row's text: its position in `Rows`, left edge and width in pixels, inside the view."""

    at: int
    left_px: float
    width_px: float


def text_slots(rows: Rows, width_px: int, min_px: int = MIN_TEXT_PX) -> list[TextSlot]:
    """Return the rows wide enough for text; a span that begins before the view has its text at the view's edge."""
    found = []
    for at in (rows.right - rows.left >= min_px).nonzero()[0]:
        left, right = max(0.0, float(rows.left[at])), min(float(width_px), float(rows.right[at]))
        if right - left >= min_px:
            found.append(TextSlot(int(at), left + PADDING_PX, right - left - 2 * PADDING_PX))
    return found


def seen_slots(slots: Sequence[TextSlot], places: Ints, min_px: int = MIN_TEXT_PX) -> list[TextSlot]:
    """Return the slots cut to where most of their row is seen, as spans may lie over one another.

    Args:
        slots: of the rows.
        places: per column the position in `Rows` of the row that is drawn there, -1 for none.
        min_px: what is narrower has no room for text.
    """
    found = []
    for slot in slots:
        first, after = max(0, int(slot.left_px) - PADDING_PX), int(slot.left_px + slot.width_px) + PADDING_PX
        edges = np.flatnonzero(np.diff(np.concatenate(([False], places[first:after] == slot.at, [False]))))
        begins, ends = edges[::2], edges[1::2]
        if not len(begins):
            continue
        widest = int(np.argmax(ends - begins))
        begin, end = int(begins[widest]), int(ends[widest])
        if end - begin >= min_px:
            left_px = slot.left_px if begin == 0 else float(first + begin + PADDING_PX)
            found.append(TextSlot(slot.at, left_px, first + end - PADDING_PX - left_px))
    return found
