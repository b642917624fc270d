"""Events of a span against a plain filter."""

import random

import pytest

from storage.events import Event, imported_uid
from storage.sqlite.open import SqliteStorage
from storage.store import EventQuery
from storage.topics import CLIPBOARD, WINDOW_FOCUS


def random_events(seed: int) -> list[Event]:
    chance = random.Random(seed)
    lengths = (0, 10, 10**7, 3 * 10**8, 10**10, 10**13, 2**61)
    found = []
    for n in range(120):
        start = chance.randrange(-(10**9), 10**10)
        topic = chance.choice([WINDOW_FOCUS, CLIPBOARD])
        data = {"app": "a", "title": ""} if topic == WINDOW_FOCUS else {"characters": 1}
        device = chance.choice(["desk", "phone"])
        length = chance.randrange(chance.choice(lengths) + 1)
        found.append(Event(imported_uid("t", str(n)), topic, device, start, start + length, 0, data=data))
    return found


@pytest.mark.parametrize("seed", range(5))
def test_any_span_and_order_and_page(seed: int, storage: SqliteStorage) -> None:
    events = random_events(seed)
    storage.log.append(events)
    place = {event.uid: index for index, event in enumerate(events)}
    chance = random.Random(seed + 100)
    for _ in range(40):
        start, length = chance.randrange(-(10**9), 10**10), chance.choice([1, 10**6, 10**9, 10**12])
        device, topics = chance.choice([None, "phone"]), chance.choice([(), (CLIPBOARD,), ("os.*",)])
        query = EventQuery(topics, start, start + length, device=device)
        wanted = sorted(
            (event for event in events if _wanted(event, query)), key=lambda event: (event.start_us, place[event.uid])
        )
        assert storage.store.events(query) == wanted
        backwards = EventQuery(topics, start, start + length, newest_first=True, device=device, limit=7)
        assert storage.store.events(backwards) == wanted[::-1][:7]
        assert [event for batch in storage.store.scan(query, batch=11) for event in batch] == wanted


def _wanted(event: Event, query: EventQuery) -> bool:
    assert query.start_us is not None
    assert query.end_us is not None
    touches = event.start_us < query.end_us and (event.end_us > query.start_us or event.start_us >= query.start_us)
    topic = (
        not query.topics or event.topic == query.topics[0] or (query.topics[0] == "os.*" and event.topic[:2] == "os")
    )
    return touches and topic and query.device in (None, event.device)
