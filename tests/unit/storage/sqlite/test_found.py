from storage.events import Event, imported_uid
from storage.sqlite.found import keys_found
from storage.sqlite.open import SqliteStorage
from storage.store import EventQuery, SearchQuery
from storage.topics import CLIPBOARD


def _copied(at: int) -> Event:
    text = "tea and cake" if at % 5 else "coffee"
    return Event(
        imported_uid("f", str(at)), CLIPBOARD, "desk", at * 1_000, at * 1_000, 0, None, 0, text, {"characters": 4}
    )


def test_more_than_one_answer_of_a_search_can_hold_comes_in_order_of_time(storage: SqliteStorage) -> None:
    moments = [(n * 7_919) % 2_500 for n in range(2_500)]
    storage.log.append(_copied(at) for at in moments)
    found = [event for batch in storage.store.found(SearchQuery(words=("cake",)), 700) for event in batch]
    assert [event.start_us for event in found] == [at * 1_000 for at in range(2_500) if at % 5]


def test_a_search_that_nothing_can_pass_finds_no_keys(storage: SqliteStorage) -> None:
    storage.log.append([Event(b"a" * 16, CLIPBOARD, "desk", 1, 1, 0, text="tea", data={"characters": 3})])
    assert list(storage.store.scan(EventQuery()))
    with storage.readers.lend() as connection:
        assert keys_found(connection, SearchQuery(words=("tea",), devices=("phone",))) == []
        assert len(keys_found(connection, SearchQuery(words=("tea",)))) == 1
