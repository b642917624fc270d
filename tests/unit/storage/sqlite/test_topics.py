"""What the database remembers of topics."""

from dataclasses import replace
from pathlib import Path

from storage.clock import SystemClock
from storage.sqlite.open import open_sqlite
from storage.topics import WINDOW_FOCUS, builtin_topics
from tests.unit.storage.conftest import MakeEvent


def test_a_wider_schema_is_recorded_with_its_version(tmp_path: Path, make_event: MakeEvent) -> None:
    open_sqlite(tmp_path, clock=SystemClock()).close()
    old = builtin_topics()[WINDOW_FOCUS]
    wider = replace(old, version=old.version + 1, schema={**old.schema, "required": ["app"]})
    storage = open_sqlite(tmp_path, clock=SystemClock(), topics=builtin_topics() | {WINDOW_FOCUS: wider})
    assert storage.log.append([make_event(1, data={"app": "editor"})]).added == 1
    with storage.readers.lend() as connection:
        assert connection.execute("SELECT version FROM topic WHERE name = ?", (WINDOW_FOCUS,)).get == wider.version
    storage.close()


def test_a_topic_that_is_no_longer_registered_keeps_its_events(tmp_path: Path, make_event: MakeEvent) -> None:
    storage = open_sqlite(tmp_path, clock=SystemClock())
    storage.log.append([make_event(1)])
    storage.close()
    fewer = {name: topic for name, topic in builtin_topics().items() if name != WINDOW_FOCUS}
    storage = open_sqlite(tmp_path, clock=SystemClock(), topics=fewer)
    assert storage.store.get(make_event(1).uid) == make_event(1)
    assert storage.log.append([make_event(2)]).rejected == 1
    storage.close()
