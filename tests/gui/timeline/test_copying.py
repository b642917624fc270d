"""Copying the text of a span: it is on the clipboard, and how much it was is said; nothing is said to be nothing."""

from collections.abc import Callable

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.timeline.transcribe import span_text
from app.ui.timeline.copying import SpanCopy
from app.ui.timeline.page import TimelinePage
from tests.data.sample_store import DAY_US, MEETING_US, UTC_ZONE, Recorded

HOUR_US = 3_600_000_000


@pytest.fixture
def page(make_page: Callable[..., TimelinePage], day: Recorded) -> TimelinePage:
    return make_page(day)


@pytest.fixture
def copy(page: TimelinePage, day: Recorded) -> SpanCopy:
    return SpanCopy(page.moment, day.storage.store, UTC_ZONE)


def says(page: TimelinePage, words: str) -> bool:
    return any(words in label.text() for label in page.moment.transport.findChildren(QLabel))


def test_the_text_is_on_the_clipboard_and_counted(
    copy: SpanCopy, page: TimelinePage, day: Recorded, qtbot: QtBot
) -> None:
    span = (MEETING_US, MEETING_US + HOUR_US // 2)
    expected = span_text(day.storage.store, UTC_ZONE, *span)
    QGuiApplication.clipboard().clear()
    copy.copy(*span)
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() == expected != "")
    assert says(page, f"{len(expected.splitlines())} line")


def test_where_there_is_no_text_it_says_so(copy: SpanCopy, page: TimelinePage, qtbot: QtBot) -> None:
    copy.copy(MEETING_US - 400 * DAY_US, MEETING_US - 399 * DAY_US)
    qtbot.waitUntil(lambda: says(page, "No text here"))
    assert QGuiApplication.clipboard().text() == ""
