import io

import numpy as np
import soundfile

from capture.audio.flac import pack


def test_packs_without_loss_and_smaller() -> None:
    samples = np.asarray(np.sin(np.arange(16_000) / 20) * 20_000, np.int16)
    content = pack(samples, 16_000)
    unpacked, rate_hz = soundfile.read(io.BytesIO(content), dtype="int16")
    assert rate_hz == 16_000
    assert np.array_equal(unpacked, samples)
    assert content.startswith(b"fLaC")
    assert len(content) < samples.nbytes
