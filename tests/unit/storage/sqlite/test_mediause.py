"""Which events use which media, whether listed yet or not."""

from storage.sqlite.mediause import list_media
from storage.sqlite.open import SqliteStorage
from tests.unit.storage.conftest import MakeEvent

A, B, C = "aa" * 32, "bb" * 32, "cc" * 32


def used(storage: SqliteStorage) -> list[tuple[str, int]]:
    with storage.readers.lend() as connection:
        rows = connection.execute("SELECT media, key FROM media_of_event ORDER BY media, key").fetchall()
    return [(media.hex(), key) for media, key in rows]


def test_listing_changes_nothing_that_is_seen(storage: SqliteStorage, make_event: MakeEvent) -> None:
    storage.log.append([make_event(1, media=B), make_event(2), make_event(3, media=A)])
    wanted = [(A, 3), (B, 1)]
    assert used(storage) == wanted
    storage.writer.run(list_media)
    assert used(storage) == wanted
    storage.log.append([make_event(4, media=A)])
    assert used(storage) == [(A, 3), (A, 4), (B, 1)]
    storage.writer.run(list_media)
    storage.writer.run(list_media)
    assert used(storage) == [(A, 3), (A, 4), (B, 1)]


def test_a_deleted_event_uses_nothing(storage: SqliteStorage, make_event: MakeEvent) -> None:
    storage.log.append([make_event(1, media=A), make_event(2, media=A), make_event(3, media=B)])
    assert storage.folder is not None
    storage.folder.fold()
    storage.log.append([make_event(4, media=C)])
    storage.log.delete([make_event(1).uid, make_event(3).uid, make_event(4).uid])
    assert used(storage) == [(A, 2)]


def test_an_address_is_found_by_its_index(storage: SqliteStorage) -> None:
    with storage.readers.lend() as connection:
        plan = connection.execute("EXPLAIN QUERY PLAN SELECT 1 FROM media_of_event WHERE media = x'aa'").fetchall()
    assert "USING PRIMARY KEY (media=?)" in str(plan)
    assert "SCAN event" not in str(plan)
