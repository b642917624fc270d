import os

import pytest

from storage.clock import SystemClock
from storage.lifecycle.verify import Verified, repair, verify
from storage.sqlite.checks import SqliteChecks


@pytest.fixture
def checks(life) -> SqliteChecks:
    return SqliteChecks(life.storage.path, life.storage.writer, life.storage.readers)


@pytest.fixture
def look(life, checks):
    def look() -> Verified:
        return verify(checks, life.media, life.references)

    return look


def test_what_is_sound_is_ok(life, look) -> None:
    life.frame(1, "page")
    life.indexer.catch_up()
    life.frame(2, "not indexed yet")
    found = look()
    assert found.ok
    assert (found.problems, found.unreferenced) == ((), ())
    assert found.media.checked == 4


def test_damage_to_media_is_named(life, look) -> None:
    [frame, _, thumbnail] = life.frame(1, "page")
    life.media.path(frame.media).write_bytes(b"rotten")
    life.media.delete(thumbnail.media)
    found = look()
    assert not found.ok
    assert found.media.corrupt == (frame.media,)
    assert found.media.missing == (thumbnail.media,)


def test_a_search_index_that_lost_something_is_noticed_and_mended(life, look, checks) -> None:
    life.frame(1, "findable page")
    life.indexer.catch_up()
    life.storage.writer.run(lambda connection: connection.execute("DELETE FROM document"))
    [problem] = look().problems
    assert "lacks 1 texts" in problem
    repair(checks, life.media, life.references, SystemClock())
    life.indexer.catch_up()
    assert look().ok


def test_a_damaged_search_index_is_noticed_and_mended(life, look, checks) -> None:
    for minute in range(20):
        life.frame(minute, f"page {minute} with some words")
    life.indexer.catch_up()
    life.storage.writer.run(lambda connection: connection.execute("UPDATE words_data SET block = x'00' WHERE id > 100"))
    assert any("'words' is damaged" in problem for problem in look().problems)
    repair(checks, life.media, life.references, SystemClock())
    life.indexer.catch_up()
    assert look().ok


def test_media_without_an_event_are_waste_and_only_old_ones_are_removed(life, look, checks) -> None:
    life.frame(1, "page")
    old, fresh = life.media.put(b"old", "image/webp"), life.media.put(b"fresh", "image/webp")
    os.utime(life.media.path(old), (1_000, 1_000))
    found = look()
    assert found.ok
    assert found.unreferenced == tuple(sorted((old, fresh)))
    assert repair(checks, life.media, life.references, SystemClock()) == 1
    assert look().unreferenced == (fresh,)
