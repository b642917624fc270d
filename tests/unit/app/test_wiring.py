import logging
import os
import threading
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from app.controls import RecorderState
from app.home import RecorderLock, open_home
from app.settings import Settings, SettingsError, changed, load_settings
from app.telemetry.health import Level
from app.wiring import Engine
from capture.plugins import loading
from processing import registry
from processing.pipeline import Pipeline
from tests.data.observed import until
from tests.data.plugin_recipes import PLACE

NOTHING = """[capture.screen]
enabled = false
[capture.windows]
enabled = false
[capture.input]
enabled = false
"""

CONSENTED = "[general]\nconsented = true\n" + NOTHING


@pytest.fixture
def engine(home_folder: Path) -> Iterator[Engine]:
    """An engine that is not started, with nothing to record."""
    (home_folder / "config.toml").write_text(NOTHING)
    home = open_home(home_folder)
    made = Engine(home, load_settings(home.config))
    with RecorderLock(home):
        made.start_viewing()  # so that stopping closes what making it opened
        yield made
        assert made.stop()


def test_a_change_that_this_computer_cannot_follow_changes_nothing(engine: Engine, home_folder: Path) -> None:
    before, file = engine.settings(), (home_folder / "config.toml").read_text()
    wanted = changed(changed(before, "processing.ocr.model", "no-such"), "general.theme", "light")

    with pytest.raises(SettingsError, match="processing.ocr.model"):
        engine.apply(wanted)
    with pytest.raises(SettingsError, match="read at start"):
        engine.apply(changed(before, "storage.media_url", "memory://"))

    assert engine.settings() is before
    assert (home_folder / "config.toml").read_text() == file


def test_a_change_is_kept_in_the_file_and_in_force(engine: Engine, home_folder: Path) -> None:
    engine.apply(changed(engine.settings(), "general.theme", "light"))
    assert engine.settings().general.theme == "light"
    assert 'theme = "light"' in (home_folder / "config.toml").read_text()


def test_once_the_other_recorder_ends_this_one_takes_its_place_with_the_settings_of_now(home_folder: Path) -> None:
    home = open_home(home_folder)
    home.config.write_text(CONSENTED)
    engine = Engine(home, load_settings(home.config))
    try:
        with RecorderLock(home):
            engine.start_viewing()
            home.config.write_text(CONSENTED + "[capture.privacy]\nexcluded_apps = ['Diary']\n")
            assert engine.state() is RecorderState.ELSEWHERE
        until(lambda: engine.state() is RecorderState.RECORDING)
        assert engine.settings().capture.privacy.excluded_apps == ("Diary",)
        assert RecorderLock(home).owner() == os.getpid()
    finally:
        assert engine.stop()
    assert RecorderLock(home).owner() is None


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_where_the_place_cannot_be_taken_what_was_kept_can_still_be_read(
    monkeypatch: pytest.MonkeyPatch, home_folder: Path
) -> None:
    asked = threading.Event()

    def fail(_pipeline: Pipeline) -> None:
        asked.set()
        raise RuntimeError("nobody foresaw this")

    monkeypatch.setattr(Pipeline, "start", fail)
    home = open_home(home_folder)
    home.config.write_text(CONSENTED)
    engine = Engine(home, load_settings(home.config))
    try:
        with RecorderLock(home):
            engine.start_viewing()
        assert asked.wait(60)
        until(lambda: RecorderLock(home).owner() is None)
        assert engine.state() is RecorderState.ELSEWHERE
        assert engine.store.extent() is None
    finally:
        assert engine.stop()


def test_a_plugin_that_is_left_out_degrades_health(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, home_folder: Path
) -> None:
    points = {
        loading.SOURCES: [EntryPoint("gone", "no_such_package:Source", loading.SOURCES)],
        registry.ENTRY_POINTS: [EntryPoint("odd", f"{PLACE}:Steady", registry.ENTRY_POINTS)],
    }
    for module in (loading, registry):
        monkeypatch.setattr(module, "entry_points", lambda group: points.get(group, []))
    with caplog.at_level(logging.CRITICAL):
        engine = Engine(open_home(home_folder), Settings())
        with RecorderLock(open_home(home_folder)):
            engine.start_viewing()
            try:
                verdict = engine.health()
            finally:
                assert engine.stop()
    assert verdict.level is Level.DEGRADED
    first, second = verdict.causes
    assert first.startswith("The plugin gone is left out: No module")
    assert second.startswith("The plugin odd is left out: its `spec` is no ProcessorSpec")
