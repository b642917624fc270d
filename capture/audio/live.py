"""The microphone's sound that is not cut and kept yet, so that words can be shown while they are spoken. Not stored."""

import threading

import numpy as np

from capture.audio.samples import Samples

NOTHING: Samples = np.zeros(0, np.int16)


class LiveSound:
    """Holds the segment that grows. Written by the microphone's thread, read from any."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held = (0, NOTHING)

    def hold(self, start: int, samples: Samples) -> None:
        """Replace what is held: number of its first sample since the microphone was opened, and the samples."""
        with self._lock:
            self._held = (start, samples)

    def clear(self) -> None:
        """Hold nothing: recording ended or is paused."""
        self.hold(0, NOTHING)

    def now(self) -> tuple[int, Samples]:
        """Return what is held; not to be changed."""
        with self._lock:
            return self._held
