"""The dialog that deletes: it shows what would go before it goes."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.ui.forget import ForgetDialog
from app.ui.main_window import MainWindow
from tests.data.sample_store import MEETING_US, EveningClock
from tests.gui.fake_controls import FakeControls

HOUR_US = 3_600_000_000


@pytest.fixture
def dialog(controls: FakeControls, qtbot: QtBot) -> ForgetDialog:
    made = ForgetDialog(controls, EveningClock(), span_us=(MEETING_US, MEETING_US + HOUR_US))
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_preview_comes_before_anything_can_be_deleted(controls: FakeControls, qtbot: QtBot) -> None:
    dialog = ForgetDialog(controls, EveningClock(), span_us=(MEETING_US, MEETING_US + HOUR_US))
    qtbot.addWidget(dialog)
    assert not dialog.delete_button.isEnabled()
    assert "Looking" in dialog.summary.text()
    qtbot.waitUntil(dialog.delete_button.isEnabled)
    assert "would be deleted" in dialog.summary.text()
    assert "× Screen" in dialog.details.text()


def test_deleting_takes_exactly_the_previewed_span(dialog: ForgetDialog, controls: FakeControls, qtbot: QtBot) -> None:
    qtbot.waitUntil(dialog.delete_button.isEnabled)
    with qtbot.waitSignal(dialog.forgotten):
        qtbot.mouseClick(dialog.delete_button, Qt.MouseButton.LeftButton)
    assert controls.calls == [f"forget {MEETING_US} {MEETING_US + HOUR_US}"]


def test_cancel_deletes_nothing(dialog: ForgetDialog, controls: FakeControls, qtbot: QtBot) -> None:
    qtbot.waitUntil(dialog.delete_button.isEnabled)
    qtbot.mouseClick(dialog.cancel_button, Qt.MouseButton.LeftButton)
    assert controls.calls == []
    assert dialog.isHidden()


def test_minutes_in_which_nothing_was_recorded_say_so(dialog: ForgetDialog, qtbot: QtBot) -> None:
    dialog.choice.setCurrentIndex(0)
    qtbot.waitUntil(lambda: "Nothing was recorded" in dialog.summary.text())
    assert not dialog.delete_button.isEnabled()


def test_a_span_that_ends_before_it_begins_is_refused(dialog: ForgetDialog, qtbot: QtBot) -> None:
    dialog.end.setDateTime(dialog.begin.dateTime().addSecs(-60))
    assert "lies before" in dialog.summary.text()
    assert not dialog.delete_button.isEnabled()


def test_the_delete_key_asks_for_the_selection_and_for_nothing_without_one(window: MainWindow, qtbot: QtBot) -> None:
    window.open_at(MEETING_US, HOUR_US)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.timeline.canvas.setFocus()
    qtbot.keyClick(window.timeline.canvas, Qt.Key.Key_Delete)
    assert window.findChildren(ForgetDialog) == []
    window.timeline.navigator.select((MEETING_US, MEETING_US + HOUR_US // 2))
    qtbot.keyClick(window.timeline.canvas, Qt.Key.Key_Delete)
    [dialog] = window.findChildren(ForgetDialog)
    assert dialog.span_us() == (MEETING_US, MEETING_US + HOUR_US // 2)
    qtbot.waitUntil(dialog.delete_button.isEnabled)
    dialog.reject()
