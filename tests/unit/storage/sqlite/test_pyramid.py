"""The stored pyramid: what folding leaves in it, what deleting takes out, and that reading needs neither."""

from dataclasses import replace

import pytest

from storage.sqlite.open import SqliteStorage
from storage.sqlite.pyramid import forget_pyramid, load_state
from storage.store import LaneTile, TileRequest
from storage.topics import INPUT_ACTIVITY, WINDOW_FOCUS
from tests.unit.storage.conftest import MakeEvent

WEEK = TileRequest(("applications", "input"), 0, 7 * 86_400 * 1_000_000, 500)


def shown(storage: SqliteStorage) -> list[object]:
    return [_plain(tile) for tile in storage.store.tiles(WEEK)]


def _plain(tile: LaneTile) -> tuple[object, ...]:
    labels = [None if label < 0 else tile.label_names[label] for label in tile.labels.tolist()]
    numbers = (tile.starts, tile.ends, tile.counts, tile.busy_us, tile.keys)
    return (tile.bucket_us, labels, [column.tolist() for column in numbers], [str(value) for value in tile.last])


@pytest.fixture
def filled(storage: SqliteStorage, make_event: MakeEvent) -> SqliteStorage:
    storage.log.append([make_event(n, at_s=n * 900, length_s=n * 3) for n in range(600)])
    storage.log.append([make_event(f"i{n}", INPUT_ACTIVITY, at_s=n * 700, length_s=1) for n in range(700)])
    return storage


def test_reading_sees_the_same_before_and_after_folding(filled: SqliteStorage) -> None:
    before = shown(filled)
    assert filled.folder is not None
    assert filled.folder.fold() == filled.log.head()
    assert shown(filled) == before
    with filled.readers.lend() as connection:
        assert load_state(connection).folded == filled.log.head()
        assert connection.execute("SELECT count(*) FROM pyramid").get > 20


def test_late_events_extensions_and_deletions_after_folding(filled: SqliteStorage, make_event: MakeEvent) -> None:
    assert filled.folder is not None
    filled.folder.fold()
    shown(filled)
    filled.log.append([make_event("late", at_s=5_000, length_s=40_000)])
    filled.log.extend(make_event(3).uid, 90_000_000_000, {"app": "browser", "title": ""})
    filled.log.delete([make_event(4).uid, make_event("i5").uid])
    seen = shown(filled)
    filled.folder.fold()
    assert shown(filled) == seen
    filled.writer.run(forget_pyramid)
    while filled.folder.fold() < filled.log.head():
        pass
    assert shown(filled) == seen


def test_a_deleted_label_is_in_no_tile(storage: SqliteStorage, make_event: MakeEvent) -> None:
    secret = {"app": "sekretnaya", "title": ""}
    storage.log.append([make_event(n, at_s=n) for n in range(300)])
    storage.log.append([make_event("secret", at_s=50, length_s=100, data=secret)])
    assert storage.folder is not None
    storage.folder.fold()
    assert "sekretnaya" in str(shown(storage))
    storage.log.delete([make_event("secret").uid])
    assert "sekretnaya" not in str(shown(storage))
    storage.folder.fold()
    assert "sekretnaya" not in str(shown(storage))


def test_deleting_everything_empties_the_pyramid(filled: SqliteStorage, make_event: MakeEvent) -> None:
    assert filled.folder is not None
    filled.folder.fold()
    filled.log.delete([make_event(n).uid for n in range(600)])
    filled.log.delete([make_event(f"i{n}").uid for n in range(700)])
    filled.folder.fold()
    with filled.readers.lend() as connection:
        assert connection.execute("SELECT count(*) FROM pyramid").get == 0


def test_events_without_a_lane_change_nothing(storage: SqliteStorage, make_event: MakeEvent) -> None:
    thumbnail = make_event("t", "media.image.thumbnail.webp", data={"width": 1, "height": 1}, media="ab" * 32)
    storage.log.append([thumbnail, replace(thumbnail, uid=make_event("u").uid, parent=make_event(WINDOW_FOCUS).uid)])
    assert storage.folder is not None
    assert storage.folder.fold() == storage.log.head()
    with storage.readers.lend() as connection:
        assert connection.execute("SELECT count(*) FROM pyramid").get == 0
