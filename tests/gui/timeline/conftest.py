"""A timeline page on a screen of its own, over a real data folder with a made-up day."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from tests.data.sample_store import UTC_ZONE, EveningClock, Recorded, opened, recorded_day

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

MakePage = Callable[..., "object"]


@pytest.fixture(scope="session")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recorded]:
    with recorded_day(tmp_path_factory.mktemp("day")) as recorded:
        yield recorded


@pytest.fixture
def nothing(tmp_path: Path) -> Iterator[Recorded]:
    with opened(tmp_path / "home") as recorded:
        yield recorded


@pytest.fixture
def clock() -> EveningClock:
    return EveningClock()


@pytest.fixture
def make_page(qtbot: QtBot, clock: EveningClock, nothing: Recorded) -> Iterator[MakePage]:
    from app.ui.notes.notebook import Notebook
    from app.ui.theme import DARK
    from app.ui.timeline.page import TimelinePage

    made: list[tuple[TimelinePage, Notebook]] = []

    def make(recorded: Recorded, memory: QSettings | None = None) -> TimelinePage:
        notebook = Notebook(recorded.storage.log, clock, "desk")
        store, media = recorded.storage.store, recorded.media
        page = TimelinePage(store, media, notebook, DARK, clock, zone=UTC_ZONE, memory=memory)
        made.append((page, notebook))
        page.resize(1400, 900)
        page.show()
        qtbot.waitUntil(page.idle)
        return page

    yield make
    for page, notebook in made:
        page.stop()
        notebook.stop()
        page.close()
        page.deleteLater()
