"""A ring of samples between a device's callback, which may not wait, and the thread that reads them."""

import threading

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.int16]
"""Shape (n,): mono, full scale ±32768."""


class Ring:
    """One thread writes, another reads. When it is full the oldest samples give way, and are counted."""

    def __init__(self, capacity: int) -> None:
        """Hold at most `capacity` samples."""
        self._lock = threading.Lock()
        self._buffer: Samples = np.zeros(capacity, np.int16)
        self._written = 0
        self._read = 0
        self._lost = 0

    @property
    def lost(self) -> int:
        """How many samples gave way so far."""
        return self._lost

    def write(self, block: Samples) -> int:
        """Add samples; return how many were ever written."""
        size = self._buffer.size
        with self._lock:
            kept = block[-size:]
            position = (self._written + block.size - kept.size) % size
            first = min(kept.size, size - position)
            self._buffer[position : position + first] = kept[:first]
            self._buffer[: kept.size - first] = kept[first:]
            self._written += block.size
            behind = self._written - self._read - size
            if behind > 0:
                self._read += behind
                self._lost += behind
            return self._written

    def read(self) -> tuple[int, Samples]:
        """Return the number of the first unread sample since the beginning, and all unread samples."""
        size = self._buffer.size
        with self._lock:
            start, count = self._read, self._written - self._read
            position = start % size
            first = min(count, size - position)
            samples = np.concatenate((self._buffer[position : position + first], self._buffer[: count - first]))
            self._read = self._written
            return start, samples
