"""The main window, driven with mouse and keyboard."""

from datetime import UTC, date, datetime

from PySide6.QtCore import QDate, Qt, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QToolButton
from pytestqt.qtbot import QtBot

from app.controls import RecorderState
from app.ui.forget import ForgetDialog
from app.ui.main_window import MainWindow
from tests.data.sample_store import MEETING_US
from tests.gui.conftest import MakeWindow
from tests.gui.fake_controls import FakeControls


def _day_in_view(window: MainWindow) -> date:
    start, end = window.timeline.visible_span()
    return datetime.fromtimestamp((start + end) / 2e6, UTC).date()


def _rail_button(window: MainWindow, name: str) -> QToolButton:
    return next(button for button in window.rail.findChildren(QToolButton) if button.accessibleName() == name)


def test_rail_leads_to_every_page(window: MainWindow, qtbot: QtBot) -> None:
    for name, key in (("Search", "search"), ("Sources", "sources"), ("Settings", "settings"), ("Timeline", "timeline")):
        qtbot.mouseClick(_rail_button(window, name), Qt.MouseButton.LeftButton)
        assert window.page == key


def test_keys_lead_to_every_page(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    for digit, key in ((Qt.Key.Key_2, "search"), (Qt.Key.Key_4, "query"), (Qt.Key.Key_6, "settings")):
        qtbot.keyClick(window, digit, Qt.KeyboardModifier.ControlModifier)
        assert window.page == key


def test_arrows_beside_the_day_move_the_timeline_by_a_day(window: MainWindow, qtbot: QtBot) -> None:
    window.open_at(MEETING_US)
    before = _day_in_view(window)
    qtbot.mouseClick(window.bar.previous, Qt.MouseButton.LeftButton)
    assert (before - _day_in_view(window)).days == 1
    qtbot.mouseClick(window.bar.next, Qt.MouseButton.LeftButton)
    assert _day_in_view(window) == before
    assert window.bar.day.text() == "Mon 16 Nov 2026"


def test_a_day_chosen_in_the_calendar_comes_into_view(window: MainWindow) -> None:
    window.show_page("settings")
    window.bar.day.calendar.clicked.emit(QDate(2024, 2, 29))
    assert window.page == "timeline"
    assert _day_in_view(window) == date(2024, 2, 29)
    assert window.bar.day.day == date(2024, 2, 29)


def test_the_bar_says_how_much_time_is_in_view(window: MainWindow) -> None:
    window.open_at(MEETING_US, 3 * 3_600_000_000)
    assert window.bar.span.text() == "3 h in view"
    window.show_page("sources")
    assert window.bar.span.isHidden()


def test_typing_after_ctrl_k_finds_and_enter_opens_the_moment(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert window.bar.search.hasFocus()
    qtbot.keyClicks(window.bar.search, "launch")
    qtbot.waitUntil(lambda: window.page == "search" and window.pages.search.model.rowCount() > 1)
    qtbot.waitUntil(lambda: not window.pages.search.busy)
    qtbot.keyClick(window.bar.search, Qt.Key.Key_Down)
    wanted = window.pages.search.model.hits[1].start_us
    qtbot.keyClick(window.bar.search, Qt.Key.Key_Return)
    assert window.page == "timeline"
    start, end = window.timeline.visible_span()
    assert start <= wanted < end
    assert window.timeline.navigator.playhead_us == wanted


def test_escape_leaves_the_search(window: MainWindow, qtbot: QtBot) -> None:
    window.search("launch")
    qtbot.keyClick(window.bar.search, Qt.Key.Key_Escape)
    assert window.page == "timeline"


def test_the_pill_shows_and_changes_the_recorders_state(
    window: MainWindow, controls: FakeControls, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: "Recording · 3 sources" in window.bar.pill.text())
    window.actions_of_recorder.pause_short.trigger()
    qtbot.waitUntil(lambda: "Paused until 20:15" in window.bar.pill.text())
    assert "pause 900" in controls.calls
    window.actions_of_recorder.private.trigger()
    qtbot.waitUntil(lambda: "Private" in window.bar.pill.text())
    window.actions_of_recorder.resume.trigger()
    qtbot.waitUntil(lambda: "Recording" in window.bar.pill.text())


def test_pause_until_tomorrow_ends_at_midnight(window: MainWindow, controls: FakeControls, qtbot: QtBot) -> None:
    window.actions_of_recorder.pause_tomorrow.trigger()
    qtbot.waitUntil(lambda: controls.recorder is RecorderState.PAUSED)
    assert controls.until_us is not None
    assert datetime.fromtimestamp(controls.until_us / 1e6, UTC) == datetime(2026, 11, 17, tzinfo=UTC)


def test_a_source_in_trouble_is_said_on_the_pill(make_window: MakeWindow, controls: FakeControls, qtbot: QtBot) -> None:
    controls.causes["screen"] = "The display has gone away."
    window = make_window(controls)
    qtbot.waitUntil(lambda: "1 in trouble" in window.bar.pill.text())
    assert window.bar.pill.toolTip() == "Screen"


def test_closing_hides_where_there_is_a_tray(window: MainWindow) -> None:
    window.has_tray = lambda: True
    window.close()
    assert window.isHidden()


def test_closing_without_a_tray_asks_whether_to_quit(window: MainWindow, qtbot: QtBot) -> None:
    asked: list[str] = []

    def answer() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        asked.append(box.informativeText())
        next(button for button in box.buttons() if button.text() == "&Quit").click()

    QTimer.singleShot(0, answer)
    with qtbot.waitSignal(window.quitWanted):
        window.close()
    assert "no tray icons" in asked[0]
    assert window.isVisible()


def test_geometry_is_remembered(make_window: MakeWindow, controls: FakeControls) -> None:
    first = make_window(controls)
    first.resize(1111, 777)
    first.stop()
    second = make_window(controls, as_remembered=True)
    assert (second.width(), second.height()) == (1111, 777)


def test_the_theme_changes_while_the_window_is_open(window: MainWindow, controls: FakeControls, qtbot: QtBot) -> None:
    window.show_page("settings")
    window.pages.settings.show_group("general")
    row = next(row for row in window.pages.settings.view.rows if row.field.path == ("general", "theme"))
    for choice, ground in (("light", "#ffffff"), ("dark", "#14161a")):
        row.edited.emit(row.field, choice)
        qtbot.waitUntil(lambda ground=ground: window.grab().toImage().pixelColor(700, 900).name() == ground)
    assert controls.settings().general.theme.value == "dark"


def test_a_span_of_the_timeline_is_forgotten_after_the_preview(window: MainWindow, qtbot: QtBot) -> None:
    start_us, end_us = window.timeline.visible_span()
    window.timeline.forgetRequested.emit(start_us, end_us)
    dialog = window.findChild(ForgetDialog)
    assert dialog is not None
    assert dialog.isVisible()
    dialog.reject()


def test_every_page_is_there_after_a_while_though_nobody_went_to_it(window: MainWindow, qtbot: QtBot) -> None:
    assert window.page == "timeline"
    qtbot.waitUntil(lambda: len(window.pages.made) == 6)
    assert window.page == "timeline"
