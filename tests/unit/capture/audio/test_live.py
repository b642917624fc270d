import numpy as np

from capture.audio.live import LiveSound


def test_what_is_held_is_replaced_and_cleared() -> None:
    live = LiveSound()
    assert live.now()[1].size == 0
    live.hold(16_000, np.ones(5, np.int16))
    assert (live.now()[0], live.now()[1].tolist()) == (16_000, [1] * 5)
    live.clear()
    assert live.now()[1].size == 0
