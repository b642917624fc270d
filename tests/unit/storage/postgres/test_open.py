"""Opening a database: created once, opened by many, refused when it cannot be used."""

import threading
from dataclasses import replace

import pytest
from psycopg.conninfo import make_conninfo

from storage.clock import SystemClock
from storage.postgres.connections import DatabaseUnreachableError
from storage.postgres.open import open_postgres
from storage.registry import SchemaError
from storage.store import EventQuery, StoreError
from storage.topics import WINDOW_FOCUS, builtin_topics
from tests.integration.postgres.servers import GUEST, GUEST_PASSWORD
from tests.unit.storage.conftest import MakeEvent

SECRET = "hunter2"


def test_what_was_written_is_there_when_it_is_opened_again(empty_database: str, make_event: MakeEvent) -> None:
    for added in (1, 0):
        storage = open_postgres(empty_database, clock=SystemClock())
        assert storage.ingest.append([make_event(1)]) == added
        assert storage.store.events(EventQuery()) == [make_event(1)]
        storage.close()


def test_several_may_create_it_at_once(empty_database: str) -> None:
    opened = []
    threads = [
        threading.Thread(target=lambda: opened.append(open_postgres(empty_database, clock=SystemClock())))
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(opened) == 3
    for storage in opened:
        storage.close()


def test_a_narrower_schema_is_refused_and_nothing_stays_open(database: str) -> None:
    old = builtin_topics()[WINDOW_FOCUS]
    narrower = replace(old, version=old.version + 1, schema={**old.schema, "required": ["app", "title", "screen"]})
    with pytest.raises(SchemaError):
        open_postgres(database, clock=SystemClock(), topics=builtin_topics() | {WINDOW_FOCUS: narrower})


def test_who_may_not_create_a_schema_is_told(empty_database: str) -> None:
    with pytest.raises(StoreError, match="permission denied"):
        open_postgres(make_conninfo(empty_database, user=GUEST, password=GUEST_PASSWORD), clock=SystemClock())


def test_a_wrong_password_is_told_and_not_repeated(empty_database: str, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(DatabaseUnreachableError, match="refused the user or the password") as refusal:
        open_postgres(make_conninfo(empty_database, user=GUEST, password=SECRET), clock=SystemClock())
    assert SECRET not in str(refusal.value)
    assert SECRET not in caplog.text
