"""The timeline page as its owner uses it: real pointer and keys, a real store, a made-up day."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.timeline.lanes import HEAD_WIDTH_PX
from app.timeline.moment import voice_after
from app.ui.theme import LIGHT
from app.ui.timeline.page import NOTHING_HERE, NOTHING_YET, TimelinePage
from storage.events import Event, new_uid
from storage.store import EventQuery
from storage.topics import WINDOW_FOCUS
from tests.data.sample_store import DAY_US, MEETING_US, MIDNIGHT_US, EveningClock, Recorded, recorded_day

MINUTE_US = 60_000_000
Make = Callable[[Recorded], TimelinePage]


@pytest.fixture
def page(make_page: Make, day: Recorded, qtbot: QtBot) -> TimelinePage:
    page = make_page(day)
    page.go_to(MEETING_US, 60 * MINUTE_US)
    qtbot.waitUntil(lambda: settled(page))
    return page


def settled(page: TimelinePage) -> bool:
    view = page.navigator.viewport
    return page.idle() and page.feed.cache.wanted(view, ["screen", "applications", "speech"]) is None


def turn(
    page: TimelinePage, at: QPoint, steps: int, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    canvas = page.canvas
    event = QWheelEvent(
        QPointF(at),
        canvas.mapToGlobal(QPointF(at)),
        QPoint(),
        QPoint(0, 120 * steps),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas, event)


def middle(page: TimelinePage, y: int = 60) -> QPoint:
    return QPoint(HEAD_WIDTH_PX + page.navigator.viewport.width_px // 2, y)


def test_the_wheel_zooms_and_the_time_under_the_pointer_stays(page: TimelinePage) -> None:
    at = QPoint(HEAD_WIDTH_PX + 333, 80)
    before_us, span_us = page.canvas.time_at(at.x()), page.navigator.viewport.span_us
    turn(page, at, 3)
    assert page.navigator.viewport.span_us < span_us / 1.9
    assert abs(page.canvas.time_at(at.x()) - before_us) <= page.navigator.viewport.us_per_px
    turn(page, at, -3)
    assert page.navigator.viewport.span_us == pytest.approx(span_us, rel=1e-6)


def test_shift_and_wheel_pans(page: TimelinePage) -> None:
    start_us, span_us = page.navigator.viewport.start_us, page.navigator.viewport.span_us
    turn(page, middle(page), -1, Qt.KeyboardModifier.ShiftModifier)
    assert page.navigator.viewport.start_us > start_us
    assert page.navigator.viewport.span_us == span_us


def test_dragging_pans_and_does_not_move_the_playhead(page: TimelinePage) -> None:
    playhead_us, under_us = page.navigator.playhead_us, page.canvas.time_at(middle(page).x())
    QTest.mousePress(page.canvas, Qt.MouseButton.LeftButton, pos=middle(page))
    QTest.mouseMove(page.canvas, middle(page) + QPoint(60, 0))
    QTest.mouseMove(page.canvas, middle(page) + QPoint(120, 0))
    QTest.mouseRelease(page.canvas, Qt.MouseButton.LeftButton, pos=middle(page) + QPoint(120, 0))
    assert page.navigator.playhead_us == playhead_us
    assert abs(page.canvas.time_at(middle(page).x() + 120) - under_us) < 2 * page.navigator.viewport.us_per_px


def test_a_click_shows_the_moment_with_its_picture_and_window(page: TimelinePage, qtbot: QtBot) -> None:
    at = middle(page) + QPoint(200, 0)
    time_us = page.canvas.time_at(at.x())
    with qtbot.waitSignal(page.moment.shown) as caught, qtbot.waitSignal(page.momentChanged):
        QTest.mouseClick(page.canvas, Qt.MouseButton.LeftButton, pos=at)
    moment = caught.args[0] if caught.args else None
    assert moment is not None
    assert moment.time_us == time_us
    assert moment.frame is not None
    assert moment.frame.start_us <= time_us
    assert moment.app
    assert page.moment.picture.has_picture


def test_a_double_click_zooms_in(page: TimelinePage) -> None:
    span_us = page.navigator.viewport.span_us
    QTest.mouseDClick(page.canvas, Qt.MouseButton.LeftButton, pos=middle(page))
    assert page.navigator.viewport.span_us == pytest.approx(span_us / 4, rel=0.01)


def test_shift_drag_selects_a_span_and_escape_forgets_it(page: TimelinePage) -> None:
    shift = Qt.KeyboardModifier.ShiftModifier
    QTest.mousePress(page.canvas, Qt.MouseButton.LeftButton, shift, middle(page))
    QTest.mouseMove(page.canvas, middle(page) + QPoint(50, 0))
    QTest.mouseMove(page.canvas, middle(page) + QPoint(150, 0))
    QTest.mouseRelease(page.canvas, Qt.MouseButton.LeftButton, shift, middle(page) + QPoint(150, 0))
    view = page.navigator.viewport
    assert page.navigator.selection is not None
    assert page.navigator.selection[1] - page.navigator.selection[0] == pytest.approx(150 * view.us_per_px, rel=0.02)
    QTest.keyClick(page.canvas, Qt.Key.Key_Escape)
    assert page.navigator.selection is None


def test_the_keys_zoom_pan_fit_and_go_home(page: TimelinePage, qtbot: QtBot) -> None:
    span_us = page.navigator.viewport.span_us
    QTest.keyClick(page.canvas, Qt.Key.Key_W)
    assert page.navigator.viewport.span_us < span_us
    QTest.keyClick(page.canvas, Qt.Key.Key_S)
    assert page.navigator.viewport.span_us == pytest.approx(span_us, rel=1e-6)
    start_us = page.navigator.viewport.start_us
    QTest.keyClick(page.canvas, Qt.Key.Key_D)
    assert page.navigator.viewport.start_us > start_us
    QTest.keyClick(page.canvas, Qt.Key.Key_A)
    assert page.navigator.viewport.start_us == start_us
    QTest.keyClick(page.canvas, Qt.Key.Key_Home)
    first_us, last_us = page.feed.extent or (0, 0)
    assert page.navigator.viewport.start_us < first_us
    assert page.navigator.viewport.end_us > last_us
    QTest.keyClick(page.canvas, Qt.Key.Key_T)
    assert page.navigator.viewport.shows(MIDNIGHT_US + 20 * 60 * MINUTE_US)


def test_the_arrows_step_from_change_to_change(page: TimelinePage, qtbot: QtBot) -> None:
    before_us = page.navigator.playhead_us
    with qtbot.waitSignal(page.momentChanged):
        QTest.keyClick(page.canvas, Qt.Key.Key_Right)
    later_us = page.navigator.playhead_us
    assert later_us > before_us
    with qtbot.waitSignal(page.momentChanged):
        QTest.keyClick(page.canvas, Qt.Key.Key_Left)
    assert page.navigator.playhead_us < later_us


def test_the_space_bar_plays_and_the_moment_moves_on(page: TimelinePage, qtbot: QtBot) -> None:
    before_us = page.navigator.playhead_us
    QTest.keyClick(page.canvas, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.navigator.playhead_us > before_us + 100_000)
    QTest.keyClick(page.canvas, Qt.Key.Key_Space)
    assert not page.stepper.playing


def test_the_hover_card_names_what_is_under_the_pointer(page: TimelinePage) -> None:
    applications = next(each for each in page.canvas.placed() if each.lane.name == "applications")
    QTest.mouseMove(page.canvas, QPoint(HEAD_WIDTH_PX + 400, applications.top_px + 15))
    card = page.canvas.card()
    assert any(app in card[0] for app in ("Firefox", "Code", "Meet", "Terminal", "Files", "Thunderbird", "LibreOffice"))
    assert " — " in card[0]
    assert "·" in card[1]


def test_zooming_out_in_one_go_never_shows_an_unpainted_lane(page: TimelinePage, qtbot: QtBot) -> None:
    page.canvas.blank_lanes = 0
    for _ in range(30):
        turn(page, middle(page), -1)
        page.canvas.repaint()
    assert page.canvas.blank_lanes == 0


def test_lanes_with_something_in_them_appear(page: TimelinePage) -> None:
    shown = [each.lane.name for each in page.canvas.placed()]
    assert shown[:2] == ["screen", "applications"]
    assert {"speech", "input", "camera", "clipboard", "coverage"} <= set(shown)
    assert "voice" not in shown


def test_a_span_without_anything_says_so(page: TimelinePage, qtbot: QtBot) -> None:
    page.go_to(MIDNIGHT_US - 30 * DAY_US, 60 * MINUTE_US)
    qtbot.waitUntil(lambda: page.canvas.message == NOTHING_HERE)
    page.go_to(MEETING_US, 60 * MINUTE_US)
    qtbot.waitUntil(lambda: page.canvas.message is None)


def test_before_anything_is_recorded_the_page_says_so(make_page: Make, nothing: Recorded, qtbot: QtBot) -> None:
    page = make_page(nothing)
    qtbot.waitUntil(lambda: page.canvas.message == NOTHING_YET)
    assert not page.moment.picture.has_picture


def test_new_data_appears_by_itself_and_the_view_follows(
    make_page: Make, nothing: Recorded, clock: EveningClock, qtbot: QtBot
) -> None:
    page = make_page(nothing)
    start_us = page.navigator.viewport.start_us
    clock.at_us += 30 * MINUTE_US
    data = {"app": "Editor", "title": "notes.txt"}
    event = Event(new_uid(), WINDOW_FOCUS, "desk", clock.at_us - MINUTE_US, clock.at_us, clock.at_us, data=data)
    nothing.storage.log.append([event])
    page.refresh()
    qtbot.waitUntil(lambda: page.canvas.message is None)
    assert page.navigator.viewport.start_us > start_us
    assert page.navigator.viewport.shows(clock.at_us)
    qtbot.waitUntil(lambda: page.moment.moment.app == "Editor")


def test_a_view_of_the_past_stays_where_it_is_when_new_data_comes(page: TimelinePage, clock: EveningClock) -> None:
    span, playhead_us = page.visible_span(), page.navigator.playhead_us
    clock.at_us += 30 * MINUTE_US
    page.refresh()
    assert page.visible_span() == span
    assert page.navigator.playhead_us == playhead_us


def test_a_click_on_the_minimap_moves_the_view_there(page: TimelinePage) -> None:
    span_us = page.navigator.viewport.span_us
    at = QPoint(HEAD_WIDTH_PX + page.minimap.view().width_px * 15 // 24, 20)
    QTest.mouseClick(page.minimap, Qt.MouseButton.LeftButton, pos=at)
    assert page.navigator.viewport.shows(MIDNIGHT_US + 15 * 60 * MINUTE_US)
    assert page.navigator.viewport.span_us == span_us
    assert page.minimap.span.title == "Whole day"


def test_the_page_repaints_in_the_other_theme(page: TimelinePage) -> None:
    page.set_theme(LIGHT)
    assert page.canvas.grab().toImage().pixelColor(HEAD_WIDTH_PX + 3, 3).name() == LIGHT.window


def test_view_changes_are_told(page: TimelinePage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.viewChanged) as caught:
        page.navigator.pan(100)
    assert tuple(caught.args or ()) == page.visible_span()


def test_what_was_deleted_is_gone_from_lanes_and_picture(make_page: Make, tmp_path: Path, qtbot: QtBot) -> None:
    with recorded_day(tmp_path / "own") as own:
        page = make_page(own)
        page.go_to(MEETING_US, 60 * MINUTE_US)
        qtbot.waitUntil(lambda: settled(page) and page.moment.picture.has_picture)
        store, span = own.storage.store, (MIDNIGHT_US, MIDNIGHT_US + DAY_US)
        while events := store.events(EventQuery((), *span, limit=5_000)):
            own.storage.log.delete([event.uid for event in events])
        page.reload()
        qtbot.waitUntil(lambda: page.canvas.message is not None)
        qtbot.waitUntil(page.idle)
        assert not page.moment.picture.has_picture
        assert page.thumbnails.is_empty
        page.stop()


def test_silence_is_skipped_where_that_is_wanted(page: TimelinePage, qtbot: QtBot) -> None:
    store, at_us = page.feed._store, MEETING_US - 40 * MINUTE_US
    following = voice_after(store, at_us)
    assert following is not None
    assert following[0] > at_us + 30_000_000, "longer than the test waits"
    page.go_to(at_us)
    QTest.mouseClick(page.moment.transport.skip_button, Qt.MouseButton.LeftButton)
    QTest.keyClick(page.canvas, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.navigator.playhead_us >= following[0] - 400_000)
    QTest.keyClick(page.canvas, Qt.Key.Key_Space)
    assert page.navigator.playhead_us < following[0] + 60_000_000
