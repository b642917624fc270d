"""How loud a recording was, at any zoom: envelopes of many recordings as one series, thinned by powers of four."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.timeline.viewport import Viewport
from storage.events import Event

_LEVELS = 5
_FACTOR = 4
_SILENT = 0.02
_QUIETEST_SPEECH = 0.12

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Loudness:
    """Blocks of sound of one length: their starts (int64, ascending) and how loud they are (float32, 0 to 1)."""

    block_us: int
    starts: Ints
    loud: Floats


@dataclass(frozen=True, slots=True)
class Sound:
    """The same sound at several levels of detail, the finest first; empty when there is none.

    `loudest` is about the highest level of speech in it, to scale by.
    """

    levels: tuple[Loudness, ...] = ()
    loudest: float = 1.0

    @property
    def size_bytes(self) -> int:
        """About how much memory it takes."""
        return sum(level.starts.nbytes + level.loud.nbytes for level in self.levels)


NO_SOUND = Sound()


def sound_of(recordings: Sequence[Event]) -> Sound:
    """Return the sound of recordings that have an envelope, ordered by start."""
    starts, peaks, block_us = [], [], 0
    for event in recordings:
        envelope = event.data.get("envelope")
        if not isinstance(envelope, Sequence) or isinstance(envelope, str) or not envelope:
            continue
        if event.end_us <= event.start_us:
            continue
        values = np.asarray(envelope, dtype=np.float32) / 255
        step = (event.end_us - event.start_us) / len(values)
        starts.append(event.start_us + (np.arange(len(values)) * step).astype(np.int64))
        peaks.append(values)
        block_us = max(block_us, round(step))
    if not starts:
        return NO_SOUND
    finest = Loudness(max(1, block_us), np.concatenate(starts), np.concatenate(peaks))
    levels = [finest]
    while len(levels) < _LEVELS:
        levels.append(_thinned(levels[-1]))
    audible = finest.loud[finest.loud > _SILENT]
    loudest = float(np.percentile(audible, 97)) if len(audible) else 1.0
    return Sound(tuple(levels), max(_QUIETEST_SPEECH, loudest))


def _thinned(level: Loudness) -> Loudness:
    """Every four neighbours as one: nearer to their mean than to their peak, so that pauses show from afar."""
    padding = -len(level.loud) % _FACTOR
    groups = np.pad(level.loud, (0, padding), mode="edge").reshape(-1, _FACTOR)
    loud = 0.35 * groups.max(axis=1) + 0.65 * groups.mean(axis=1)
    return Loudness(level.block_us * _FACTOR, level.starts[::_FACTOR], loud.astype(np.float32))


def columns_of(sound: Sound, viewport: Viewport, start_us: int, end_us: int) -> NDArray[np.float64]:
    """Return how loud each column of a view is, from the sound in `[start_us, end_us)`; 0 where there is none."""
    columns = np.zeros(viewport.width_px)
    if not sound.levels:
        return columns
    fitting = [level for level in sound.levels if level.block_us <= viewport.us_per_px / 2]
    level = fitting[-1] if fitting else sound.levels[0]
    low = int(np.searchsorted(level.starts, start_us - level.block_us, side="right"))
    high = int(np.searchsorted(level.starts, end_us, side="left"))
    starts, loud = level.starts[low:high], level.loud[low:high]
    if len(starts) and fitting:
        at = ((starts - viewport.start_us) / viewport.us_per_px).astype(np.int64)
        inside = (at >= 0) & (at < viewport.width_px)
        np.maximum.at(columns, at[inside], loud[inside])
    elif len(starts):
        middles = viewport.start_us + ((np.arange(viewport.width_px) + 0.5) * viewport.us_per_px).astype(np.int64)
        block = np.searchsorted(starts, middles, side="right") - 1
        heard = (block >= 0) & (middles - starts[np.maximum(block, 0)] < level.block_us)
        columns[heard] = loud[block[heard]]
    return columns
