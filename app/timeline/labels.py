"""Fits text into spans: which are wide enough for a name, and where it stands to stay readable while panning."""

from dataclasses import dataclass

from app.timeline.columns import Rows

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
