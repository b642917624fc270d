import numpy as np
import pytest

from capture.audio.levels import measure


def test_peak_and_mean_are_shares_of_full_scale() -> None:
    levels = measure(np.array([16384, -16384] * 800, np.int16), 16_000)
    assert levels.peak == 0.5
    assert levels.rms == pytest.approx(0.5, abs=1e-4)


def test_the_loudest_sample_there_is_does_not_overflow() -> None:
    levels = measure(np.array([-32768] * 1_600, np.int16), 16_000)
    assert levels.peak == 1.0
    assert set(levels.envelope) == {255}


def test_the_envelope_has_twenty_peaks_a_second() -> None:
    sound = np.zeros(32_000, np.int16)
    sound[16_000] = 32767
    levels = measure(sound, 16_000)
    assert len(levels.envelope) == 40
    assert [place for place, peak in enumerate(levels.envelope) if peak] == [20]


def test_an_incomplete_last_twentieth_counts() -> None:
    assert len(measure(np.ones(801, np.int16), 16_000).envelope) == 2
