"""The recorder as the window sees it."""

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.controls import RecorderState
from app.ui.language import speak
from app.ui.recorder import RecorderModel
from tests.gui.fake_controls import FakeControls


def test_it_says_how_many_sources_record(
    qapp: QApplication, recorder: RecorderModel, controls: FakeControls, qtbot: QtBot
) -> None:
    speak(qapp)
    recorder.refresh()
    qtbot.waitUntil(lambda: recorder.view.recording == 3)
    assert recorder.view.headline == "Recording · 3 sources"
    assert recorder.view.mood == "recording"


def test_sources_that_cannot_record_are_trouble(recorder: RecorderModel, controls: FakeControls, qtbot: QtBot) -> None:
    controls.causes["screen"] = "The display has gone away."
    recorder.refresh()
    qtbot.waitUntil(lambda: recorder.view.trouble == ("Screen",))
    assert recorder.view.mood == "trouble"


def test_polling_notices_what_others_did(recorder: RecorderModel, controls: FakeControls, qtbot: QtBot) -> None:
    recorder.start()
    qtbot.waitUntil(lambda: recorder.view.state is RecorderState.RECORDING)
    controls.private()
    qtbot.waitUntil(lambda: recorder.view.mood == "private")


def test_verbs_reach_the_controls_in_order(recorder: RecorderModel, controls: FakeControls, qtbot: QtBot) -> None:
    recorder.pause(900)
    qtbot.waitUntil(lambda: controls.calls == ["pause 900"])
    recorder.resume()
    qtbot.waitUntil(lambda: controls.calls[-1] == "resume")
    qtbot.waitUntil(lambda: recorder.view.state is RecorderState.RECORDING)


def test_until_tomorrow_is_until_midnight_here(recorder: RecorderModel, controls: FakeControls, qtbot: QtBot) -> None:
    recorder.pause_until_tomorrow()
    qtbot.waitUntil(lambda: bool(controls.calls))
    assert controls.calls == [f"pause {7 * 3600 + 17 * 60 + 43}.0"]


def test_resume_starts_what_was_never_started(recorder: RecorderModel, controls: FakeControls, qtbot: QtBot) -> None:
    controls.recorder = RecorderState.STOPPED
    recorder.resume()
    qtbot.waitUntil(lambda: controls.calls == ["start"])


def test_another_process_that_records_is_named(recorder: RecorderModel, controls: FakeControls, qtbot: QtBot) -> None:
    controls.recorder = RecorderState.ELSEWHERE
    recorder.refresh()
    assert recorder.view.headline == "Recorded by another process"
    assert recorder.view.mood == "recording"
