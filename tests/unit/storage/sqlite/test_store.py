"""What is particular to the store in SQLite; the rest is in tests/contract/test_store.py."""

from storage.sqlite.open import SqliteStorage
from storage.store import SearchQuery
from storage.topics import CLIPBOARD
from tests.unit.storage.conftest import MakeEvent


def test_a_span_is_answered_from_the_index_alone(storage: SqliteStorage) -> None:
    with storage.readers.lend() as connection:
        (plan,) = connection.execute(
            "EXPLAIN QUERY PLAN SELECT start_us, key FROM event WHERE topic = 1 AND start_us > 0 AND start_us < 9 "
            "AND end_us > 3"
        ).fetchall()
    assert "USING COVERING INDEX event_time" in plan[3]


def test_search_finds_what_was_appended_a_moment_ago(storage: SqliteStorage, make_event: MakeEvent) -> None:
    storage.log.append([make_event(1, CLIPBOARD, text="the quick brown fox", data={"characters": 19})])
    page = storage.store.search(SearchQuery(words=("quick",)))
    assert [hit.event.uid for hit in page.hits] == [make_event(1).uid]
