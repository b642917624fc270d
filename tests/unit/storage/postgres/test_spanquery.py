"""Reading by time: what lies outside is not read, and every path gives the same."""

import random

import pytest

from storage.events import Event
from storage.postgres.open import PostgresStorage
from storage.store import EventQuery
from storage.topics import INPUT_ACTIVITY, WINDOW_FOCUS
from tests.unit.storage.conftest import MakeEvent

S = 1_000_000


@pytest.fixture
def crowd(postgres: PostgresStorage, make_event: MakeEvent) -> list[Event]:
    chance = random.Random(3)
    made = []
    for n in range(300):
        topic = (WINDOW_FOCUS, INPUT_ACTIVITY)[n % 2]
        length = chance.randrange(chance.choice((1, 100, 10_000, 10**8)))
        made.append(
            make_event(n, topic, chance.randrange(-(10**5), 10**5), length, device=("desk", "phone")[n % 3 == 0])
        )
    postgres.ingest.append(made)
    return sorted(made, key=lambda event: event.start_us)


@pytest.mark.parametrize("topics", [(), (WINDOW_FOCUS,)])
@pytest.mark.parametrize("device", [None, "phone"])
@pytest.mark.parametrize("newest_first", [False, True])
def test_agrees_with_reading_everything(
    postgres: PostgresStorage, crowd: list[Event], topics: tuple[str, ...], device: str | None, newest_first: bool
) -> None:
    for start, end in ((None, None), (0, 20_000 * S), (-50_000 * S, None), (None, -90_000 * S), (5, 5)):
        query = EventQuery(topics, start, end, newest_first=newest_first, device=device)
        wanted = [
            event
            for event in crowd
            if (not topics or event.topic in topics)
            and device in (None, event.device)
            and (end is None or event.start_us < end)
            and (start is None or event.end_us > start or event.start_us >= start)
            and (start is None or end is None or start < end)
        ]
        found = postgres.store.events(query)
        assert {event.uid for event in found} == {event.uid for event in wanted}
        starts = [event.start_us for event in found]
        assert starts == sorted(starts, reverse=newest_first)
        scanned = [event for batch in postgres.store.scan(query, batch=13) for event in batch]
        assert [event.uid for event in scanned] == [event.uid for event in found]
