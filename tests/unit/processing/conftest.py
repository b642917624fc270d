"""A real log and media store for every test that asks."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.clock import SystemClock
from storage.objects.open import open_media
from storage.sqlite.open import open_sqlite
from tests.data.observed import Place


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """An empty data folder."""
    storage = open_sqlite(tmp_path / "home", clock=SystemClock())
    yield Place(storage.log, open_media(tmp_path / "home" / "media"))
    storage.close()
