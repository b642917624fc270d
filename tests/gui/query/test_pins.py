"""An answer pinned as a lane of the timeline: it is drawn, renewed, there again after a restart, and taken off."""

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import QThreadPool
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.query.memory import FILE, Pin
from app.query.pins import ask_pin
from app.ui.notes.notebook import Notebook
from app.ui.query.page import QueryPage
from app.ui.theme import DARK
from app.ui.timeline.page import TimelinePage
from tests.data.sample_store import UTC_ZONE, EveningClock, Recorded

USED = "SELECT app, start_ts, end_ts FROM live.window_usage"


@pytest.fixture
def timeline(recorded: Recorded, qtbot: QtBot) -> Iterator[TimelinePage]:
    notebook = Notebook(recorded.storage.log, EveningClock(), "desk")
    page = TimelinePage(recorded.storage.store, recorded.media, notebook, DARK, EveningClock(), zone=UTC_ZONE)
    qtbot.addWidget(page)
    page.resize(1400, 900)
    page.show()
    qtbot.waitUntil(page.idle)
    yield page
    page.stop()
    notebook.stop()


@pytest.fixture
def page(recorded: Recorded, timeline: TimelinePage, qtbot: QtBot) -> Iterator[QueryPage]:
    page = opened(recorded, timeline, qtbot)
    yield page
    closed(page)
    (recorded.storage.path.parent / FILE).unlink(missing_ok=True)


def opened(recorded: Recorded, timeline: TimelinePage, qtbot: QtBot) -> QueryPage:
    page = QueryPage(recorded.storage.path.parent, lambda: {"day": date(2026, 11, 20)}, DARK)
    qtbot.addWidget(page)
    page.pins.show_on(timeline.pins)
    page.show()
    qtbot.waitUntil(page.settled)
    return page


def closed(page: QueryPage) -> None:
    page.stop()
    QThreadPool.globalInstance().waitForDone(20_000)
    QApplication.processEvents()


def run(page: QueryPage, qtbot: QtBot, sql: str) -> None:
    page.tab.show_statement(sql)
    page.tab.run()
    qtbot.waitUntil(page.settled)


def names(timeline: TimelinePage) -> list[str]:
    return [lane.name for lane in timeline.canvas.lanes.lanes]


def drawn(timeline: TimelinePage, name: str) -> int:
    pieces = timeline.feed.cache.pieces(name, timeline.navigator.viewport)
    return sum(int(piece.sheet.tiles[name].counts.sum()) for piece in pieces)


def test_an_answer_becomes_a_lane_and_goes_again(
    page: QueryPage, timeline: TimelinePage, recorded: Recorded, qtbot: QtBot
) -> None:
    run(page, qtbot, USED)
    page.tab.pin("Programs")
    qtbot.waitUntil(page.settled)
    assert names(timeline)[-2] == "query:Programs"
    qtbot.waitUntil(timeline.idle)
    assert drawn(timeline, "query:Programs") > 2

    closed(page)
    again = opened(recorded, timeline, qtbot)
    again.pins.renew()
    qtbot.waitUntil(lambda: again.settled() and drawn(timeline, "query:Programs") > 2)
    verbs = dict(timeline.heads.verbs_for("query:Programs"))
    verbs["Take “Programs” off the timeline"]()
    assert "query:Programs" not in names(timeline)
    assert timeline.heads.verbs_for("speech") == []
    closed(again)
    assert "Programs" not in (recorded.storage.path.parent / FILE).read_text()


def test_without_a_time_nothing_is_pinned(page: QueryPage, timeline: TimelinePage, qtbot: QtBot) -> None:
    run(page, qtbot, "SELECT 1 AS one")
    page.tab.pin("One")
    assert "column with a time" in page.tab.status.text()
    assert "query:One" not in names(timeline)


def test_a_lane_that_cannot_be_renewed_keeps_its_rows_and_says_why(page: QueryPage) -> None:
    engine = page._engines()[""]
    lane = ask_pin(engine, Pin("Used", USED + " WHERE app <> :app", values={"app": "nothing"}))
    assert lane.trouble == ""
    assert lane.rows.label_names
    again = ask_pin(engine, Pin("Used", "SELECT start_ts FROM live.no_such"), lane)
    assert "no_such" in again.trouble
    assert again.rows is lane.rows
    assert "detached" in ask_pin(None, Pin("Far", "SELECT 1", "far"), lane).trouble
    assert ask_pin(engine, Pin("One", "SELECT 1 AS one")).trouble
