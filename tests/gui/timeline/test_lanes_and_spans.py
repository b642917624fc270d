"""What the owner does with lanes and with a span: reorder, resize, hide, remember; go, copy, play, forget; glide."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from app.timeline.lanes import HEAD_WIDTH_PX
from app.ui.timeline.goto_dialog import GotoDialog
from app.ui.timeline.page import TimelinePage
from app.ui.timeline.shortcuts_dialog import ShortcutsDialog
from storage.store import EventQuery
from storage.topics import TRANSCRIPT
from tests.data.sample_store import MEETING_US, MIDNIGHT_US, Recorded

MINUTE_US = 60_000_000
HOUR_US = 60 * MINUTE_US
Make = Callable[[Recorded], TimelinePage]


@pytest.fixture
def page(make_page: Make, day: Recorded, qtbot: QtBot) -> TimelinePage:
    page = make_page(day)
    page.go_to(MEETING_US, HOUR_US)
    qtbot.waitUntil(page.idle)
    return page


def names(page: TimelinePage) -> list[str]:
    return [placed.lane.name for placed in page.canvas.placed()]


def placed(page: TimelinePage, name: str) -> tuple[int, int]:
    found = next(each for each in page.canvas.placed() if each.lane.name == name)
    return found.top_px, found.bottom_px


def drag(page: TimelinePage, start: QPoint, end: QPoint) -> None:
    QTest.mousePress(page.canvas, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(page.canvas, (start + end) / 2)
    QTest.mouseMove(page.canvas, end)
    QTest.mouseRelease(page.canvas, Qt.MouseButton.LeftButton, pos=end)


def choose(menu: QMenu, words: str) -> None:
    action = next(action for action in menu.actions() if action.text().startswith(words))
    action.trigger()
    menu.deleteLater()


def test_a_lane_dragged_by_its_name_stands_elsewhere(page: TimelinePage) -> None:
    top, bottom = placed(page, "input")
    drag(page, QPoint(60, (top + bottom) // 2), QPoint(60, placed(page, "screen")[0] + 3))
    assert names(page)[:2] == ["input", "screen"]


def test_a_lane_grows_by_its_lower_edge_and_keeps_its_picture_drawn(page: TimelinePage) -> None:
    top, bottom = placed(page, "speech")
    drag(page, QPoint(60, bottom - 1), QPoint(60, bottom + 39))
    assert placed(page, "speech") == (top, bottom + 39)


def test_a_lane_is_hidden_and_shown_again_from_the_menu(page: TimelinePage) -> None:
    at = QPointF(60, placed(page, "camera")[0] + 5)
    choose(page.menu_at(at), "Hide “Camera”")
    assert "camera" not in names(page)
    choose(page.menu_at(at), "Camera")
    assert "camera" in names(page)


def test_a_derived_lane_can_be_shown(page: TimelinePage, qtbot: QtBot) -> None:
    choose(page.menu_at(QPointF(60, 60)), "Screen text")
    assert "screen_text" in names(page)
    qtbot.waitUntil(page.idle)


def test_lanes_are_found_again_as_they_were_left(
    make_page: Callable[..., TimelinePage], day: Recorded, tmp_path: Path, qtbot: QtBot
) -> None:
    pages = []
    for _ in range(2):
        memory = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
        page = make_page(day, memory)
        qtbot.waitUntil(lambda page=page: page.idle() and "camera" in names(page))
        if not pages:
            page.canvas.set_lanes(page.canvas.lanes.moved("input", 0).toggled("clipboard"))
        pages.append(names(page))
        memory.sync()
    assert pages[0] == pages[1]
    assert pages[1][0] == "input"
    assert "clipboard" not in pages[1]


def test_what_was_said_in_a_span_is_copied(page: TimelinePage, day: Recorded, qtbot: QtBot) -> None:
    spoken = day.storage.store.events(EventQuery((TRANSCRIPT,), MEETING_US, limit=1))[0]
    page.navigator.select((spoken.start_us - 1, spoken.end_us))
    x = HEAD_WIDTH_PX + page.navigator.viewport.x_of((spoken.start_us + spoken.end_us) // 2)
    page.navigator.select((spoken.start_us - MINUTE_US, spoken.end_us + MINUTE_US))
    QGuiApplication.clipboard().clear()
    choose(page.menu_at(QPointF(x, 100)), "Copy what was said")
    assert spoken.text is not None
    qtbot.waitUntil(lambda: spoken.text in QGuiApplication.clipboard().text())


def test_a_span_can_be_zoomed_to_and_forgotten_only_after_asking(page: TimelinePage, qtbot: QtBot) -> None:
    span = (MEETING_US - 5 * MINUTE_US, MEETING_US + 5 * MINUTE_US)
    page.navigator.select(span)
    at = QPointF(HEAD_WIDTH_PX + page.navigator.viewport.x_of(MEETING_US), 100)
    with qtbot.waitSignal(page.forgetRequested) as caught:
        choose(page.menu_at(at), "Forget")
    assert tuple(caught.args or ()) == span
    choose(page.menu_at(at), "Zoom")
    assert page.navigator.viewport.span_us == pytest.approx(10 * MINUTE_US * 1.08, rel=0.01)


def test_a_span_is_played_to_its_end(page: TimelinePage, qtbot: QtBot) -> None:
    span = (MEETING_US, MEETING_US + 300_000)
    page.stepper.play_span(*span)
    qtbot.waitUntil(lambda: not page.stepper.playing)
    assert page.navigator.playhead_us >= span[1]


def test_g_goes_to_a_time_that_is_typed(page: TimelinePage) -> None:
    QTest.keyClick(page.canvas, Qt.Key.Key_G)
    dialog = page.findChildren(GotoDialog)[0]
    QTest.keyClicks(dialog.line, "15:20")
    QTest.keyClick(dialog.line, Qt.Key.Key_Return)
    assert page.navigator.playhead_us == MIDNIGHT_US + 15 * HOUR_US + 20 * MINUTE_US
    assert page.navigator.viewport.shows(page.navigator.playhead_us)


def test_a_time_that_is_none_cannot_be_gone_to(page: TimelinePage) -> None:
    before_us = page.navigator.playhead_us
    page.ask_where_to()
    dialog = page.findChildren(GotoDialog)[0]
    QTest.keyClicks(dialog.line, "sometime")
    QTest.keyClick(dialog.line, Qt.Key.Key_Return)
    assert dialog.isVisible()
    dialog.reject()
    assert page.navigator.playhead_us == before_us


def test_the_question_mark_lists_every_key(page: TimelinePage) -> None:
    QTest.keyClick(page.canvas, Qt.Key.Key_F1)
    dialog = page.findChildren(ShortcutsDialog)[0]
    text = " ".join(label.text() for label in dialog.findChildren(type(page.moment._size)))
    assert "Zoom in" in text
    assert "Wheel" in text
    dialog.reject()


def test_a_quick_drag_glides_on_and_a_press_stops_it(page: TimelinePage, qtbot: QtBot) -> None:
    glide = page.gestures.glide
    for at_ms in range(0, 64, 8):
        glide.moved(12.0, at_ms)
    start_us = page.navigator.viewport.start_us
    glide.start(64)
    assert glide.moving
    qtbot.waitUntil(lambda: page.navigator.viewport.start_us > start_us + 20 * page.navigator.viewport.us_per_px)
    QTest.mousePress(page.canvas, Qt.MouseButton.LeftButton, pos=QPoint(HEAD_WIDTH_PX + 100, 60))
    assert not glide.moving
    QTest.mouseRelease(page.canvas, Qt.MouseButton.LeftButton, pos=QPoint(HEAD_WIDTH_PX + 100, 60))
    QApplication.processEvents()


def test_a_slow_drag_stays_where_it_was_left(page: TimelinePage) -> None:
    glide = page.gestures.glide
    for at_ms in range(0, 400, 40):
        glide.moved(2.0, at_ms)
    glide.start(400)
    assert not glide.moving


def test_a_pinned_lane_stays_at_the_top_while_the_others_scroll(page: TimelinePage) -> None:
    page.canvas.set_lanes(page.canvas.lanes.resized("screen", 300).resized("speech", 300))
    choose(page.menu_at(QPointF(60, placed(page, "coverage")[0] + 5)), "Pin “Coverage”")
    at_first = placed(page, "coverage")
    assert names(page)[0] == "coverage"
    page.canvas.scroll_to(200)
    assert page.canvas.scroll_px == 200
    assert placed(page, "coverage") == at_first
    lane = page.canvas.lane_at(at_first[0] + 2)
    assert lane is not None
    assert lane.name == "coverage"
    choose(page.menu_at(QPointF(60, at_first[0] + 5)), "Unpin “Coverage”")
    assert names(page)[-1] == "coverage"
