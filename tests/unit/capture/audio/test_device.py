from pathlib import Path

import pytest

from capture.audio.device import Microphone
from capture.health import SourceUnavailableError
from capture.wake import Wake
from storage.clock import SystemClock


def test_no_microphone_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path}/nothing")
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(tmp_path / "nothing"))
    with Wake() as wake, pytest.raises(SourceUnavailableError, match="Connect one"):
        Microphone("", SystemClock(), wake, lambda: False)


def test_opening_is_given_up_when_it_is_over() -> None:
    with Wake() as wake, pytest.raises(SourceUnavailableError):
        Microphone("", SystemClock(), wake, lambda: True)
