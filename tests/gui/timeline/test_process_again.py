"""Asking for a moment or a span to be understood once more: which span that means, by button and by menu."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.ui.timeline.page import TimelinePage
from storage.store import EventQuery
from storage.topics import SCREEN
from tests.data.sample_store import MEETING_US, Recorded

MINUTE_US = 60_000_000
Make = Callable[[Recorded], TimelinePage]


@pytest.fixture
def page(make_page: Make, day: Recorded, qtbot: QtBot) -> TimelinePage:
    page = make_page(day)
    page.go_to(MEETING_US, 60 * MINUTE_US)
    qtbot.waitUntil(lambda: page.moment.moment.time_us == MEETING_US and page.idle())
    return page


def test_the_button_means_the_picture_and_the_speech_of_the_moment(
    page: TimelinePage, day: Recorded, qtbot: QtBot
) -> None:
    frame = page.moment.moment.frame
    assert frame is not None
    with qtbot.waitSignal(page.reprocessRequested) as asked:
        QTest.mouseClick(page.moment.inspector.again_button, Qt.MouseButton.LeftButton)
    start_us, end_us = asked.args
    assert start_us <= frame.start_us < end_us
    assert start_us <= MEETING_US < end_us
    found = day.storage.store.events(EventQuery((SCREEN,), start_us, end_us))
    assert frame.uid in [event.uid for event in found]


def test_the_menu_of_a_selected_span_means_that_span(page: TimelinePage, qtbot: QtBot) -> None:
    span = (MEETING_US, MEETING_US + 5 * MINUTE_US)
    page.navigator.select(span)
    menu = page.menu_at(QPointF(150 + page.navigator.viewport.x_of(MEETING_US + MINUTE_US), 60))
    with qtbot.waitSignal(page.reprocessRequested) as asked:
        next(action for action in menu.actions() if action.text() == "Process again").trigger()
    assert tuple(asked.args) == span
    menu.deleteLater()
