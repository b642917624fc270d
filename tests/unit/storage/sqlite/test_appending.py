"""Changes of the tables inside one transaction."""

import pytest

from storage.sqlite import appending
from storage.sqlite.open import SqliteStorage
from tests.unit.storage.conftest import MakeEvent


def test_events_and_changes_share_one_sequence_of_offsets(storage: SqliteStorage, make_event: MakeEvent) -> None:
    log = storage.log
    log.append([make_event(1)])
    log.extend(make_event(1).uid, 5)
    log.append([make_event(2)])
    log.delete([make_event(2).uid])
    log.append([make_event(3)])
    with storage.readers.lend() as connection:
        keys = connection.execute("SELECT key FROM event ORDER BY 1").fetchall()
        changes = connection.execute("SELECT offset, kind FROM change ORDER BY 1").fetchall()
        assert appending.head(connection) == 5
    assert keys == [(1,), (5,)]
    assert changes == [(2, 1), (4, 2)]


def test_the_newest_event_deleted_does_not_free_its_offset(storage: SqliteStorage, make_event: MakeEvent) -> None:
    storage.log.append([make_event(1), make_event(2)])
    storage.log.delete([make_event(2).uid, make_event(1).uid])
    assert storage.log.head() == 4


def test_an_extension_to_the_same_end_is_no_entry(storage: SqliteStorage, make_event: MakeEvent) -> None:
    storage.log.append([make_event(1, length_s=5)])
    storage.log.extend(make_event(1).uid, 5_000_000)
    assert storage.log.head() == 1


def test_only_what_is_new_of_a_batch_is_counted_and_listed(storage: SqliteStorage, make_event: MakeEvent) -> None:
    storage.log.append([make_event(1, length_s=1_000)])
    done = storage.log.append([make_event(n, length_s=1_000) for n in (0, 1, 2, 0)])
    assert (done.added, done.known, done.offset) == (2, 2, storage.log.head())
    with storage.readers.lend() as connection:
        assert connection.execute("SELECT sum(entries) FROM block").get == 3
        assert connection.execute("SELECT count(*) FROM long_event JOIN event USING (key)").get == 3


def test_a_batch_of_known_events_says_the_head(storage: SqliteStorage, make_event: MakeEvent) -> None:
    storage.log.append([make_event(1), make_event(2)])
    done = storage.log.append([make_event(1)])
    assert (done.added, done.offset) == (0, 2)
    assert storage.log.append([]).offset == 2


def test_extending_nothing_is_an_error_that_stores_nothing(storage: SqliteStorage, make_event: MakeEvent) -> None:
    with pytest.raises(KeyError):
        storage.log.extend(make_event("none").uid, 5)
    assert storage.log.head() == 0
