"""The window in German, and mirrored: every page still shows, fits and works."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, Qt, QTranslator
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.ui.main_window import MainWindow
from app.ui.timeline.goto_dialog import GotoDialog
from resources.locate import resource
from tests.data.sample_store import MEETING_US
from tests.gui.conftest import MakeWindow
from tests.gui.fake_controls import FakeControls


@pytest.fixture
def german(make_window: MakeWindow, controls: FakeControls, qapp: QApplication) -> Iterator[MainWindow]:
    translator, before = QTranslator(qapp), QLocale()
    assert translator.load("daytrail_de", str(resource("translations")))
    QCoreApplication.installTranslator(translator)
    QLocale.setDefault(QLocale("de_DE"))
    yield make_window(controls)
    QLocale.setDefault(before)
    QCoreApplication.removeTranslator(translator)


def test_the_window_speaks_german(german: MainWindow, qtbot: QtBot) -> None:
    assert german.bar.today.text() == "Heute"
    assert german.bar.pill.text().strip().startswith("Aufzeichnung")
    german.show_page("day")
    qtbot.waitUntil(lambda: not german.pages.day.busy)
    assert "Gespräche" in german.pages.day.spoken.remark
    assert "Tasten" in german.pages.day.typed.figure
    german.show_page("settings")
    german.pages.settings.show_group("capture.screen")
    assert german.pages.settings.view.rows[0].field.title == "Bildschirm aufzeichnen"
    assert german.pages.settings.view.rows[1].field.names == ("Alle", "Der mit dem vorderen Fenster")
    german.show_page("sources")
    qtbot.waitUntil(lambda: "screen" in german.pages.sources.rows)
    assert german.pages.sources.rows["screen"].title.text() == "Bildschirm"
    german.timeline.navigator.select((MEETING_US, MEETING_US + 60_000_000))
    assert german.timeline.selection_bar.length.text() == "1 min ausgewählt"


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("gestern 9:00", "So. 15. Nov. 2026, 09:00:00"),
        ("24. Dezember 2024", "Di. 24. Dez. 2024, 00:00:00"),
        ("vor 2 Std.", "Mo. 16. Nov. 2026, 18:00:00"),
        ("yesterday", "So. 15. Nov. 2026, 00:00:00"),
    ],
)
def test_go_to_understands_german_and_english(german: MainWindow, text: str, answer: str) -> None:
    german.timeline.ask_where_to()
    dialog = german.timeline.findChildren(GotoDialog)[0]
    QTest.keyClicks(dialog.line, text)
    assert dialog.answer.text() == answer
    dialog.reject()


def test_mirrored_the_rail_is_at_the_right_and_pages_still_answer(window: MainWindow, qtbot: QtBot) -> None:
    window.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    qtbot.waitUntil(lambda: window.rail.mapTo(window, window.rail.rect().center()).x() > window.width() / 2)
    for page in ("search", "day", "sources", "settings", "timeline"):
        window.show_page(page)
        assert not window.grab().isNull()
    canvas, navigator = window.timeline.canvas, window.timeline.navigator
    window.open_at(MEETING_US, 3_600_000_000)
    span_us = navigator.viewport.span_us
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_W)
    assert navigator.viewport.span_us < span_us
    assert navigator.viewport.x_of(MEETING_US) < navigator.viewport.x_of(MEETING_US + 60_000_000)


def test_started_in_reverse_nothing_lies_over_anything(
    make_window: MakeWindow, controls: FakeControls, qapp: QApplication, qtbot: QtBot
) -> None:
    """As with `-reverse`, and as Qt does for languages that are written from right to left."""
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        window = make_window(controls)
        qtbot.waitUntil(window.timeline.idle)
        bar = window.bar
        parts = [bar.previous, bar.day, bar.next, bar.today, bar.search, bar.span, bar.pill]
        places = [part.geometry() for part in parts if part.isVisible()]
        assert not any(one.intersects(other) for at, one in enumerate(places) for other in places[at + 1 :])
        assert bar.previous.x() > bar.day.x() > bar.next.x() > bar.search.x() > bar.pill.x()
        assert window.timeline.moment.inspector.x() < window.timeline.moment.picture.x()
        transport = window.timeline.moment.transport
        assert transport.layoutDirection() is Qt.LayoutDirection.LeftToRight  # time runs as on the timeline
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
