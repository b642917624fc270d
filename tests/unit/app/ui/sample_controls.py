"""Controls over an empty real data folder, for widgets that need something to talk to."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.controls import RecorderState
from app.settings import Settings
from storage.objects.open import open_media
from storage.sqlite.open import open_sqlite
from tests.gui.fake_controls import FakeControls, FixedClock

NOW_US = 1_795_192_937_000_000
"""20 November 2026, 16:42:17 UTC."""


@contextmanager
def sample_controls(home: Path) -> Iterator[FakeControls]:
    """Open an empty data folder with controls over it that record."""
    storage = open_sqlite(home, clock=FixedClock(NOW_US))
    media = open_media(home / "media")
    try:
        yield FakeControls(storage.store, storage.log, media, home, NOW_US, Settings(), RecorderState.RECORDING)
    finally:
        storage.close()
