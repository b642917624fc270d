"""Tile requests: buckets that agree with a plain count however few events there are."""

import random
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from storage.events import Event, imported_uid
from storage.pyramid import tiles
from storage.sqlite.open import SqliteStorage
from storage.store import COARSEST_LEVEL, LaneTile, TileRequest, bucket_us
from storage.topics import WINDOW_FOCUS

S = 1_000_000


@pytest.mark.parametrize("seed", range(6))
def test_buckets_agree_with_a_plain_count_at_every_level(
    seed: int, storage: SqliteStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tiles, "FEW_EVENTS", -1)
    chance = random.Random(seed)
    live: dict[bytes, Event] = {}
    for turn in range(12):
        _change(storage, live, chance, turn)
        for level in range(2, COARSEST_LEVEL + 1):
            width = bucket_us(level)
            start = chance.choice([0, -width * 20, chance.randrange(10**12)]) // width * width
            (found,) = storage.store.tiles(TileRequest(("applications",), start, start + 60 * width, 30))
            assert found.bucket_us == width
            _agrees(found.starts.tolist(), found.counts.tolist(), found.busy_us.tolist(), list(live.values()), found)


def _change(storage: SqliteStorage, live: dict[bytes, Event], chance: random.Random, turn: int) -> None:
    lengths = (0, 5 * S, 300 * S, 10_000 * S, 10**12, 10**14)
    made = []
    for n in range(chance.randrange(1, 30)):
        start = chance.choice([chance.randrange(10**9), chance.randrange(10**12), -chance.randrange(10**14)])
        length = chance.randrange(chance.choice(lengths) + 1)
        data = {"app": chance.choice("abc"), "title": ""}
        uid = imported_uid("test", f"{turn}-{n}")
        made.append(Event(uid, WINDOW_FOCUS, "desk", start, start + length, 0, data=data))
    storage.log.append(made)
    live.update({event.uid: event for event in made})
    for uid in chance.sample(sorted(live), min(4, len(live))):
        live[uid] = replace(live[uid], end_us=live[uid].end_us + chance.choice([1, 10**8, 10**11, 10**13]))
        storage.log.extend(uid, live[uid].end_us)
    gone = chance.sample(sorted(live), min(3, len(live)))
    storage.log.delete(gone)
    for uid in gone:
        del live[uid]
    if chance.random() < 0.4:
        assert storage.folder is not None
        storage.folder.fold()


def _agrees(starts: list[int], counts: list[int], busy: list[int], events: list[Event], found: LaneTile) -> None:
    width = found.bucket_us
    low, high = found.start_us // width, (found.end_us - 1) // width
    number: Counter[int] = Counter()
    covered: Counter[int] = Counter()
    for event in events:
        last = max(event.start_us, event.end_us - 1) // width
        for index in range(max(low, event.start_us // width), min(high, last) + 1):
            number[index] += 1
            covered[index] += min(event.end_us, (index + 1) * width) - max(event.start_us, index * width)
    assert [start // width for start in starts] == sorted(number)
    assert counts == [number[index] for index in sorted(number)]
    assert busy == [min(width, covered[index]) for index in sorted(number)]


def test_a_crowd_at_the_finest_zoom_is_gathered_by_pixel(storage: SqliteStorage) -> None:
    storage.log.append(
        [
            Event(imported_uid("test", str(n)), WINDOW_FOCUS, "desk", n * 500, n * 500 + 100, 0, data=_DATA)
            for n in range(1_000)
        ]
    )
    (found,) = storage.store.tiles(TileRequest(("applications",), 0, 500_000, 50))
    assert found.bucket_us == 5_000
    assert found.counts.tolist() == [10] * 100
    assert np.array_equal(found.busy_us, np.full(100, 1_000))


_DATA = {"app": "editor", "title": ""}


def test_a_request_may_be_interrupted_and_asked_again(storage: SqliteStorage) -> None:
    storage.store.interrupt()
    (found,) = storage.store.tiles(TileRequest(("applications",), 0, S, 50))
    assert len(found.starts) == 0
