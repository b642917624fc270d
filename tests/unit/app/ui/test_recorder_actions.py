"""Only what makes sense is offered."""

import pytest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from app.controls import RecorderState
from app.ui.recorder import RecorderModel
from app.ui.recorder_actions import RecorderActions
from app.ui.theme import DARK
from tests.gui.fake_controls import FakeControls

PAUSES = ["Pause for 15 minutes", "Pause for 1 hour", "Pause until tomorrow"]


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        (RecorderState.RECORDING, [*PAUSES, "Private mode"]),
        (RecorderState.PAUSED, ["Resume recording", *PAUSES, "Private mode"]),
        (RecorderState.PRIVATE, ["Resume recording"]),
        (RecorderState.STOPPED, ["Start recording"]),
        (RecorderState.ELSEWHERE, []),
    ],
)
def test_what_is_offered_in_each_state(
    recorder: RecorderModel, controls: FakeControls, qtbot: QtBot, state: RecorderState, offered: list[str]
) -> None:
    actions = RecorderActions(recorder, DARK)
    menu = QMenu()
    qtbot.addWidget(menu)
    actions.fill(menu)
    controls.recorder = state
    recorder.refresh()
    shown = [action.text() for action in menu.actions() if action.isVisible() and action.isEnabled()]
    assert [text for text in shown if text] == offered
    assert actions.headline.text() == recorder.view.headline


def test_a_chosen_action_is_done(recorder: RecorderModel, controls: FakeControls, qtbot: QtBot) -> None:
    actions = RecorderActions(recorder, DARK)
    actions.pause_hour.trigger()
    qtbot.waitUntil(lambda: controls.calls == ["pause 3600"])
    actions.private.trigger()
    qtbot.waitUntil(lambda: controls.calls[-1] == "private")
