"""The search page over a made-up day."""

import threading
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app.ui.main_window import MainWindow
from app.ui.search.facet_row import FacetRow
from app.ui.search.page import SearchView
from storage.events import Event
from storage.store import EventQuery, Hit, Meaning, SearchPage, SearchQuery, Stop, StoreError
from tests.data.patience import PATIENCE_S
from tests.gui.conftest import MakeWindow
from tests.gui.fake_controls import FakeControls


@pytest.fixture
def page(window: MainWindow) -> SearchView:
    return window.pages.search


def _ask(window: MainWindow, text: str, qtbot: QtBot) -> None:
    window.search(text)
    qtbot.waitUntil(window.pages.search.settled)


def _current(page: SearchView) -> Hit:
    return page.model.hits[page.results.currentIndex().row()]


def test_hits_say_when_where_and_what(window: MainWindow, page: SearchView, qtbot: QtBot) -> None:
    _ask(window, "launch budget", qtbot)
    assert page.results.isVisible()
    assert "moments in" in page.summary
    first = page.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "Today" in first
    assert "launch" in first.lower()


def test_the_first_hit_is_previewed_with_its_picture_and_text(
    window: MainWindow, page: SearchView, qtbot: QtBot
) -> None:
    _ask(window, "launch kind:screen", qtbot)
    assert not page.preview.picture.frame.image.isNull()
    assert page.preview.picture.frame.own
    assert "launch" in page.preview.text.toPlainText().lower()


def test_up_and_down_choose_another_hit(window: MainWindow, page: SearchView, qtbot: QtBot) -> None:
    _ask(window, "launch", qtbot)
    qtbot.keyClick(window.bar.search, Qt.Key.Key_Down)
    assert page.results.currentIndex().row() == 1
    qtbot.keyClick(window.bar.search, Qt.Key.Key_Up)
    qtbot.keyClick(window.bar.search, Qt.Key.Key_Up)
    assert page.results.currentIndex().row() == 0


def test_a_facet_narrows_and_a_second_click_widens(window: MainWindow, page: SearchView, qtbot: QtBot) -> None:
    _ask(window, "launch", qtbot)
    heard = next(row for row in page.facets.rows if row.text() == "Heard")
    qtbot.mouseClick(heard, Qt.MouseButton.LeftButton)
    assert window.bar.search.text() == "launch kind:speech"
    qtbot.waitUntil(page.settled)
    assert {hit.event.topic for hit in page.model.hits} == {"media.text.transcript.words"}

    def heard_again() -> list[FacetRow]:
        return [row for row in page.facets.rows if row.text() == "Heard" and row.isVisible() and row.isChecked()]

    qtbot.waitUntil(lambda: bool(heard_again()))
    again = heard_again()[0]
    qtbot.mouseClick(again, Qt.MouseButton.LeftButton)
    assert window.bar.search.text() == "launch"


def test_nothing_found_is_said_with_what_to_do(window: MainWindow, page: SearchView, qtbot: QtBot) -> None:
    _ask(window, "xylophone", qtbot)
    assert page.message.isVisible()
    assert page.message.headline == "Nothing found"
    assert page.preview.isHidden()


def test_a_query_that_cannot_be_read_is_explained(window: MainWindow, page: SearchView, qtbot: QtBot) -> None:
    _ask(window, '"launch budget', qtbot)
    assert page.message.headline == "This search cannot be read"
    assert "quote" in page.message.text


def test_no_query_shows_what_can_be_asked(window: MainWindow, page: SearchView) -> None:
    window.show_page("search")
    assert "kind:speech" in page.message.text


