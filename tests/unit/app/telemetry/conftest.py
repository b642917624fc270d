"""A real log with a tap on it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.telemetry.tap import TappedLog
from storage.clock import SystemClock
from storage.sqlite.fulltext import FulltextIndexer
from storage.sqlite.open import SqliteStorage, open_sqlite


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[SqliteStorage]:
    opened = open_sqlite(tmp_path, clock=SystemClock())
    yield opened
    opened.close()


@pytest.fixture
def tapped(storage: SqliteStorage) -> TappedLog:
    return TappedLog(storage.log, SystemClock())


@pytest.fixture
def indexer(storage: SqliteStorage) -> FulltextIndexer:
    """What keeps the index of words; works when told to."""
    return FulltextIndexer(storage.writer, storage.readers, storage.log)
