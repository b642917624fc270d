"""The search box and the search page together: what Enter, arrows and Escape do, also while a search runs."""

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.ui.main_window import MainWindow
from storage.store import SearchPage, SearchQuery, Stop
from tests.data.patience import PATIENCE_S
from tests.gui.conftest import MakeWindow
from tests.gui.fake_controls import FakeControls


class SlowStore:
    """A store that answers a search for `launch` only when it is let."""

    def __init__(self, store: object) -> None:
        self._store = store
        self.let = threading.Event()
        self.asked: list[SearchQuery] = []

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    def search(
        self, query: SearchQuery, *, limit: int = 20, cursor: str | None = None, stop: Stop | None = None
    ) -> SearchPage:
        self.asked.append(query)
        if "launch" in query.words:
            assert self.let.wait(PATIENCE_S)
        page: SearchPage = self._store.search(query, limit=limit, cursor=cursor, stop=stop)  # type: ignore[attr-defined]
        return page


@pytest.fixture
def slow(controls: FakeControls) -> Iterator[SlowStore]:
    made = SlowStore(controls.store)
    controls.store = made  # type: ignore[assignment]
    yield made
    made.let.set()


def words(slow: SlowStore) -> list[tuple[str, ...]]:
    return [query.words for query in slow.asked]


def test_enter_starts_what_is_typed_now_though_another_search_runs(
    make_window: MakeWindow, controls: FakeControls, slow: SlowStore, qtbot: QtBot
) -> None:
    window = make_window(controls)
    box, page = window.bar.search, window.pages.search
    window.search("launch")
    qtbot.waitUntil(lambda: ("launch",) in words(slow))
    assert page.busy
    box.setText("budget")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.settled() and page.model.rowCount() > 0)
    assert page.query == "budget"
    shown = [hit.event.uid for hit in page.model.hits]
    slow.let.set()
    qtbot.waitUntil(lambda: page._searches._running == 0)
    assert [hit.event.uid for hit in page.model.hits] == shown


def test_enter_opens_a_hit_once_the_words_are_found(window: MainWindow, qtbot: QtBot) -> None:
    window.search("launch")
    qtbot.waitUntil(window.pages.search.settled)
    at_us = window.pages.search.model.hits[0].start_us
    qtbot.keyClick(window.bar.search, Qt.Key.Key_Return)
    assert window.page == "timeline"
    assert window.timeline.navigator.playhead_us == at_us


def test_enter_opens_nothing_that_is_no_longer_shown(window: MainWindow, qtbot: QtBot) -> None:
    window.search("launch")
    qtbot.waitUntil(window.pages.search.settled)
    window.search("")
    qtbot.keyClick(window.bar.search, Qt.Key.Key_Return)
    assert window.page == "search"


def test_arrows_step_and_escape_goes_back_to_the_timeline(window: MainWindow, qtbot: QtBot) -> None:
    window.search("launch")
    qtbot.waitUntil(window.pages.search.settled)
    qtbot.keyClick(window.bar.search, Qt.Key.Key_Down)
    assert window.pages.search.results.currentIndex().row() == 1
    qtbot.keyClick(window.bar.search, Qt.Key.Key_Escape)
    assert window.page == "timeline"


def test_what_the_timeline_searches_for_can_be_typed_on(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    window.timeline.searchRequested.emit("after:2026-11-16 ")
    assert window.page == "search"
    qtbot.waitUntil(window.bar.search.hasFocus)
    assert window.bar.search.cursorPosition() == len("after:2026-11-16 ")
