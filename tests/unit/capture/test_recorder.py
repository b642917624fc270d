import subprocess
import sys

import pytest

from capture.health import SourceState
from capture.recorder import Recorder, RecorderState
from capture.registry import SOURCES
from capture.settings import CaptureSettings
from storage.clock import SystemClock
from tests.unit.capture.surroundings import Around

ALL_OFF = CaptureSettings.model_validate({spec.name: {"enabled": False} for spec in SOURCES})


@pytest.fixture
def recorder(around: Around) -> Recorder:
    return Recorder(around.log, around.media, ALL_OFF, SystemClock(), "here")


def test_before_it_starts_everything_is_off(recorder: Recorder) -> None:
    assert recorder.state is RecorderState.STOPPED
    assert [health.name for health in recorder.health()] == [spec.name for spec in SOURCES]
    assert {health.state for health in recorder.health()} == {SourceState.OFF}
    assert recorder.stop(1)


def test_what_its_owner_turned_off_is_on_record_as_off(around: Around, recorder: Recorder) -> None:
    recorder.start()
    recorder.start()
    assert recorder.state is RecorderState.RECORDING
    assert recorder.stop(60)
    assert around.covered() == [("off", "")] * len(SOURCES)


def test_pause_private_and_resume_show_at_once(recorder: Recorder) -> None:
    recorder.start()
    recorder.pause(123)
    assert (recorder.state, recorder.paused_until_us) in {
        (RecorderState.PAUSED, 123),
        (RecorderState.RECORDING, None),  # the time had come already
    }
    recorder.private()
    assert (recorder.state, recorder.paused_until_us) == (RecorderState.PRIVATE, None)
    recorder.resume()
    assert recorder.state is RecorderState.RECORDING
    assert recorder.stop(60)
    assert recorder.state is RecorderState.STOPPED


@pytest.mark.skipif(sys.platform != "linux", reason="needs that system")
def test_sources_that_start_at_once_do_not_change_what_others_connect_with() -> None:
    told = subprocess.run([sys.executable, "-c", ALL_KNOWN], capture_output=True, text=True, timeout=60)
    assert told.returncode == 0, told.stderr
    before, after = told.stdout.split()
    assert before == after != "0"


ALL_KNOWN = """
import importlib
from capture.recorder import _load_display_library
_load_display_library()
import xcffib
print(len(xcffib.extensions))
import capture, processing.fullscreen
for part in ("clipboard", "input", "screen", "windows"):
    importlib.import_module(f"capture.{part}.x11")
import capture.input.listen
capture.input.listen._disable(0)
print(len(xcffib.extensions))
"""
