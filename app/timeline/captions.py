"""Where sentences stand under the sound: on their own span where they fit, else one per stretch of time."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.timeline.columns import positions
from app.timeline.filmstrip import slot_us
from app.timeline.hits import label_of
from app.timeline.viewport import Viewport
from storage.store import LaneTile

_SLOT_PX = 150
_OWN_SPAN_US_PER_PX = 90_000.0


@dataclass(frozen=True, slots=True)
class CaptionPlace:
    """A text, the pixels its span takes, how many it may take at most, and whose words it is ("" where unknown)."""

    text: str
    left_px: float
    right_px: float
    room_px: float
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class TimedTexts:
    """Sentences ordered by start: int64 starts and ends, the texts, and who said each (empty: nobody knows)."""

    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    texts: tuple[str, ...]
    speakers: tuple[str, ...] = ()

    def speaker_of(self, row: int) -> str:
        """Return who said a sentence, "" where that is not known."""
        return self.speakers[row] if self.speakers else ""


NO_TEXTS = TimedTexts(np.zeros(0, np.int64), np.zeros(0, np.int64), ())


def texts_of(tile: LaneTile) -> TimedTexts:
    """Return the labelled rows of a tile of exact events."""
    rows = np.flatnonzero(tile.labels >= 0)
    return TimedTexts(tile.starts[rows], tile.ends[rows], tuple(label_of(tile, int(row)) for row in rows))


def caption_places(said: TimedTexts, viewport: Viewport, span_us: tuple[int, int]) -> list[CaptionPlace]:
    """Return the sentences to show in a part of the view, none overlapping another."""
    shown = np.flatnonzero((said.ends >= span_us[0]) & (said.starts < span_us[1]))
    if viewport.us_per_px > _OWN_SPAN_US_PER_PX and len(shown):
        slots = said.starts[shown] // slot_us(viewport.us_per_px, _SLOT_PX)
        longest = np.lexsort((said.starts[shown] - said.ends[shown], slots))
        _, first = np.unique(slots[longest], return_index=True)
        shown = shown[longest][first]
    left, right = positions(viewport, said.starts[shown]), positions(viewport, said.ends[shown])
    following = np.append(left[1:], left[-1:] + 4 * _SLOT_PX)
    places = []
    for row, start, end, limit in zip(shown, left, right, following, strict=True):
        room = min(float(limit - start) - 4, max(float(end - start), 2.0 * _SLOT_PX))
        if room >= 24:
            places.append(CaptionPlace(said.texts[row], float(start), float(end), room, said.speaker_of(int(row))))
    return places
