"""What every registered source promises: it says in words what is not there, has it on record, and ends when asked."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.demo.waiting import until
from capture.gate import GateState
from capture.health import SourceState
from capture.recorder import Recorder
from capture.registry import SOURCES
from capture.settings import CaptureSettings
from storage.clock import SystemClock
from tests.unit.capture.surroundings import Around

NAMES = [spec.name for spec in SOURCES]


@pytest.fixture
def around(home_folder: Path) -> Iterator[Around]:
    around = Around(home_folder)
    yield around
    around.close()


@pytest.fixture(autouse=True)
def nothing_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither screen nor sound."""
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path}/nothing")
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(tmp_path / "nothing"))


def alone(around: Around, name: str) -> Recorder:
    chosen: dict[str, dict[str, object]] = {each: {"enabled": each == name} for each in NAMES}
    chosen["camera"]["device"] = "/nowhere/camera"
    settings = CaptureSettings.model_validate(chosen)
    return Recorder(around.log, around.media, settings, SystemClock(), "here")


def state(recorder: Recorder, name: str) -> SourceState:
    return next(health.state for health in recorder.health() if health.name == name)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_not_there_is_told_in_a_sentence_and_on_record(around: Around, name: str) -> None:
    recorder = alone(around, name)
    recorder.start()
    until(lambda: state(recorder, name) is SourceState.UNAVAILABLE, f"{name} to say so")
    health = next(each for each in recorder.health() if each.name == name)
    assert recorder.stop(60)
    assert health.cause.endswith((".", "?"))
    assert len(health.cause.split()) > 3
    assert ("unavailable", health.cause) in around.covered()
    assert health.events == 0


@pytest.mark.parametrize("name", NAMES)
def test_a_source_that_is_paused_says_so_and_tries_nothing(around: Around, name: str) -> None:
    recorder = alone(around, name)
    recorder.pause()
    recorder.start()
    until(lambda: state(recorder, name) is SourceState.PAUSED, f"{name} to be paused")
    assert recorder.stop(60)
    assert [each for each in around.covered() if each[0] != "off"] == [(GateState.PAUSED.value, "")]


@pytest.mark.parametrize("name", NAMES)
def test_a_source_is_off_once_it_is_stopped_and_may_start_again(around: Around, name: str) -> None:
    recorder = alone(around, name)
    for _ in range(2):
        recorder.start()
        assert recorder.stop(15)
        assert state(recorder, name) is SourceState.OFF
