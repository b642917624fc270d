"""Another language is in force at once: window and tray are made anew, and the owner finds everything as it was."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSettings, Qt, QThreadPool
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from app.settings import Language
from app.settings import Theme as Choice
from app.ui.appearance import Appearance
from app.ui.desk import Desk
from app.ui.forget import ForgetDialog
from app.ui.language import speak
from app.ui.recorder import RecorderModel
from app.ui.theme import DARK, LIGHT
from storage.notes import MarkKind, marks_between
from tests.data.sample_store import MEETING_US, EveningClock
from tests.gui.fake_controls import FakeControls

HOUR_US = 3_600_000_000


@pytest.fixture
def desk(controls: FakeControls, qapp: QApplication, qtbot: QtBot) -> Iterator[Desk]:
    clock = EveningClock(controls.now_us)
    speak(qapp)
    appearance, recorder = Appearance(qapp, Choice.DARK), RecorderModel(controls, clock)
    memory = QSettings(str(controls.home / "window.ini"), QSettings.Format.IniFormat)
    made = Desk(controls, recorder, appearance, clock, memory, qapp)
    made.window.resize(1500, 950)
    made.window.show()
    recorder.start()
    qtbot.waitUntil(lambda: bool(recorder.sources))
    qtbot.waitUntil(made.window.timeline.idle)
    yield made
    recorder.stop()
    made.stop()
    QThreadPool.globalInstance().waitForDone(60_000)
    for gone in (made, appearance, recorder):
        gone.deleteLater()
    speak(qapp)
    qapp.processEvents()


def choose(desk: Desk, qtbot: QtBot, language: Language) -> None:
    """Choose a language on the settings page, and wait for the window that speaks it."""
    before = desk.window
    before.show_page("settings")
    before.pages.settings.show_group("general")
    row = next(row for row in before.pages.settings.view.rows if row.field.path[-1] == "language")
    box = row.editor.inner
    assert isinstance(box, QComboBox)
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Home)
    for _ in range(list(Language).index(language)):
        qtbot.keyClick(box, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: desk.window is not before)


def test_a_language_is_spoken_at_once_by_window_and_tray(desk: Desk, qtbot: QtBot) -> None:
    desk.window.open_at(MEETING_US, HOUR_US)
    span = desk.window.timeline.visible_span()
    choose(desk, qtbot, Language.GERMAN)
    window = desk.window
    assert window.isVisible()
    assert window.page == "settings"
    assert window.bar.today.text() == "Heute"
    assert desk.tray.forget_menu.title() == "Vergessen"
    assert window.size().width() == 1500
    start_us, end_us = window.timeline.visible_span()
    assert (start_us + end_us) // 2 == pytest.approx((span[0] + span[1]) // 2, abs=HOUR_US // 50)
    assert window.timeline.navigator.playhead_us == MEETING_US
    qtbot.waitUntil(lambda: window.bar.pill.text().strip().startswith("Aufzeichnung"))
    choose(desk, qtbot, Language.ENGLISH)
    assert desk.window.bar.today.text() == "Today"


def test_the_new_window_lives_and_the_old_one_is_gone(desk: Desk, qtbot: QtBot, controls: FakeControls) -> None:
    old = desk.window
    with qtbot.waitSignal(old.destroyed):
        choose(desk, qtbot, Language.GERMAN)
    desk._appearance.choose(Choice.LIGHT)
    assert desk._appearance.theme is LIGHT is not DARK
    desk.tray.menu.actions()[0].trigger()
    desk._recorder.failed.emit("no")  # told once, by the window that is there
    assert desk.window.notice.isVisible()
    desk.window.show_page("timeline")
    span_us = desk.window.timeline.navigator.viewport.span_us
    qtbot.keyClick(desk.window.timeline.canvas, Qt.Key.Key_W)
    assert desk.window.timeline.navigator.viewport.span_us < span_us


def test_settings_changed_in_their_file_are_followed_by_the_window(
    desk: Desk, qtbot: QtBot, controls: FakeControls
) -> None:
    desk.window.show_page("settings")
    desk.window.pages.settings.show_group("general")
    row = next(row for row in desk.window.pages.settings.view.rows if row.field.path[-1] == "theme")
    box = row.editor.inner
    assert isinstance(box, QComboBox)
    light = controls.current.general.model_copy(update={"theme": Choice.LIGHT})
    with qtbot.waitSignal(desk.applied):
        controls.current = controls.current.model_copy(update={"general": light})
    assert desk._appearance.theme is LIGHT
    assert box.currentIndex() == list(Choice).index(Choice.LIGHT)

    german = light.model_copy(update={"language": Language.GERMAN})
    before = desk.window
    controls.current = controls.current.model_copy(update={"general": german})
    qtbot.waitUntil(lambda: desk.window is not before)
    assert desk.window.bar.today.text() == "Heute"


def test_every_action_of_the_tray_does_what_it_says(desk: Desk, qtbot: QtBot, controls: FakeControls) -> None:
    actions = {action.objectName(): action for action in desk.tray.menu.actions()}
    desk.window.hide()
    actions["open"].trigger()
    assert desk.window.isVisible()
    actions["settings"].trigger()
    assert desk.window.page == "settings"
    desk.tray.forget_menu.actions()[1].trigger()
    dialog = desk.window.findChild(ForgetDialog)
    assert dialog is not None
    assert "15" in dialog.choice.currentText()
    qtbot.waitUntil(lambda: bool(dialog.summary.text()))
    assert not any(call.startswith("forget") for call in controls.calls)
    dialog.reject()
    recorder_actions = desk.window.actions_of_recorder
    assert recorder_actions.pause_hour in desk.tray.menu.actions()
    recorder_actions.pause_hour.trigger()
    qtbot.waitUntil(lambda: "pause 3600" in controls.calls)
    qtbot.waitUntil(recorder_actions.resume.isVisible)
    recorder_actions.resume.trigger()
    qtbot.waitUntil(lambda: "resume" in controls.calls)
    with qtbot.waitSignal(desk.quitWanted):
        actions["quit"].trigger()


def test_what_was_noted_can_be_undone_in_the_other_language(desk: Desk, qtbot: QtBot, controls: FakeControls) -> None:
    desk.window.notebook.add(MarkKind.NOTE, "call back", (MEETING_US, MEETING_US))
    qtbot.waitUntil(desk.window.notebook.idle)
    choose(desk, qtbot, Language.GERMAN)
    window = desk.window
    assert window.notebook.undo_words == "Notiz hinzugefügt"
    window.show_page("timeline")
    window.timeline.canvas.setFocus()
    qtbot.keyClick(window.timeline.canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not marks_between(controls.store, MEETING_US, MEETING_US + 1) and window.notebook.idle())
