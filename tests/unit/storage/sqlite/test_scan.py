"""A scan of everything against a plain sort: any span, order and page, and while events come and go."""

import random

import pytest

from storage.columnar import columns_of
from storage.events import Event, imported_uid
from storage.sqlite import scan
from storage.sqlite.open import SqliteStorage
from storage.store import EventQuery
from storage.topics import CLIPBOARD, INPUT_ACTIVITY, WINDOW_FOCUS

TOPICS = {
    WINDOW_FOCUS: {"app": "a", "title": "ü"},
    CLIPBOARD: {"characters": 1},
    INPUT_ACTIVITY: {"keys": 1, "clicks": 0, "scrolls": 0, "moved_px": 0},
}


def events(count: int, seed: int = 0) -> list[Event]:
    """Many at the same moment, one topic far more often than the others."""
    chance = random.Random(seed)
    made = []
    for n in range(count):
        topic = chance.choices(list(TOPICS), (20, 4, 1))[0]
        start = chance.randrange(-50, 300) * 1_000
        length = chance.choice([0, 0, 500, 40_000, 10**10])
        made.append(Event(imported_uid("s", str(n)), topic, "desk", start, start + length, n, data=TOPICS[topic]))
    return made


@pytest.fixture(params=[1, 7, 2_000])
def piece(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "_PIECE", request.param)


@pytest.mark.usefixtures("piece")
@pytest.mark.parametrize("newest_first", [False, True])
@pytest.mark.parametrize("start", [None, 100_000])
def test_everything_comes_once_and_in_order(storage: SqliteStorage, newest_first: bool, start: int | None) -> None:
    kept = events(300)
    storage.log.append(kept)
    wanted = [
        event
        for _, _, event in sorted((event.start_us, number, event) for number, event in enumerate(kept))
        if start is None or event.end_us > start or event.start_us >= start
    ]
    query = EventQuery(start_us=start, newest_first=newest_first)
    for batch in (1, 13, 1_000):
        pages = list(storage.store.scan(query, batch))
        assert [event for page in pages for event in page] == (wanted[::-1] if newest_first else wanted)
        assert {len(page) for page in pages[:-1]} <= {batch}


def test_columns_are_what_the_events_are(storage: SqliteStorage) -> None:
    storage.log.append(events(40))
    scanned = list(storage.store.scan(EventQuery(), 15))
    columns = list(storage.store.columns(EventQuery(), 15))
    for found, wanted in zip(columns, map(columns_of, scanned), strict=True):
        for name in ("uid", "topic", "device", "start_us", "end_us", "received_us", "tz_offset_min", "data", "text"):
            assert list(getattr(found, name)) == list(getattr(wanted, name))
    assert [len(each) for each in columns] == [15, 15, 10]


def test_nothing_kept_or_asked_for_is_no_batch(storage: SqliteStorage) -> None:
    assert list(storage.store.columns(EventQuery())) == []
    storage.log.append(events(5))
    assert list(storage.store.scan(EventQuery(topics=("no.such",)))) == []
    assert list(storage.store.scan(EventQuery(device="nobody"))) == []


@pytest.mark.usefixtures("piece")
def test_what_is_deleted_on_the_way_is_left_out(storage: SqliteStorage) -> None:
    kept = sorted(events(60), key=lambda event: event.start_us)
    storage.log.append(kept)
    reading = storage.store.scan(EventQuery(), 20)
    first = next(reading)
    gone = {event.uid for event in kept[25:45]}
    storage.log.delete(list(gone))
    rest = [event.uid for page in reading for event in page]
    assert [event.uid for event in first] + rest == [event.uid for event in kept if event.uid not in gone]
