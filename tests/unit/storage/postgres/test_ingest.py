"""Filling the store: once each, in the log's order, with the place of the source."""

from dataclasses import replace

import pytest

from storage.events import Event
from storage.log import Entry, EntryKind
from storage.postgres.ingest import Position, Taken
from storage.postgres.open import PostgresStorage
from storage.store import EventQuery, StoreError
from tests.unit.storage.conftest import MakeEvent

HERE = "sqlite:/home/me/daytrail.sqlite"


def entry(offset: int, event: Event | None, kind: EntryKind = EntryKind.EVENT, uid: bytes = b"") -> Entry:
    return Entry(offset, kind, uid if event is None else event.uid, "t", event)


def test_the_same_again_adds_nothing(postgres: PostgresStorage, make_event: MakeEvent) -> None:
    events = [make_event(1), make_event(2), make_event(1)]
    assert postgres.ingest.append(events) == 2
    assert postgres.ingest.append(events) == 0
    assert postgres.store.counts() == {make_event(1).topic: 2}


def test_a_batch_is_taken_with_its_place(postgres: PostgresStorage, make_event: MakeEvent) -> None:
    assert postgres.ingest.position(HERE) == 0
    taken = postgres.ingest.take([entry(1, make_event(1)), entry(2, make_event(2))], Position(HERE, 7))
    assert taken == Taken(added=2, changed=0, deleted=0)
    assert postgres.ingest.position(HERE) == 7
    assert postgres.ingest.sources() == {HERE}


def test_extensions_and_deletions_follow(postgres: PostgresStorage, make_event: MakeEvent) -> None:
    one, two = make_event(1, length_s=5, text="kept text"), make_event(2, text="gone text")
    postgres.ingest.take([entry(1, one), entry(2, two)])
    longer = replace(one, end_us=one.end_us + 10**12, data={"app": "mail", "title": ""})
    gone = entry(4, None, EntryKind.DELETE, two.uid)
    assert postgres.ingest.take([entry(3, longer, EntryKind.EXTEND), gone]) == Taken(0, 1, 1)
    assert postgres.store.events(EventQuery()) == [longer]
    assert postgres.ingest.take([entry(3, longer, EntryKind.EXTEND), gone]) == Taken(0, 0, 0)


def test_within_a_batch_the_last_word_counts(postgres: PostgresStorage, make_event: MakeEvent) -> None:
    event = make_event(1)
    postgres.ingest.take([entry(1, event), entry(2, None, EntryKind.DELETE, event.uid)])
    assert postgres.store.get(event.uid) is None
    postgres.ingest.take([entry(2, None, EntryKind.DELETE, event.uid), entry(3, event)])
    assert postgres.store.get(event.uid) == event


def test_what_is_deleted_leaves_no_trace_in_any_table(postgres: PostgresStorage, make_event: MakeEvent) -> None:
    secret = make_event(1, text="xyzzy plugh", data={"app": "xyzzyapp", "title": "xyzzytitle"})
    postgres.ingest.append([secret, make_event(2, text="other")])
    postgres.folder.fold()
    postgres.ingest.take([entry(2, None, EntryKind.DELETE, secret.uid)])
    assert _rows_with(postgres, "xyzzy") == []


def _rows_with(postgres: PostgresStorage, text: str) -> list[str]:
    found = []
    with postgres.store._connections.read() as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'daytrail'").fetchall()
        for (table,) in tables:
            query = f"SELECT count(*) FROM {table} WHERE {table}::text LIKE %s"
            if connection.execute(query.encode(), (f"%{text}%",)).fetchone() != (0,):
                found.append(table)
    return found


def test_a_batch_that_fails_leaves_nothing_and_its_place_stays(
    postgres: PostgresStorage, make_event: MakeEvent
) -> None:
    postgres.ingest.take([entry(1, make_event(1))], Position(HERE, 1))
    beyond = replace(make_event(2), received_us=1 << 70)
    with pytest.raises((StoreError, OverflowError)):
        postgres.ingest.take([entry(2, make_event(3)), entry(3, beyond)], Position(HERE, 3))
    assert postgres.ingest.position(HERE) == 1
    assert postgres.store.get(make_event(3).uid) is None


def test_beginning_again_forgets_every_place(postgres: PostgresStorage, make_event: MakeEvent) -> None:
    postgres.ingest.take([entry(1, make_event(1))], Position("sqlite:/old", 5))
    postgres.ingest.begin_again(HERE)
    assert postgres.ingest.sources() == {HERE}
    assert postgres.ingest.position(HERE) == 0
    assert postgres.store.get(make_event(1).uid) == make_event(1)
