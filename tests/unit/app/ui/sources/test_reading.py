"""The overview is read whole: coverage as shares of the day so far."""

from pathlib import Path

import pytest

from app.controls import RecorderState
from app.settings import Settings
from app.ui.sources.reading import read_overview
from storage.events import Event, new_uid
from storage.objects.open import open_media
from storage.sqlite.open import open_sqlite
from storage.topics import COVERAGE, WINDOW_FOCUS
from tests.gui.fake_controls import FakeControls, FixedClock

MIDNIGHT_US = 1_795_132_800_000_000
HOUR_US = 3_600_000_000
NOON_US = MIDNIGHT_US + 12 * HOUR_US


def _event(topic: str, begin: int, end: int, data: dict[str, str]) -> Event:
    return Event(new_uid(), topic, "desk", begin, end, end, data=data)


def test_coverage_and_counts_of_today(tmp_path: Path) -> None:
    assert MIDNIGHT_US % (24 * HOUR_US) == 0
    storage = open_sqlite(tmp_path, clock=FixedClock(NOON_US))
    covered = {"source": "screen", "state": "recording"}
    storage.log.append(
        [
            _event(COVERAGE, MIDNIGHT_US - HOUR_US, MIDNIGHT_US + 3 * HOUR_US, covered),
            _event(COVERAGE, MIDNIGHT_US + 6 * HOUR_US, NOON_US, {"source": "screen", "state": "paused"}),
            _event(WINDOW_FOCUS, NOON_US - HOUR_US, NOON_US, {"app": "Firefox", "title": "Docs"}),
            _event(WINDOW_FOCUS, MIDNIGHT_US - HOUR_US, MIDNIGHT_US - 1, {"app": "Code", "title": "x"}),
        ]
    )
    media = open_media(tmp_path / "media")
    controls = FakeControls(storage.store, storage.log, media, tmp_path, NOON_US, Settings(), RecorderState.RECORDING)
    overview = read_overview(controls, NOON_US)
    storage.close()
    spans = overview.coverage["screen"]
    assert [(span.begin, span.end, span.state) for span in spans] == [
        (0.0, pytest.approx(0.25), "recording"),
        (pytest.approx(0.5), 1.0, "paused"),
    ]
    assert overview.today[WINDOW_FOCUS] == 1
    assert overview.last_day == 4
    assert "screen" in overview.enabled
    assert "camera" not in overview.enabled
