import numpy as np
import pytest

from capture.audio.resample import Resampler


def tone(rate_hz: int, pitch_hz: float, seconds: float) -> np.ndarray:
    return np.asarray(np.sin(2 * np.pi * pitch_hz * np.arange(round(rate_hz * seconds)) / rate_hz) * 10_000, np.int16)


def loudest_hz(samples: np.ndarray, rate_hz: int) -> float:
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(samples.size)))
    return float(np.argmax(spectrum) * rate_hz / samples.size)


@pytest.mark.parametrize("rate_hz", [48_000, 44_100, 32_000, 8_000])
def test_keeps_pitch_length_and_loudness(rate_hz: int) -> None:
    changed = Resampler(rate_hz, 16_000).feed(tone(rate_hz, 440, 2))
    assert changed.size == pytest.approx(32_000, abs=40)
    assert loudest_hz(changed, 16_000) == pytest.approx(440, abs=2)
    assert np.abs(changed[1_000:-1_000]).max() == pytest.approx(10_000, rel=0.03)


def test_what_the_new_rate_cannot_hold_is_taken_out() -> None:
    changed = Resampler(48_000, 16_000).feed(tone(48_000, 12_000, 1))
    assert np.abs(changed[1_000:-1_000]).max() < 300


def test_blocks_join_without_a_seam() -> None:
    sound = tone(44_100, 440, 2)
    whole = Resampler(44_100, 16_000).feed(sound)
    resampler = Resampler(44_100, 16_000)
    parts = np.concatenate([resampler.feed(sound[start : start + 1_234]) for start in range(0, sound.size, 1_234)])
    assert abs(parts.size - whole.size) <= 2
    length = min(parts.size, whole.size)
    assert np.abs(parts[:length].astype(int) - whole[:length]).max() <= 60
