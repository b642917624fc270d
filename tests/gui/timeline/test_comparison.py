"""Two days above one another: they move together by the wall clock, and another day can be chosen."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.timeline.lanes import HEAD_WIDTH_PX
from app.ui.timeline.page import TimelinePage
from tests.data.sample_store import DAY_US, MEETING_US, Recorded, recorded_day

MINUTE_US = 60_000_000


@pytest.fixture(scope="module")
def two_days(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recorded]:
    with recorded_day(tmp_path_factory.mktemp("two"), 2) as recorded:
        yield recorded


@pytest.fixture
def page(make_page: Callable[..., TimelinePage], two_days: Recorded, qtbot: QtBot) -> TimelinePage:
    page = make_page(two_days)
    page.go_to(MEETING_US + DAY_US, 60 * MINUTE_US)
    page.canvas.setFocus()
    QTest.keyClick(page.canvas, Qt.Key.Key_C)
    assert page.comparison.isVisible()
    qtbot.waitUntil(page.idle)
    return page


def test_the_day_before_is_shown_at_the_same_time_and_drawn(page: TimelinePage, qtbot: QtBot) -> None:
    above, below = page.navigator.viewport, page.comparison.navigator.viewport
    assert (below.start_us, below.span_us) == (above.start_us - DAY_US, above.span_us)
    assert page.comparison.navigator.playhead_us == page.navigator.playhead_us - DAY_US
    canvas = page.comparison.canvas
    assert canvas is not None
    placed = next(each for each in canvas.placed() if each.lane.name == "applications")
    QTest.mouseMove(canvas, QPoint(HEAD_WIDTH_PX + 400, placed.top_px + 15))
    qtbot.waitUntil(lambda: bool(canvas.card()))


def test_either_leads_the_other(page: TimelinePage) -> None:
    page.navigator.zoom(0.5)
    assert page.comparison.navigator.viewport.span_us == page.navigator.viewport.span_us
    page.comparison.navigator.pan(120)
    assert page.comparison.navigator.viewport.start_us == page.navigator.viewport.start_us - DAY_US


def test_a_week_or_any_day_can_be_compared_and_a_click_goes_there(page: TimelinePage, qtbot: QtBot) -> None:
    QTest.mouseClick(page.comparison.week_before, Qt.MouseButton.LeftButton)
    assert page.comparison.navigator.viewport.start_us == page.navigator.viewport.start_us - 7 * DAY_US
    assert page.comparison.day.day == date(2026, 11, 10)
    page.comparison.day.chosen.emit(date(2026, 11, 16))
    assert page.comparison.days_back == 1
    canvas = page.comparison.canvas
    assert canvas is not None
    at = QPoint(HEAD_WIDTH_PX + 300, 60)
    time_us = canvas.time_at(at.x())
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=at)
    assert page.navigator.playhead_us == time_us


def test_closing_it_brings_the_picture_back(page: TimelinePage) -> None:
    assert not page.moment.isVisible()
    QTest.mouseClick(page.comparison.close_button, Qt.MouseButton.LeftButton)
    assert not page.comparison.isVisible()
    assert page.moment.isVisible()
