import math

import numpy as np

from storage.loudness import rise
from tests.data.observed import RATE_HZ, silence, spoken


def test_speech_as_loud_as_the_noise_rises_and_steady_noise_does_not() -> None:
    noise = np.random.default_rng(2).normal(size=8 * RATE_HZ).astype(np.float32)
    speech = spoken("Yes", before_s=3, after_s=4)
    loudness = float(np.sqrt(np.mean(speech[3 * RATE_HZ : -4 * RATE_HZ] ** 2)))

    assert 1 < rise(0.01 * noise, RATE_HZ) < 1.2
    assert rise(speech + loudness * noise[: len(speech)], RATE_HZ) > 1.25
    assert rise(speech + 0.001 * noise[: len(speech)], RATE_HZ) > 8


def test_hum_and_silence_do_not_rise() -> None:
    hum = (6_000 * np.sin(2 * np.pi * 100 * np.arange(5 * RATE_HZ) / RATE_HZ)).astype(np.int16)
    assert rise(hum, RATE_HZ) < 1.2
    assert rise(silence(8), RATE_HZ) == 1


def test_of_so_little_or_a_click_in_silence_nobody_can_tell() -> None:
    assert rise(spoken("Yes")[:1000], RATE_HZ) == math.inf
    click = np.zeros(RATE_HZ, np.float32)
    click[9_000] = 1
    assert rise(click, RATE_HZ) == math.inf
