"""A real data folder with a made-up working day in it, for tests that look at what was recorded."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from app.timeline.zone import NamedZone
from storage.clock import SystemClock
from storage.media import MediaStore
from storage.objects.open import open_media
from storage.sqlite.open import SqliteStorage, open_sqlite
from tests.data.sample_day import DAY_US, HOUR_US, fill

MIDNIGHT_US = int(datetime(2026, 11, 16, tzinfo=UTC).timestamp()) * 1_000_000
MEETING_US = MIDNIGHT_US + 10 * HOUR_US + 45 * 60_000_000
UTC_ZONE = NamedZone(ZoneInfo("UTC"))


class EveningClock(SystemClock):
    """A clock that stands at 20:00 of the made-up day, and moves when told."""

    def __init__(self, at_us: int = MIDNIGHT_US + 20 * HOUR_US) -> None:
        self.at_us = at_us

    def now_us(self) -> int:
        return self.at_us


@dataclass(frozen=True, slots=True)
class Recorded:
    """An open data folder."""

    storage: SqliteStorage
    media: MediaStore


@contextmanager
def recorded_day(home: Path, days: int = 1) -> Iterator[Recorded]:
    """Open a data folder with `days` made-up days from `MIDNIGHT_US` on."""
    with opened(home) as recorded:
        fill(recorded.storage.log, recorded.media, MIDNIGHT_US, days)
        yield recorded


@contextmanager
def opened(home: Path) -> Iterator[Recorded]:
    """Open a data folder, empty at first."""
    storage = open_sqlite(home, clock=SystemClock())
    try:
        yield Recorded(storage, open_media(home / "media"))
    finally:
        storage.close()


__all__ = ["DAY_US", "MEETING_US", "MIDNIGHT_US", "UTC_ZONE", "EveningClock", "Recorded", "opened", "recorded_day"]
