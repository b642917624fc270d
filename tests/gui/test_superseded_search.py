"""A search that another one overtakes gives up its thread and its connection at once."""

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QThreadPool
from pytestqt.qtbot import QtBot

from storage.sqlite.readers import Readers
from storage.store import SearchPage, SearchQuery, Stop
from tests.data.sample_store import Recorded
from tests.gui.conftest import MakeWindow
from tests.gui.fake_controls import FakeControls

ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"


class EndlessStore:
    """A store in which the search for `launch` reads until it is told to stop; all else is the real one's."""

    def __init__(self, store: object, readers: Readers) -> None:
        self._store, self._readers = store, readers
        self.begun, self.stopped = threading.Event(), threading.Event()

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    def search(
        self, query: SearchQuery, *, limit: int = 20, cursor: str | None = None, stop: Stop | None = None
    ) -> SearchPage:
        if "launch" in query.words:
            self.begun.set()
            try:
                with self._readers.lend(stop) as connection:
                    connection.execute(ENDLESS).fetchall()
            finally:
                self.stopped.set()
        found: SearchPage = self._store.search(query, limit=limit, cursor=cursor, stop=stop)  # type: ignore[attr-defined]
        return found


@pytest.fixture
def one_thread() -> Iterator[None]:
    pool = QThreadPool.globalInstance()
    threads = pool.maxThreadCount()
    pool.setMaxThreadCount(1)
    yield
    pool.setMaxThreadCount(threads)


@pytest.mark.usefixtures("one_thread")
def test_the_second_search_does_not_wait_for_the_first(
    make_window: MakeWindow, controls: FakeControls, recorded: Recorded, qtbot: QtBot
) -> None:
    store = EndlessStore(controls.store, recorded.storage.readers)
    controls.store = store  # type: ignore[assignment]
    window = make_window(controls)
    page = window.pages.search
    window.search("launch")
    assert store.begun.wait(60)
    window.search("budget")  # the pool has one thread, and the first search holds it
    qtbot.waitUntil(lambda: page.settled() and page.model.rowCount() > 0, timeout=20_000)
    assert store.stopped.is_set()
    assert page.query == "budget"
    assert all("budget" in (hit.event.text or "").lower() for hit in page.model.hits[:3])


def test_leaving_the_search_field_empty_stops_what_runs(
    make_window: MakeWindow, controls: FakeControls, recorded: Recorded, qtbot: QtBot
) -> None:
    store = EndlessStore(controls.store, recorded.storage.readers)
    controls.store = store  # type: ignore[assignment]
    window = make_window(controls)
    window.search("launch")
    assert store.begun.wait(60)
    window.search("")
    qtbot.waitUntil(store.stopped.is_set, timeout=20_000)
    assert not window.pages.search.busy
