"""What the database remembers of topics."""

from dataclasses import replace

from storage.clock import SystemClock
from storage.postgres.open import open_postgres
from storage.store import TileRequest
from storage.topics import WINDOW_FOCUS, builtin_topics
from tests.unit.storage.conftest import MakeEvent

DAY_US = 86_400_000_000


def test_a_topic_that_changes_its_lane_takes_its_events_along(database: str, make_event: MakeEvent) -> None:
    storage = open_postgres(database, clock=SystemClock())
    storage.ingest.append([make_event(n, at_s=10 * n) for n in range(300)])
    storage.folder.fold()
    storage.close()
    moved = replace(builtin_topics()[WINDOW_FOCUS], lane="windows", label="title")
    storage = open_postgres(database, clock=SystemClock(), topics=builtin_topics() | {WINDOW_FOCUS: moved})
    for _ in range(2):
        old, new = storage.store.tiles(TileRequest(("applications", "windows"), 0, DAY_US, 500))
        assert len(old.starts) == 0
        assert new.counts.sum() == 300
        assert new.label_names == ("notes",)
        storage.folder.fold()
    storage.close()


def test_a_topic_that_is_no_longer_registered_keeps_its_events(database: str, make_event: MakeEvent) -> None:
    storage = open_postgres(database, clock=SystemClock())
    storage.ingest.append([make_event(1)])
    storage.close()
    fewer = {name: topic for name, topic in builtin_topics().items() if name != WINDOW_FOCUS}
    storage = open_postgres(database, clock=SystemClock(), topics=fewer)
    assert storage.store.get(make_event(1).uid) == make_event(1)
    storage.close()
