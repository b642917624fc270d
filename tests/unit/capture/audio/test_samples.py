import numpy as np

from capture.audio.samples import mono


def test_one_channel_is_taken_as_it_is() -> None:
    assert mono(np.array([1, -2, 3], np.int16).tobytes(), 1).tolist() == [1, -2, 3]


def test_two_channels_become_their_mean_without_overflow() -> None:
    stereo = np.array([[32767, 32767], [100, -100]], np.int16)
    assert mono(stereo.tobytes(), 2).tolist() == [32767, 0]
