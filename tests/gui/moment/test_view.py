"""The moment view over a real store: picture, text, speech, facts, and why there is nothing."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.ui.moment.view import MomentView
from app.ui.theme import DARK
from storage.store import EventQuery
from storage.topics import COVERAGE, SCREEN, TRANSCRIPT
from tests.data.sample_store import MEETING_US, MIDNIGHT_US, UTC_ZONE, Recorded


@pytest.fixture
def view(qtbot: QtBot, day: Recorded) -> Iterator[MomentView]:
    made = MomentView(day.storage.store, day.media, DARK, UTC_ZONE)
    qtbot.addWidget(made)
    made.resize(1300, 420)
    made.show()
    yield made
    made.stop()


def show(view: MomentView, qtbot: QtBot, time_us: int) -> None:
    with qtbot.waitSignal(view.shown, check_params_cb=lambda moment: moment.time_us == time_us):
        view.show_moment(time_us)


def texts(view: MomentView) -> str:
    return "\n".join(label.text() for label in view.findChildren(QLabel) if label.isVisibleTo(view))


def test_picture_window_and_text_of_a_moment(view: MomentView, qtbot: QtBot, day: Recorded) -> None:
    frame = day.storage.store.events(EventQuery((SCREEN,), limit=1))[0]
    show(view, qtbot, frame.start_us + 1)
    assert view.picture.has_picture
    view.picture.select_all()
    assert view.picture.selected_text()
    shown = texts(view)
    assert str(frame.data["app"]) in shown
    assert "1920 × 1080" in shown
    assert "PP-OCRv6" in shown


def test_the_word_at_the_playhead_is_lit(view: MomentView, qtbot: QtBot, day: Recorded) -> None:
    spoken = day.storage.store.events(EventQuery((TRANSCRIPT,), MEETING_US, limit=1))[0]
    show(view, qtbot, spoken.start_us + 1_000)
    transcript = view.inspector.transcript
    assert spoken.text is not None
    assert transcript.lit_word() == spoken.text.split()[0]
    assert all(word in transcript.text() for word in spoken.text.split())


def test_a_click_on_a_word_goes_to_its_time(view: MomentView, qtbot: QtBot, day: Recorded) -> None:
    spoken = day.storage.store.events(EventQuery((TRANSCRIPT,), MEETING_US, limit=1))[0]
    show(view, qtbot, spoken.start_us)
    with qtbot.waitSignal(view.word_clicked) as caught:
        view.inspector.transcript.linkActivated.emit(str(spoken.start_us))
    assert caught.args == [spoken.start_us]


def test_a_pause_is_named_instead_of_a_picture(view: MomentView, qtbot: QtBot, day: Recorded) -> None:
    events = day.storage.store.events(EventQuery((COVERAGE,)))
    pause = next(event for event in events if event.data["state"] == "paused" and event.data["source"] == "screen")
    show(view, qtbot, (pause.start_us + pause.end_us) // 2)
    assert not view.picture.has_picture
    assert view.moment.gap == "Paused by you"


def test_a_moment_with_nothing_says_so(view: MomentView, qtbot: QtBot) -> None:
    show(view, qtbot, MIDNIGHT_US - 10**12)
    assert not view.picture.has_picture
    assert "Nothing else is known" in texts(view)


def test_the_other_display_is_a_click_away(view: MomentView, qtbot: QtBot, day: Recorded) -> None:
    frames = day.storage.store.events(EventQuery((SCREEN,), MEETING_US, limit=200))
    second = next(frame for frame in frames if frame.data["display"] == 1)
    show(view, qtbot, second.start_us)
    button = next(b for b in view.findChildren(QPushButton) if b.text().startswith("Display"))
    assert button.text() == "Display 2 of 2"
    with qtbot.waitSignal(view.shown):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert button.text() == "Display 1 of 2"


def test_only_the_last_of_many_moments_is_shown(view: MomentView, qtbot: QtBot) -> None:
    last_us = MEETING_US + 50 * 1_000_000
    with qtbot.waitSignal(view.shown, check_params_cb=lambda moment: moment.time_us == last_us):
        for step in range(51):
            view.show_moment(MEETING_US + step * 1_000_000)
    assert view.picture.has_picture


def test_a_picture_whose_file_is_gone_is_explained(view: MomentView, qtbot: QtBot, day: Recorded) -> None:
    frame = day.storage.store.events(EventQuery((SCREEN,), MIDNIGHT_US + 15 * 3_600_000_000, limit=1))[0]
    assert frame.media is not None
    content, kind = day.media.get(frame.media), day.media.info(frame.media).kind
    day.media.delete(frame.media)
    try:
        show(view, qtbot, frame.start_us)
        assert not view.picture.has_picture
    finally:
        day.media.put(content, kind)
