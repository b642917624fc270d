"""Changes the rate of a stream of sound, for devices that cannot be opened at the rate we want."""

import numpy as np
from numpy.typing import NDArray

from capture.audio.samples import Samples

_TAPS_PER_PERIOD = 16


class Resampler:
    """Low-pass filter (a Hamming-windowed sinc), then linear interpolation; blocks join without a seam."""

    def __init__(self, from_hz: int, to_hz: int) -> None:
        """Turn samples at `from_hz` into samples at `to_hz`."""
        self._step = from_hz / to_hz
        self._kernel = _low_pass(min(1.0, to_hz / from_hz))
        half = self._kernel.size // 2
        self._held: NDArray[np.float32] = np.zeros(half, np.float32)
        self._position = 0.0

    def feed(self, samples: Samples) -> Samples:
        """Return what can be given by now; it lags by half the filter's length, a millisecond or so."""
        self._held = np.concatenate((self._held, samples.astype(np.float32)))
        if self._held.size <= self._kernel.size:
            return np.zeros(0, np.int16)
        smooth = np.convolve(self._held, self._kernel, mode="valid")
        count = int((smooth.size - 1 - self._position) // self._step) + 1
        if count <= 0:
            return np.zeros(0, np.int16)
        places = self._position + np.arange(count) * self._step
        values = np.interp(places, np.arange(smooth.size), smooth)
        after = self._position + count * self._step
        used = min(int(after), smooth.size - 1)
        self._position = after - used
        self._held = self._held[used:]
        return np.asarray(np.clip(np.round(values), -32768, 32767), np.int16)


def _low_pass(cutoff: float) -> NDArray[np.float32]:
    """Return a filter that passes what lies below `cutoff` times half the rate, with an odd number of taps."""
    taps = 2 * round(_TAPS_PER_PERIOD / cutoff / 2) + 1
    places = np.arange(taps) - taps // 2
    kernel = np.sinc(places * cutoff) * np.hamming(taps)
    return np.asarray(kernel / kernel.sum(), np.float32)
