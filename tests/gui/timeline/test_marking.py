"""Notes, tags and bookmarks on the real page: written with keys, seen in lane and moment, changed, undone."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.timeline.lanes import HEAD_WIDTH_PX
from app.ui.timeline.page import TimelinePage
from storage.events import Event
from storage.notes import marks_between
from tests.data.sample_store import MEETING_US, Recorded, recorded_day

MINUTE_US = 60_000_000


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Recorded]:
    with recorded_day(tmp_path / "own") as recorded:
        yield recorded


@pytest.fixture
def page(make_page: Callable[..., TimelinePage], own: Recorded, qtbot: QtBot) -> TimelinePage:
    page = make_page(own)
    page.go_to(MEETING_US, 60 * MINUTE_US)
    qtbot.waitUntil(page.idle)
    page.canvas.setFocus()
    return page


def marks(own: Recorded) -> list[Event]:
    return marks_between(own.storage.store, MEETING_US - 30 * MINUTE_US, MEETING_US + 30 * MINUTE_US)


def notes_lane(page: TimelinePage) -> int | None:
    """The middle row of the notes lane, None where it is not shown."""
    found = [each for each in page.canvas.placed() if each.lane.name == "notes"]
    return (found[0].top_px + found[0].bottom_px) // 2 if found else None


def write(page: TimelinePage, key: Qt.Key, text: str) -> None:
    QTest.keyClick(page.canvas, key)
    assert page.editor.isVisible()
    QTest.keyClicks(page.editor.field, text)
    QTest.keyClick(page.editor.field, Qt.Key.Key_Return)


def test_a_note_is_written_in_place_and_stands_in_lane_and_moment(
    page: TimelinePage, own: Recorded, qtbot: QtBot
) -> None:
    write(page, Qt.Key.Key_N, "ask about swimming")
    qtbot.waitUntil(lambda: [event.text for event in marks(own)] == ["ask about swimming"])
    assert marks(own)[0].start_us == MEETING_US
    qtbot.waitUntil(lambda: notes_lane(page) is not None and page.idle())
    qtbot.waitUntil(lambda: len(page.moment.inspector.marks.marks) == 1)
    y = notes_lane(page)
    assert y is not None
    at = QPoint(HEAD_WIDTH_PX + round(page.navigator.viewport.x_of(MEETING_US)), y)
    qtbot.waitUntil(lambda: page.canvas.event_at(QPointF(at)) is not None)
    QTest.mouseMove(page.canvas, at)
    assert page.canvas.card()[0] == "ask about swimming"


def test_a_note_is_changed_by_a_double_click_and_the_change_undone_by_keys(
    page: TimelinePage, own: Recorded, qtbot: QtBot
) -> None:
    write(page, Qt.Key.Key_N, "old words")
    qtbot.waitUntil(lambda: notes_lane(page) is not None and page.idle())
    y = notes_lane(page)
    assert y is not None
    at = QPoint(HEAD_WIDTH_PX + round(page.navigator.viewport.x_of(MEETING_US)), y)
    qtbot.waitUntil(lambda: page.canvas.event_at(QPointF(at)) is not None)
    QTest.mouseDClick(page.canvas, Qt.MouseButton.LeftButton, pos=at)
    qtbot.waitUntil(page.editor.isVisible)
    assert page.editor.field.toPlainText() == "old words"
    page.editor.field.selectAll()
    QTest.keyClicks(page.editor.field, "new words")
    QTest.keyClick(page.editor.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [event.text for event in marks(own)] == ["new words"])
    QTest.keyClick(page.canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: [event.text for event in marks(own)] == ["old words"])
    QTest.keyClick(page.canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: marks(own) == [])
    QTest.keyClick(page.canvas, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: [event.text for event in marks(own)] == ["old words"])


def test_a_selection_is_tagged_as_a_span_and_a_bookmark_is_one_key(
    page: TimelinePage, own: Recorded, qtbot: QtBot
) -> None:
    span = (MEETING_US, MEETING_US + 10 * MINUTE_US)
    page.navigator.select(span)
    QTest.keyClick(page.canvas, Qt.Key.Key_T, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(page.editor.field, "#review")
    QTest.keyClick(page.editor.field, Qt.Key.Key_Return)
    page.navigator.select(None)
    QTest.keyClick(page.canvas, Qt.Key.Key_B)
    qtbot.waitUntil(lambda: len(marks(own)) == 2)
    tag, bookmark = sorted(marks(own), key=lambda event: event.topic, reverse=True)
    assert (tag.start_us, tag.end_us, tag.data.get("tag")) == (*span, "review")
    assert (bookmark.start_us, bookmark.end_us, bookmark.text) == (MEETING_US, MEETING_US, None)


def test_a_mark_is_deleted_from_the_moment(page: TimelinePage, own: Recorded, qtbot: QtBot) -> None:
    write(page, Qt.Key.Key_N, "short lived")
    inspector = page.moment.inspector
    qtbot.waitUntil(lambda: bool(inspector.marks.marks))
    QTest.mouseClick(inspector.marks.findChildren(QPushButton)[-1], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(page.editor.isVisible)
    QTest.mouseClick(page.editor.delete, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: marks(own) == [] and not inspector.marks.marks)
