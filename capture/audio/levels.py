"""How loud a stretch of sound is: its peak, its mean, and an envelope to draw."""

from dataclasses import dataclass

import numpy as np

from capture.audio.samples import Samples

ENVELOPE_HZ = 20
_FULL_SCALE = 32768


@dataclass(frozen=True, slots=True)
class Levels:
    """Peak and root mean square from 0 to 1; the envelope is the peak of each 1/20 s from 0 to 255."""

    peak: float
    rms: float
    envelope: tuple[int, ...]


def measure(samples: Samples, rate_hz: int) -> Levels:
    """Return the levels of samples, of which there is at least one."""
    loud = np.abs(samples.astype(np.float32)) / _FULL_SCALE
    starts = np.arange(0, loud.size, max(1, rate_hz // ENVELOPE_HZ))
    envelope = np.minimum(255, np.ceil(np.maximum.reduceat(loud, starts) * 255)).astype(int)
    return Levels(
        peak=round(float(loud.max()), 5),
        rms=round(float(np.sqrt(np.mean(loud * loud))), 6),
        envelope=tuple(int(value) for value in envelope),
    )
