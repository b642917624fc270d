"""The first start: nothing is recorded before consent, and consent says exactly what."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.controls import RecorderState
from app.settings import Settings
from app.ui.main_window import MainWindow
from tests.gui.conftest import MakeWindow
from tests.gui.fake_controls import FakeControls


@pytest.fixture
def newcomer(controls: FakeControls) -> FakeControls:
    controls.current = Settings()
    controls.recorder = RecorderState.STOPPED
    return controls


@pytest.fixture
def window(make_window: MakeWindow, newcomer: FakeControls) -> MainWindow:
    return make_window(newcomer)


def test_it_comes_first_and_says_where_everything_stays(window: MainWindow, newcomer: FakeControls) -> None:
    assert window.welcome.isVisible()
    assert not window.rail.isVisible()
    texts = " ".join(part.text() for part in window.welcome.findChildren(type(window.bar.span)))
    assert str(newcomer.home) in texts
    assert "encrypt" not in texts.lower()


def test_microphone_camera_and_clipboard_are_off_until_chosen(window: MainWindow) -> None:
    chosen = {names: switch.isChecked() for names, switch in window.welcome.switches.items()}
    assert chosen == {
        ("screen", "windows"): True,
        ("input",): True,
        ("microphone",): False,
        ("camera",): False,
        ("clipboard",): False,
    }


def test_not_now_records_nothing(window: MainWindow, newcomer: FakeControls, qtbot: QtBot) -> None:
    qtbot.mouseClick(window.welcome.later_button, Qt.MouseButton.LeftButton)
    assert window.rail.isVisible()
    assert newcomer.calls == []
    assert not newcomer.settings().general.consented


def test_start_applies_the_choice_and_records(window: MainWindow, newcomer: FakeControls, qtbot: QtBot) -> None:
    qtbot.mouseClick(window.welcome.switches[("microphone",)], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(window.welcome.switches[("input",)], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(window.welcome.start_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.rail.isVisible())
    capture = newcomer.settings().capture
    assert newcomer.settings().general.consented
    assert (capture.screen.enabled, capture.input.enabled, capture.microphone.enabled) == (True, False, True)
    assert newcomer.calls == ["apply", "start"]


def test_a_failure_is_said_and_may_be_tried_again(window: MainWindow, newcomer: FakeControls, qtbot: QtBot) -> None:
    newcomer.refuse = "The disk is full."
    qtbot.mouseClick(window.welcome.start_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.welcome.error.text() == "The disk is full.")
    newcomer.refuse = ""
    qtbot.mouseClick(window.welcome.start_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.rail.isVisible())
