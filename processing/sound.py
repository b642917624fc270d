"""Reads stored sound as the speech models want it: mono, 16 kHz, 32-bit floats."""

from pathlib import Path
from typing import BinaryIO

import numpy as np
import soundfile
from numpy.typing import NDArray

RATE_HZ = 16_000


def read_mono(path: Path | BinaryIO, start_us: int = 0, duration_us: int | None = None) -> NDArray[np.float32]:
    """Return samples of a FLAC, WAV or Ogg file from `start_us` on, at most `duration_us` long.

    Raises:
        soundfile.LibsndfileError: the file cannot be read.
    """
    with soundfile.SoundFile(path) as file:
        rate_hz = file.samplerate
        file.seek(min(file.frames, start_us * rate_hz // 1_000_000))
        frames = -1 if duration_us is None else -(-duration_us * rate_hz // 1_000_000)
        samples = file.read(frames, dtype="float32", always_2d=True).mean(axis=1, dtype=np.float32)
    return _resample(samples, rate_hz)


def duration_us(samples: NDArray[np.float32]) -> int:
    """Return how long samples at 16 kHz last."""
    return len(samples) * 1_000_000 // RATE_HZ


def _resample(samples: NDArray[np.float32], rate_hz: int) -> NDArray[np.float32]:
    """Change the rate to 16 kHz by cutting or extending the spectrum, which lets no frequency fold over."""
    if rate_hz == RATE_HZ or not len(samples):
        return samples
    wanted = round(len(samples) * RATE_HZ / rate_hz)
    spectrum = np.fft.rfft(samples)
    return (np.fft.irfft(spectrum, wanted) * (wanted / len(samples))).astype(np.float32)
