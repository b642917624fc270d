"""A virtual desktop, and the real application on it with a data folder of its own."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from app.demo.application import Application
from app.demo.desktop import VirtualDesktop
from storage.clock import SystemClock
from storage.events import Event
from storage.sqlite.open import open_sqlite
from storage.store import EventQuery

RECORDED = Callable[[Path, Sequence[str]], list[Event]]


_PATIENCE_S = 300
"""Whole sessions of real programs on a busy machine take their time; each wait within says what it waits for."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent == Path(__file__).parent and item.get_closest_marker("timeout") is None:
            item.add_marker(pytest.mark.timeout(_PATIENCE_S))


@pytest.fixture(scope="module")
def desktop() -> Iterator[VirtualDesktop]:
    with VirtualDesktop() as desktop:
        yield desktop


@pytest.fixture
def application(desktop: VirtualDesktop, home_folder: Path) -> Application:
    return Application(desktop, home_folder)


@pytest.fixture(scope="session")
def recorded() -> RECORDED:
    """Reads events of topics from a data folder, in order of start."""

    def read(home: Path, topics: Sequence[str]) -> list[Event]:
        storage = open_sqlite(home, clock=SystemClock(), read_only=True)
        try:
            return storage.store.events(EventQuery(topics=tuple(topics), limit=100_000))
        finally:
            storage.close()

    return read
