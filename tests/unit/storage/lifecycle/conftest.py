"""A real data folder: database, index and media."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from storage.clock import SystemClock
from storage.events import Event, derived_uid, imported_uid
from storage.lifecycle.forget import Forgetter
from storage.media import PackingMedia
from storage.objects.encoder import EncoderHere
from storage.objects.open import open_media
from storage.sqlite.fulltext import FulltextIndexer
from storage.sqlite.open import SqliteStorage, open_sqlite
from storage.sqlite.references import SqliteReferences
from storage.store import EventQuery
from storage.topics import MICROPHONE, SCREEN, SCREEN_TEXT, THUMBNAIL, TRANSCRIPT, WINDOW_FOCUS

MINUTE_US = 60_000_000
NOON_US = 1_793_534_400_000_000  # 2026-11-01 12:00 UTC


@dataclass
class Life:
    """Writes moments at minutes after noon, with pictures and what was read from them."""

    home: Path
    storage: SqliteStorage
    media: PackingMedia
    references: SqliteReferences
    indexer: FulltextIndexer
    written: list[Event] = field(default_factory=list)

    def append(self, *events: Event) -> None:
        assert self.storage.log.append(events).added == len(events)
        self.written += events

    def event(self, topic: str, minute: float, length_min: float = 0, **fields) -> Event:
        start_us = NOON_US + round(minute * MINUTE_US)
        uid = fields.pop("uid", None) or imported_uid("test", str(len(self.written)))
        end_us = start_us + round(length_min * MINUTE_US)
        device = fields.pop("device", "laptop")
        return Event(
            uid=uid, topic=topic, device=device, start_us=start_us, end_us=end_us, received_us=end_us, **fields
        )

    def focus(self, minute: float, app: str, title: str, length_min: float = 1, **more) -> Event:
        event = self.event(WINDOW_FOCUS, minute, length_min, text=title, data={"app": app, "title": title, **more})
        self.append(event)
        return event

    def frame(self, minute: float, text: str, *, app: str = "gedit", picture: bytes | None = None) -> list[Event]:
        """A screen frame, the text read from it, and its thumbnail."""
        address = self.media.put(picture or text.encode(), "image/webp")
        window = {"app": app, "title": text[:10]}
        frame_data = {"display": 0, "width": 8, "height": 8, "trigger": "start", **window}
        frame = self.event(SCREEN, minute, media=address, data=frame_data)
        derived = {"parent": frame.uid}
        read = self.event(
            SCREEN_TEXT,
            minute,
            uid=derived_uid("ocr", "1", frame.uid, 0),
            text=text,
            media=address,
            data={"lines": [{"text": text, "box": [0, 0, 8, 8]}], **window},
            **derived,
        )
        small = self.media.put(b"small " + (picture or text.encode()), "image/webp")
        thumbnail_uid = derived_uid("thumb", "1", frame.uid, 0)
        thumbnail = self.event(
            THUMBNAIL, minute, uid=thumbnail_uid, media=small, data={"width": 1, "height": 1}, **derived
        )
        self.append(frame, read, thumbnail)
        return [frame, read, thumbnail]

    def speech(self, minute: float, text: str, length_min: float = 0.5) -> list[Event]:
        """A recording and what was said in it."""
        address = self.media.put(b"sound of " + text.encode(), "audio/flac")
        sound = self.event(MICROPHONE, minute, length_min, media=address, data={"rate_hz": 16_000, "channels": 1})
        uid = derived_uid("speech", "1", sound.uid, 0)
        said = self.event(TRANSCRIPT, minute, length_min, uid=uid, text=text, parent=sound.uid, data={"words": []})
        self.append(sound, said)
        return [sound, said]

    def texts(self) -> set[str]:
        """All texts that the store still has."""
        return {event.text for batch in self.storage.store.scan(EventQuery()) for event in batch if event.text}

    def raw(self) -> bytes:
        """Everything in every file of the data folder."""
        return b"".join(path.read_bytes() for path in sorted(self.home.rglob("*")) if path.is_file())


@pytest.fixture
def life(tmp_path: Path) -> Iterator[Life]:
    home = tmp_path / "home"
    storage = open_sqlite(home, clock=SystemClock())
    media = open_media(home / "media", encoder=EncoderHere())
    references = SqliteReferences(storage.writer, storage.readers)
    yield Life(home, storage, media, references, FulltextIndexer(storage.writer, storage.readers, storage.log))
    storage.close()
    media.close()


@pytest.fixture
def forgetter(life: Life) -> Forgetter:
    storage = life.storage
    return Forgetter(
        storage.log,
        storage.store,
        life.media,
        life.references,
        SystemClock(),
        copies=lambda: sorted(life.home.glob("*.before-*")),
    )


@dataclass
class FixedClock:
    """Stands still."""

    us: int

    def now_us(self) -> int:
        return self.us

    def monotonic_s(self) -> float:
        return self.us / 1e6

    def tz_offset_min(self) -> int:
        return 0


@pytest.fixture
def clock() -> FixedClock:
    """Ten days after the noon that minutes count from."""
    return FixedClock(NOON_US + 10 * 24 * 60 * MINUTE_US)
