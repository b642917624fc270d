"""The sources page: what each source does, and its switch."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.controls import RecorderState
from app.ui.main_window import MainWindow
from app.ui.sources.page import SourcesPage
from capture.health import SourceHealth, SourceState
from tests.gui.conftest import MakeWindow
from tests.gui.fake_controls import FakeControls


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot) -> SourcesPage:
    window.show_page("sources")
    qtbot.waitUntil(lambda: len(window.pages.sources.rows) == 6)
    return window.pages.sources


def test_every_source_is_shown_with_its_state(page: SourcesPage) -> None:
    assert page.rows["screen"].dot.accessibleName() == "Recording"
    assert "2 displays" in page.rows["screen"].detail.text()
    assert page.rows["microphone"].dot.accessibleName() == "Off"
    assert page.rows["screen"].amount.text().endswith("today")


def test_coverage_of_today_is_drawn(page: SourcesPage) -> None:
    bar = page.rows["screen"].bar
    assert any(stretch.meaning == "recording" for stretch in bar.stretches)
    assert "Recorded" in bar.accessibleName()


def test_a_switch_turns_a_source_on_through_the_settings(
    page: SourcesPage, controls: FakeControls, qtbot: QtBot
) -> None:
    switch = page.rows["microphone"].switch
    assert not switch.isChecked()
    qtbot.mouseClick(switch, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: controls.settings().capture.microphone.enabled)
    qtbot.waitUntil(lambda: page.rows["microphone"].dot.accessibleName() == "Recording")


def test_a_switch_that_is_refused_goes_back_and_says_why(
    window: MainWindow, page: SourcesPage, controls: FakeControls, qtbot: QtBot
) -> None:
    controls.refuse = "The settings file cannot be written."
    switch = page.rows["microphone"].switch
    qtbot.mouseClick(switch, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.notice.text == controls.refuse)
    qtbot.waitUntil(lambda: switch.isEnabled() and not switch.isChecked())


def test_trouble_is_shown_with_its_cause(make_window: MakeWindow, controls: FakeControls, qtbot: QtBot) -> None:
    controls.causes["screen"] = "The display has gone away."
    window = make_window(controls)
    window.show_page("sources")
    qtbot.waitUntil(lambda: "screen" in window.pages.sources.rows)
    row = window.pages.sources.rows["screen"]
    assert row.dot.accessibleName() == "Unavailable"
    assert row.detail.text() == "The display has gone away."
    assert row.detail.property("role") == "error"


def test_the_name_leads_to_the_settings_of_the_source(window: MainWindow, page: SourcesPage, qtbot: QtBot) -> None:
    qtbot.mouseClick(page.rows["camera"].title, Qt.MouseButton.LeftButton)
    assert window.page == "settings"
    assert window.pages.settings.list.current == "capture.camera"


def test_backlog_and_disk_are_shown(make_window: MakeWindow, controls: FakeControls, qtbot: QtBot) -> None:
    controls.backlog = 14
    window = make_window(controls)
    window.show_page("sources")
    qtbot.waitUntil(lambda: bool(window.pages.sources.rows))
    shown = [
        label.text()
        for label in window.pages.sources.work_card.findChildren(type(window.pages.sources.rows["screen"].detail))
    ]
    assert "14 waiting · about 20 s" in shown
    assert "up to date" in shown


def test_a_source_of_an_installed_package_is_turned_on_by_its_owner(
    make_window: MakeWindow, controls: FakeControls, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = controls.sources

    def with_plugin() -> tuple[SourceHealth, ...]:
        on = "load" in controls.settings().capture.plugins.on
        return *ours(), SourceHealth("load", "Computer's load", SourceState.RECORDING if on else SourceState.OFF)

    monkeypatch.setattr(controls, "sources", with_plugin)
    window = make_window(controls)
    window.show_page("sources")
    page = window.pages.sources
    qtbot.waitUntil(lambda: "load" in page.rows)
    row = page.rows["load"]
    qtbot.waitUntil(row.switch.isEnabled)
    assert not row.switch.isChecked()

    qtbot.mouseClick(row.switch, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: controls.settings().capture.plugins.on == ("load",))
    qtbot.waitUntil(lambda: row.dot.accessibleName() == "Recording")
    qtbot.mouseClick(row.switch, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: controls.settings().capture.plugins.on == ())
    row.title.click()
    assert window.page == "settings"
    assert window.pages.settings.list.current == "capture.plugins"


def test_health_is_told_with_its_causes(make_window: MakeWindow, controls: FakeControls, qtbot: QtBot) -> None:
    controls.recorder = RecorderState.RECORDING
    controls.causes["screen"] = "There is no display."
    window = make_window(controls)
    window.show_page("sources")
    page = window.pages.sources
    qtbot.waitUntil(lambda: page._level.text() == "degraded")
    assert page._causes.isVisible()
    assert "Screen: There is no display." in page._causes.text()
    controls.causes.clear()
    page.refresh()
    qtbot.waitUntil(lambda: page._level.text() == "healthy")
    assert not page._causes.isVisible()


def test_in_a_window_of_a_small_laptop_every_source_is_described_whole(
    window: MainWindow, page: SourcesPage, qtbot: QtBot
) -> None:
    window.resize(1280, 800)

    def cut_off() -> list[str]:
        details = [row.detail for row in page.rows.values()]
        return [each.text() for each in details if each.fontMetrics().horizontalAdvance(each.text()) > each.width()]

    qtbot.waitUntil(lambda: window.width() == 1280 and cut_off() == [])
    assert page.work_card.width() < 380
