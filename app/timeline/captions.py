"""Where sentences stand under the sound: on their own span where they fit, else one per stretch of time."""

from dataclasses import dataclass

import numpy as np

from app.timeline.columns import positions
from app.timeline.filmstrip import slot_us
from app.timeline.hits import label_of
from app.timeline.viewport import Viewport
from storage.store import LaneTile

_SLOT_PX = 150
_OWN_SPAN_US_PER_PX = 90_000.0


@dataclass(frozen=True, slots=True)
class CaptionPlace:
    """A text, the pixels its span takes, and how many it may take at most."""

    text: str
    left_px: float
    right_px: float
    room_px: float


def caption_places(tile: LaneTile, viewport: Viewport, span_us: tuple[int, int]) -> list[CaptionPlace]:
    """Return the labelled rows of a tile to show in a part of the view, none overlapping another."""
    labelled = np.flatnonzero((tile.labels >= 0) & (tile.ends >= span_us[0]) & (tile.starts < span_us[1]))
    if viewport.us_per_px > _OWN_SPAN_US_PER_PX and len(labelled):
        slot = slot_us(viewport.us_per_px, _SLOT_PX)
        longest = labelled[np.lexsort((-tile.busy_us[labelled], tile.starts[labelled] // slot))]
        _, first = np.unique(tile.starts[longest] // slot, return_index=True)
        labelled = longest[first]
    left, right = positions(viewport, tile.starts[labelled]), positions(viewport, tile.ends[labelled])
    following = np.append(left[1:], left[-1:] + 4 * _SLOT_PX)
    places = []
    for row, start, end, limit in zip(labelled, left, right, following, strict=True):
        room = min(float(limit - start) - 4, max(float(end - start), 2.0 * _SLOT_PX))
        if room >= 24:
            places.append(CaptionPlace(label_of(tile, int(row)), float(start), float(end), room))
    return places
