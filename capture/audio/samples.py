"""What sound is here: 16-bit samples of one channel."""

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.int16]
"""Shape (n,): mono, full scale ±32768."""


def mono(content: bytes, channels: int) -> Samples:
    """Return the mean of interleaved channels."""
    samples = np.frombuffer(content, np.int16)
    if channels == 1:
        return samples
    return np.asarray(np.mean(samples.reshape(-1, channels), axis=1), np.int16)
