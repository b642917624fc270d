"""A clock moved by hand, an open data folder, and events in one line."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from storage.clock import SystemClock
from storage.events import Event, imported_uid
from storage.sqlite.open import SqliteStorage, open_sqlite
from storage.topics import INPUT_ACTIVITY, WINDOW_FOCUS

SECOND_US = 1_000_000

MakeEvent = Callable[..., Event]


@dataclass
class HandClock:
    """Stands still until told otherwise."""

    us: int = 1_700_000_000_000_000

    def now_us(self) -> int:
        return self.us

    def monotonic_s(self) -> float:
        return self.us / 1e6

    def tz_offset_min(self) -> int:
        return 60


@pytest.fixture
def hand_clock() -> HandClock:
    return HandClock()


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[SqliteStorage]:
    opened = open_sqlite(tmp_path / "home", clock=SystemClock())
    yield opened
    opened.close()


@pytest.fixture
def make_event() -> MakeEvent:
    """Return an event of a topic at a second, with data that match its schema."""
    data = {WINDOW_FOCUS: {"app": "editor", "title": "notes"}, INPUT_ACTIVITY: {"keys": 3, "clicks": 1}}

    def make(key: object, topic: str = WINDOW_FOCUS, at_s: float = 0, length_s: float = 0, **fields: object) -> Event:
        start_us = round(at_s * SECOND_US)
        return Event(
            **{  # type: ignore[arg-type]
                "uid": imported_uid("test", str(key)),
                "topic": topic,
                "device": "desk",
                "start_us": start_us,
                "end_us": start_us + round(length_s * SECOND_US),
                "received_us": start_us,
                "data": data.get(topic, {}),
                **fields,
            }
        )

    return make
