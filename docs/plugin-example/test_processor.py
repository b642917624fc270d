"""The plugin's own tests: what Daytrail asks of every processor, and what this one is for."""

from pathlib import Path

import numpy as np
import soundfile
from daytrail_example.processor import Loudness

from processing.contract import broken_promises
from processing.processor import Work
from storage.events import Event


def recording(path: Path, amplitude: float) -> Work:
    """A second of sound of this amplitude."""
    soundfile.write(path, np.full(16_000, amplitude, np.float32), 16_000)
    return Work(Event(b"recording-number", "device.audio.microphone.raw", "desk", 0, 1_000_000, 1_000_000), path)


def test_it_keeps_its_promises(tmp_path: Path) -> None:
    """As Daytrail's own processors do."""
    assert broken_promises(Loudness(), samples=[recording(tmp_path / "a.wav", 0.1)]) == []


def test_a_tenth_of_full_scale_is_twenty_decibels_below(tmp_path: Path) -> None:
    """20 log10 0.1."""
    ((found,),) = Loudness().derive([recording(tmp_path / "a.wav", 0.1)], None)
    assert found.data == {"level_db": -20.0}


def test_silence_says_nothing(tmp_path: Path) -> None:
    """It lies below the floor."""
    assert Loudness().derive([recording(tmp_path / "a.wav", 0.0)], None) == [()]