def test_copying_puts_the_text_on_the_clipboard(window: MainWindow, page: SearchView, qtbot: QtBot) -> None:
    _ask(window, "launch", qtbot)
    qtbot.mouseClick(page.preview.copy_button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == _current(page).event.text
    assert window.notice.text == "Text copied"


def test_open_in_timeline_goes_to_the_moment(window: MainWindow, page: SearchView, qtbot: QtBot) -> None:
    _ask(window, "launch", qtbot)
    wanted = _current(page).start_us
    qtbot.mouseClick(page.preview.open_button, Qt.MouseButton.LeftButton)
    assert window.page == "timeline"
    assert window.timeline.navigator.playhead_us == wanted


def test_scrolling_to_the_end_brings_more(window: MainWindow, page: SearchView, qtbot: QtBot) -> None:
    _ask(window, "the", qtbot)
    before = page.model.rowCount()
    page.results.scrollToBottom()
    qtbot.waitUntil(lambda: page.model.rowCount() > before)
    hits = page.model.hits
    assert len({hit.event.uid for hit in hits}) == len(hits)


def test_newest_first_orders_by_time(window: MainWindow, page: SearchView, qtbot: QtBot) -> None:
    _ask(window, "launch", qtbot)
    qtbot.mouseClick(page.order, Qt.MouseButton.LeftButton)
    starts = [hit.start_us for hit in page.model.hits]
    assert starts == sorted(starts, reverse=True)
    assert page.order.text() == "newest first"


class BrokenStore:
    """A store whose search fails; everything else is the real one's."""

    def __init__(self, store: object) -> None:
        self._store = store

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    def search(
        self, query: SearchQuery, *, limit: int = 20, cursor: str | None = None, stop: Stop | None = None
    ) -> SearchPage:
        raise StoreError("The disk does not answer; plug it in again.")


def test_a_search_that_fails_says_why(make_window: MakeWindow, controls: FakeControls, qtbot: QtBot) -> None:
    controls.store = BrokenStore(controls.store)  # type: ignore[assignment]
    window = make_window(controls)
    window.search("launch")
    qtbot.waitUntil(lambda: window.pages.search.message.headline == "The search failed")
    assert "plug it in again" in window.pages.search.message.text


class Thesaurus:
    """Meanings that become known when `open` is set, and a store that finds what "launch" finds for them."""

    def __init__(self, store: object) -> None:
        self._store = store
        self.open = threading.Event()
        self.unknown = False

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    def ready(self, text: str) -> Meaning | None:
        return None

    def find(self, text: str) -> Meaning | None:
        assert self.open.wait(PATIENCE_S)
        return None if self.unknown else Meaning("test@1", b"\x01", 0.5)

    def search(
        self, query: SearchQuery, *, limit: int = 20, cursor: str | None = None, stop: Stop | None = None
    ) -> SearchPage:
        if query.meaning is not None:
            query = replace(query, words=("launch",), meaning=None)
        page: SearchPage = self._store.search(query, limit=limit, cursor=cursor, stop=stop)  # type: ignore[attr-defined]
        return page


@pytest.fixture
def thesaurus(controls: FakeControls) -> Thesaurus:
    made = Thesaurus(controls.store)
    controls.store = made  # type: ignore[assignment]
    controls.meanings = made
    return made


def test_what_has_the_words_is_shown_before_what_they_mean(
    make_window: MakeWindow, controls: FakeControls, thesaurus: Thesaurus, qtbot: QtBot
) -> None:
    window = make_window(controls)
    page = window.pages.search
    window.search("budget")
    qtbot.waitUntil(lambda: page.results.isVisible() and page.model.rowCount() > 0)
    words = page.model.rowCount()
    page.step(1)
    chosen = _current(page).event.uid

    thesaurus.open.set()
    qtbot.waitUntil(page.settled)

    assert page.model.rowCount() != words
    uids = [hit.event.uid for hit in page.model.hits]
    assert _current(page).event.uid == (chosen if chosen in uids else uids[0])


def test_nothing_is_called_found_until_the_meaning_is_known(
    make_window: MakeWindow, controls: FakeControls, thesaurus: Thesaurus, qtbot: QtBot
) -> None:
    window = make_window(controls)
    page = window.pages.search
    window.search("xylophone")
    qtbot.waitUntil(lambda: not page._searches.busy)
    assert page.busy
    assert page.message.headline != "Nothing found"

    thesaurus.unknown = True
    thesaurus.open.set()
    qtbot.waitUntil(page.settled)

    assert page.message.headline == "Nothing found"


def test_other_words_find_something_where_the_words_do_not(
    make_window: MakeWindow, controls: FakeControls, thesaurus: Thesaurus, qtbot: QtBot
) -> None:
    thesaurus.open.set()
    window = make_window(controls)
    window.search("xylophone")
    qtbot.waitUntil(lambda: window.pages.search.settled() and window.pages.search.model.rowCount() > 0)

    assert "launch" in (_current(window.pages.search).event.text or "").lower()


class Amnesiac:
    """A store that finds, but cannot read what was around a hit; everything else is the real one's."""

    def __init__(self, store: object) -> None:
        self._store = store

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    def events(self, query: EventQuery) -> list[Event]:
        raise StoreError("The disk does not answer; plug it in again.")


def test_a_preview_that_fails_says_why_and_waits_no_longer(
    make_window: MakeWindow, controls: FakeControls, qtbot: QtBot
) -> None:
    controls.store = Amnesiac(controls.store)  # type: ignore[assignment]
    window = make_window(controls)
    page, told = window.pages.search, []
    page.said.connect(told.append)
    window.search("launch")
    qtbot.waitUntil(lambda: page.model.rowCount() > 0 and not page.preview.busy and bool(told))
    assert "plug it in again" in told[0]
    assert not page.preview.picture._waiting
