"""A real store with events of three days, and media."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from storage.clock import SystemClock
from storage.events import Event, imported_uid
from storage.media import MediaStore
from storage.objects.open import open_media
from storage.sqlite.open import open_sqlite
from storage.store import Store
from storage.topics import SCREEN, TRANSCRIPT

DAY_US = 86_400_000_000
START_US = 1_793_491_200_000_000  # 2026-11-01 00:00 UTC


@dataclass
class Shelf:
    store: Store
    media: MediaStore
    events: list[Event]


def make_events(media: MediaStore) -> list[Event]:
    picture = media.put(b"picture", "image/webp")
    frame = Event(
        uid=imported_uid("t", "frame"),
        topic=SCREEN,
        device="laptop",
        start_us=START_US + 5,
        end_us=START_US + 5,
        received_us=START_US + 9,
        tz_offset_min=-90,
        uncertainty_us=-1,
        data={"display": 0, "width": 1, "height": 1, "trigger": "start"},
        media=picture,
    )
    said = [
        Event(
            uid=imported_uid("t", str(number)),
            topic=TRANSCRIPT,
            device="laptop",
            start_us=START_US + number * DAY_US // 2,
            end_us=START_US + number * DAY_US // 2 + 1_000,
            received_us=START_US,
            text=f'line {number}, "quoted"\nüber 会議',
            data={"words": [], "nested": {"deep": [1, 2.5, None, True]}},
            parent=frame.uid if number == 0 else None,
        )
        for number in range(6)
    ]
    return [frame, *said]


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    storage = open_sqlite(tmp_path / "home", clock=SystemClock())
    media = open_media(tmp_path / "media")
    events = make_events(media)
    assert storage.log.append(events).added == len(events)
    yield Shelf(storage.store, media, sorted(events, key=lambda event: event.start_us))
    storage.close()
