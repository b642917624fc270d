"""A real log with a tap on it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.telemetry.tap import TappedLog
from storage.clock import SystemClock
from storage.sqlite.open import open_sqlite


@pytest.fixture
def tapped(tmp_path: Path) -> Iterator[TappedLog]:
    storage = open_sqlite(tmp_path, clock=SystemClock())
    yield TappedLog(storage.log, SystemClock())
    storage.close()
