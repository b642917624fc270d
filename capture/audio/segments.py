"""Cuts a stream of sound at pauses into segments short enough to be understood soon."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from capture.audio.samples import Samples

_FRAME_S = 0.02
_PAUSE_S = 0.4
_PAUSE_SHARE = 0.1
_LEAD_S = 0.25
_LONGEST_SILENCE_S = 30.0


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of sound: number of its first sample since the beginning, and whether there is nothing to hear."""

    start: int
    samples: Samples
    silent: bool

    @property
    def end(self) -> int:
        """Number of the first sample after it."""
        return self.start + self.samples.size


class Segmenter:
    """Pure: samples in, segments out, together exactly what came in."""

    def __init__(self, rate_hz: int, shortest_s: float, longest_s: float, silence_peak: float) -> None:
        """Cut segments of `shortest_s` to `longest_s`; what never exceeds `silence_peak` (0 to 1) is silence."""
        self._frame = round(rate_hz * _FRAME_S)
        self._shortest = self._frames(shortest_s)
        self._longest = max(self._frames(longest_s), self._shortest + 1)
        self._silence = silence_peak * 32768
        self._samples: Samples = np.zeros(0, np.int16)
        self._start = 0
        self._peaks: NDArray[np.float32] = np.zeros(0, np.float32)
        self._levels: NDArray[np.float32] = np.zeros(0, np.float32)

    def feed(self, start: int, samples: Samples) -> list[Segment]:
        """Add samples, the first of which has this number; return the segments that are complete.

        Where the number does not follow on the last, something was lost: what was held is returned as it is.
        """
        found = self.flush() if start != self._start + self._samples.size else []
        if not self._samples.size:
            self._start = start
        self._samples = np.concatenate((self._samples, samples))
        self._measure()
        while (cut := self._cut()) is not None:
            found.append(self._take(cut * self._frame))
        return found

    @property
    def held(self) -> tuple[int, Samples]:
        """What waits for its segment to be complete: number of the first sample, and the samples."""
        return self._start, self._samples

    def flush(self) -> list[Segment]:
        """Return what is held as a last segment."""
        return [self._take(self._samples.size)] if self._samples.size else []

    def _take(self, count: int) -> Segment:
        taken, self._samples = self._samples[:count], self._samples[count:]
        start, self._start = self._start, self._start + count
        frames = min(-(-count // self._frame), self._peaks.size)
        self._peaks, self._levels = self._peaks[frames:], self._levels[frames:]
        return Segment(start, taken, silent=bool(np.max(np.abs(taken.astype(np.int32))) <= self._silence))

    def _measure(self) -> None:
        """Measure the frames that have become complete."""
        done = self._peaks.size
        whole = self._samples.size // self._frame
        new = self._samples[done * self._frame : whole * self._frame].reshape(-1, self._frame).astype(np.float32)
        self._peaks = np.concatenate((self._peaks, np.max(np.abs(new), axis=1, initial=0)))
        self._levels = np.concatenate((self._levels, np.sqrt(np.mean(new * new, axis=1))))

    def _cut(self) -> int | None:
        """Return the frame to cut before, None when more must be heard first."""
        whole = self._peaks.size
        if whole < self._shortest:
            return None
        loud = np.flatnonzero(self._peaks > self._silence)
        if not loud.size:
            return whole if whole >= self._frames(_LONGEST_SILENCE_S) else None
        lead = int(loud[0]) - self._frames(_LEAD_S)
        if lead >= self._shortest:
            return lead
        return self._pause() if whole < self._longest else self._quietest()

    def _pause(self) -> int | None:
        """Return the middle of the pause that lasts now, None when there is none."""
        pause = self._frames(_PAUSE_S)
        speech = float(np.percentile(self._levels, 90))
        if float(np.max(self._levels[-pause:])) > max(speech * _PAUSE_SHARE, self._silence):
            return None
        return max(self._shortest, self._levels.size - pause // 2)

    def _quietest(self) -> int:
        """Return the quietest moment of those that are not too early."""
        levels = self._levels[: self._longest]
        smooth = np.convolve(levels, np.ones(5) / 5, mode="same")
        return self._shortest + int(np.argmin(smooth[self._shortest :]))

    def _frames(self, seconds: float) -> int:
        return max(1, round(seconds / _FRAME_S))
