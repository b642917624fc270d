"""The tray's menu; that it works in a real tray is tested in tests/gui/test_application.py."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.ui.language import speak
from app.ui.recorder import RecorderModel
from app.ui.recorder_actions import RecorderActions
from app.ui.theme import DARK
from app.ui.tray import Tray
from tests.gui.fake_controls import FakeControls


def test_the_menu_reaches_everything(
    qapp: QApplication, recorder: RecorderModel, controls: FakeControls, qtbot: QtBot
) -> None:
    speak(qapp)
    tray = Tray(recorder, RecorderActions(recorder, DARK), DARK, qapp)
    by_name: dict[str, QAction] = {action.objectName(): action for action in tray.menu.actions()}
    for name, signal in (("open", tray.openWanted), ("settings", tray.settingsWanted), ("quit", tray.quitWanted)):
        with qtbot.waitSignal(signal):
            by_name[name].trigger()
    minutes = [action.text() for action in tray.forget_menu.actions()]
    assert minutes == ["The last 5 minutes…", "The last 15 minutes…", "The last 60 minutes…"]
    with qtbot.waitSignal(tray.forgetWanted) as told:
        tray.forget_menu.actions()[1].trigger()
    assert told.args == [15]
    tray.stop()


def test_icon_and_tip_show_the_state(
    qapp: QApplication, recorder: RecorderModel, controls: FakeControls, qtbot: QtBot
) -> None:
    tray = Tray(recorder, RecorderActions(recorder, DARK), DARK, qapp)
    recorder.refresh()
    qtbot.waitUntil(lambda: "Recording" in tray.icon.toolTip())
    recording = tray.icon.icon().pixmap(22).toImage()
    recorder.private()
    qtbot.waitUntil(lambda: "Private" in tray.icon.toolTip())
    assert tray.icon.icon().pixmap(22).toImage() != recording
    tray.stop()
