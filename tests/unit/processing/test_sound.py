import io

import numpy as np
import pytest
import soundfile

from processing.sound import RATE_HZ, duration_us, read_mono
from tests.data.observed import flac


def tone(hertz: float, seconds: float, rate_hz: int) -> np.ndarray:
    return (0.5 * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate_hz)) / rate_hz)).astype(np.float32)


def test_reads_back_what_was_written() -> None:
    samples = tone(440, 1.0, RATE_HZ)

    assert np.allclose(read_mono(io.BytesIO(flac(samples))), samples, atol=1e-4)


def test_reads_a_stretch() -> None:
    samples = np.arange(RATE_HZ, dtype=np.float32) / RATE_HZ

    part = read_mono(io.BytesIO(flac(samples)), 250_000, 500_000)

    assert len(part) == RATE_HZ // 2
    assert part[0] == pytest.approx(0.25, abs=1e-3)
    assert duration_us(part) == 500_000


def test_reading_beyond_the_end_gives_what_is_there() -> None:
    assert len(read_mono(io.BytesIO(flac(np.zeros(100, np.float32))), 10_000_000, 1_000_000)) == 0


@pytest.mark.parametrize("rate_hz", [8_000, 22_050, 44_100, 48_000])
def test_other_rates_and_channels_become_mono_at_16_khz(rate_hz: int) -> None:
    stereo = np.stack([tone(1_000, 1.0, rate_hz), tone(1_000, 1.0, rate_hz)], axis=1)
    content = io.BytesIO()
    soundfile.write(content, stereo, rate_hz, format="WAV")
    content.seek(0)

    heard = read_mono(content)

    assert len(heard) == RATE_HZ
    spectrum = np.abs(np.fft.rfft(heard))
    assert int(spectrum.argmax()) == 1_000
    assert spectrum[1_000] ** 2 > 0.99 * (spectrum**2).sum()
