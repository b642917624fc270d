"""The settings page: what is changed takes effect, what is wrong is said beside it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from app.settings import Settings
from app.ui.main_window import MainWindow
from app.ui.settings.page import MOST_FOUND, SettingsPage
from app.ui.settings.row import SettingRow
from app.ui.settings.rules_dialog import RulesDialog
from app.ui.settings.rules_editor import RulesEditor
from tests.gui.fake_controls import FakeControls


@pytest.fixture
def page(window: MainWindow) -> SettingsPage:
    window.show_page("settings")
    return window.pages.settings


def _row(page: SettingsPage, *path: str) -> SettingRow:
    page.show_group(".".join(path[:-1]))
    return next(row for row in page.view.rows if row.field.path == path)


def _open_rules(page: SettingsPage) -> RulesDialog:
    row = _row(page, "capture", "privacy", "excluded_apps")
    return row.findChildren(RulesEditor)[0].open()


def test_a_switch_takes_effect(page: SettingsPage, controls: FakeControls, qtbot: QtBot) -> None:
    row = _row(page, "capture", "camera", "enabled")
    qtbot.mouseClick(row.editor.inner, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: controls.settings().capture.camera.enabled)


def test_a_number_takes_effect_when_the_keys_rest(page: SettingsPage, controls: FakeControls, qtbot: QtBot) -> None:
    row = _row(page, "capture", "screen", "quality")
    line = row.editor.inner.findChild(QLineEdit)
    line.selectAll()
    qtbot.keyClicks(line, "42")
    qtbot.waitUntil(lambda: controls.settings().capture.screen.quality == 42)
    qtbot.waitUntil(row.restore.isVisible)


def test_the_default_can_be_restored(page: SettingsPage, controls: FakeControls, qtbot: QtBot) -> None:
    row = _row(page, "capture", "screen", "quality")
    row.edited.emit(row.field, 42)
    qtbot.waitUntil(lambda: row.restore.isVisible())
    qtbot.mouseClick(row.restore, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: controls.settings().capture.screen.quality == Settings().capture.screen.quality)
    qtbot.waitUntil(row.restore.isHidden)


def test_a_wrong_value_is_said_beside_its_field_and_nothing_changes(
    page: SettingsPage, controls: FakeControls, qtbot: QtBot
) -> None:
    row = _row(page, "processing", "transcription", "language")
    line = row.editor.inner
    assert isinstance(line, QLineEdit)
    line.setText("Klingon!")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert row.error.isVisible()
    assert controls.settings().processing.transcription.language == "en"
    assert line.property("wrong") is True


def test_what_the_application_refuses_is_said_beside_its_field(
    page: SettingsPage, controls: FakeControls, qtbot: QtBot
) -> None:
    controls.refuse = "The model base.xx is not known."
    row = _row(page, "processing", "transcription", "model")
    row.edited.emit(row.field, "base.xx")
    qtbot.waitUntil(lambda: row.error.text() == controls.refuse)
    assert isinstance(row.editor.inner, QLineEdit)
    assert row.editor.inner.text() == "tiny.en"


def test_two_changes_at_once_both_take_effect(page: SettingsPage, controls: FakeControls, qtbot: QtBot) -> None:
    quality, camera = _row(page, "capture", "screen", "quality"), _row(page, "capture", "camera", "enabled")
    quality.edited.emit(quality.field, 33)
    camera.edited.emit(camera.field, True)
    qtbot.waitUntil(lambda: not page.busy)
    assert controls.settings().capture.screen.quality == 33
    assert controls.settings().capture.camera.enabled


def test_find_a_setting_shows_matches_of_all_groups(page: SettingsPage, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.list.line, "quality")
    wanted = ["Picture quality", "Picture quality", "Quality"]
    qtbot.waitUntil(lambda: [row.field.title for row in page.view.rows] == wanted)
    page.list.line.clear()
    qtbot.waitUntil(lambda: [row.field.title for row in page.view.rows] != wanted)
    assert len(page.view.rows) > 0


def test_one_letter_finds_no_more_than_can_be_shown_at_once_and_says_so(page: SettingsPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.list.searched):
        qtbot.keyClicks(page.list.line, "e")
    assert len(page.view.rows) == MOST_FOUND
    assert any("more; type another word" in each.text() for each in page.view.findChildren(QLabel))


def search(page: SettingsPage, words: str, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.list.searched):
        page.list.line.setText(words)


@pytest.mark.parametrize(
    ("words", "button"),
    [("delete", "Forget…"), ("parquet", "Export…"), ("data folder", "Open folder"), ("models", "Show")],
)
def test_find_a_setting_finds_what_is_no_setting_too(page: SettingsPage, words: str, button: str, qtbot: QtBot) -> None:
    search(page, words, qtbot)
    assert button in [each.text() for each in page.view.findChildren(QPushButton) if each.isVisibleTo(page.view)]


def test_keys_are_found_by_what_they_do_and_a_group_by_its_name(page: SettingsPage, qtbot: QtBot) -> None:
    search(page, "bookmark this", qtbot)
    assert "B" in [each.text() for each in page.view.findChildren(QLabel)]
    search(page, "shortcuts", qtbot)
    show = next(each for each in page.view.findChildren(QPushButton) if each.text() == "Show")
    qtbot.mouseClick(show, Qt.MouseButton.LeftButton)
    assert page.list.current == "shortcuts"
    search(page, "zebra", qtbot)
    shown = [each for each in page.view.findChildren(QLabel) if each.isVisibleTo(page.view)]
    assert [each.text() for each in shown] == ["No setting has these words in it."]


def test_exclusion_rules_can_be_added_and_removed(page: SettingsPage, controls: FakeControls, qtbot: QtBot) -> None:
    dialog = _open_rules(page)
    before = dialog.rules()
    qtbot.keyClicks(dialog.line, "diary*")
    qtbot.mouseClick(dialog.add_button, Qt.MouseButton.LeftButton)
    dialog.list.clearSelection()
    dialog.list.item(0).setSelected(True)
    qtbot.mouseClick(dialog.remove_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    wanted = (*before[1:], "diary*")
    qtbot.waitUntil(lambda: controls.settings().capture.privacy.excluded_apps == wanted)


def test_removed_default_rules_can_be_restored(page: SettingsPage, qtbot: QtBot) -> None:
    dialog = _open_rules(page)
    before = dialog.rules()
    dialog.list.selectAll()
    qtbot.mouseClick(dialog.remove_button, Qt.MouseButton.LeftButton)
    assert dialog.rules() == ()
    qtbot.mouseClick(dialog.defaults_button, Qt.MouseButton.LeftButton)
    assert dialog.rules() == before
    dialog.reject()


def test_applications_that_were_seen_can_be_picked(page: SettingsPage, qtbot: QtBot) -> None:
    dialog = _open_rules(page)
    suggest = dialog._suggest
    assert suggest is not None
    assert "Firefox" in suggest()
    dialog._take("Firefox")
    assert dialog.rules()[-1] == "Firefox"
    dialog.reject()


def test_the_data_folder_is_shown(page: SettingsPage, controls: FakeControls) -> None:
    page.show_group("storage")
    texts = [part.text() for part in page.view.findChildren(type(_row(page, "storage", "picture_days").error))]
    assert str(controls.home) in texts


def test_forget_is_reached_from_privacy(window: MainWindow, page: SettingsPage, qtbot: QtBot) -> None:
    page.show_group("capture.privacy")
    button = next(button for button in page.view.findChildren(QPushButton) if button.text() == "Forget…")
    with qtbot.waitSignal(page.forgetWanted):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_the_question_mark_shows_every_key(window: MainWindow, qtbot: QtBot) -> None:
    window.show_page("sources")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClicks(window, "?")
    assert window.page == "settings"
    assert window.pages.settings.list.current == "shortcuts"
    texts = {part.text() for part in window.pages.settings.view.findChildren(type(window.bar.span))}
    assert {"Ctrl+K", "Zoom in"} <= texts
