"""The main window on a screen of its own, over a real data folder with a made-up day and controls that remember."""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest
from pytestqt.qtbot import QtBot

from app.controls import RecorderState
from app.settings import Settings
from tests.data.sample_store import EveningClock, Recorded, opened, recorded_day
from tests.gui.fake_controls import FakeControls

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from app.ui.main_window import MainWindow
    from app.ui.recorder import RecorderModel

os.environ.setdefault("QT_QPA_PLATFORM", f"offscreen:configfile={Path(__file__).with_name('screen.json')}")


@pytest.fixture(autouse=True)
def utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture(scope="session")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recorded]:
    with recorded_day(tmp_path_factory.mktemp("recorded")) as found:
        yield found


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Recorded]:
    with opened(tmp_path / "empty") as found:
        yield found


def controls_over(recorded: Recorded, home: Path) -> FakeControls:
    """Return controls that have been consented to and record."""
    settings = Settings()
    settings = settings.model_copy(update={"general": settings.general.model_copy(update={"consented": True})})
    now_us = EveningClock().now_us()
    return FakeControls(
        recorded.storage.store, recorded.storage.log, recorded.media, home, now_us, settings, RecorderState.RECORDING
    )


@pytest.fixture
def controls(recorded: Recorded, tmp_path: Path) -> FakeControls:
    return controls_over(recorded, tmp_path)


class MakeWindow(Protocol):
    """Makes and shows a window, in a size of its own unless it shall come as it was left."""

    def __call__(self, controls: FakeControls, *, as_remembered: bool = False) -> "MainWindow": ...


@pytest.fixture
def recorder(controls: FakeControls, qtbot: QtBot) -> Iterator["RecorderModel"]:
    from app.ui.recorder import RecorderModel

    model = RecorderModel(controls, EveningClock())
    yield model
    model.stop()


@pytest.fixture
def make_window(qtbot: QtBot, qapp: "QApplication") -> Iterator[MakeWindow]:
    from PySide6.QtCore import QSettings, QThreadPool

    from app.ui.appearance import Appearance
    from app.ui.language import speak
    from app.ui.main_window import MainWindow
    from app.ui.recorder import RecorderModel

    made: list[tuple[MainWindow, RecorderModel]] = []
    appearance = Appearance(qapp)
    speak(qapp)

    def make(controls: FakeControls, *, as_remembered: bool = False) -> MainWindow:
        clock = EveningClock(controls.now_us)
        recorder = RecorderModel(controls, clock)
        memory = QSettings(str(controls.home / "window.ini"), QSettings.Format.IniFormat)
        window = MainWindow(controls, recorder, appearance, clock, memory)
        made.append((window, recorder))
        if not as_remembered:
            window.resize(1500, 950)
        window.show()
        recorder.start()
        qtbot.waitUntil(lambda: bool(recorder.sources))
        return window

    yield make
    for window, recorder in made:
        recorder.stop()
        window.stop()
        window.hide()
        window.deleteLater()
    QThreadPool.globalInstance().waitForDone(60_000)
    qapp.processEvents()
    appearance.deleteLater()


@pytest.fixture
def window(make_window: MakeWindow, controls: FakeControls, qtbot: QtBot) -> "MainWindow":
    made = make_window(controls)
    qtbot.waitUntil(made.timeline.idle)
    return made
