"""A real database with texts in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from storage.clock import SystemClock
from storage.events import Event, derived_uid, imported_uid
from storage.sqlite.fulltext import FulltextIndexer
from storage.sqlite.open import SqliteStorage, open_sqlite
from storage.topics import CLIPBOARD, MEANING, SCREEN_TEXT, TRANSCRIPT, WINDOW_FOCUS
from storage.vectors import Passage, as_data, quantise

MINUTE_US = 60_000_000
NOON_US = 1_793_534_400_000_000  # 2026-11-01 12:00 UTC


@dataclass
class Diary:
    """Appends texts at minutes after noon; each is indexed at once unless told otherwise."""

    storage: SqliteStorage
    indexer: FulltextIndexer
    written: list[Event] = field(default_factory=list)

    def add(self, topic: str, minute: float, text: str, *, index: bool = True, **fields: object) -> Event:
        start_us = NOON_US + round(minute * MINUTE_US)
        event = Event(
            uid=imported_uid("test", str(len(self.written))),
            topic=topic,
            device=str(fields.pop("device", "laptop")),
            start_us=start_us,
            end_us=start_us + int(fields.pop("length_us", 0)),  # type: ignore[call-overload]
            received_us=start_us,
            text=text,
            data=fields,  # type: ignore[arg-type]
        )
        self.written.append(event)
        assert self.storage.log.append([event]).added == 1
        if index:
            self.indexer.catch_up()
        return event

    def screen(self, minute: float, text: str, **fields: object) -> Event:
        return self.add(SCREEN_TEXT, minute, text, **{"lines": [], **fields})

    def said(self, minute: float, text: str, **fields: object) -> Event:
        return self.add(TRANSCRIPT, minute, text, words=[], **fields)

    def copied(self, minute: float, text: str, **fields: object) -> Event:
        return self.add(CLIPBOARD, minute, text, characters=len(text), **fields)

    def focus(self, minute: float, app: str, title: str, minutes: float = 1, **fields: object) -> Event:
        length_us = round(minutes * MINUTE_US)
        return self.add(WINDOW_FOCUS, minute, title, app=app, title=title, length_us=length_us, **fields)

    def means(self, event: Event, *vectors: Sequence[float], model: str = "test@1", index: bool = True) -> Event:
        """Append vectors of an event's text, each for the whole of it."""
        length = len(event.text or "")
        passages = [Passage(0, length, quantise(np.array(vector, np.float32))) for vector in vectors]
        carrier = Event(
            uid=derived_uid("embedding", model, event.uid, 0),
            topic=MEANING,
            device=event.device,
            start_us=event.start_us,
            end_us=event.end_us,
            received_us=event.start_us,
            data=as_data(model, passages),
            parent=event.uid,
        )
        assert self.storage.log.append([carrier]).added == 1
        if index:
            self.indexer.catch_up()
        return carrier


@pytest.fixture
def diary(tmp_path: Path) -> Iterator[Diary]:
    storage = open_sqlite(tmp_path / "home", clock=SystemClock())
    yield Diary(storage, FulltextIndexer(storage.writer, storage.readers, storage.log))
    storage.close()
