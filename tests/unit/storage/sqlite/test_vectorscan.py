"""The quick look finds what looking at everything finds."""

import numpy as np
from numpy.typing import NDArray

from storage.sqlite.documents import document_id, key_of
from storage.sqlite.vectorscan import DISTINCT, Wanted, distinct
from storage.vectors import codes, quantise
from tests.unit.storage.sqlite.conftest import NOON_US, Diary

EVER = (-(1 << 63), (1 << 63) - 1)
RNG = np.random.default_rng(4)


def fill(diary: Diary, vectors: NDArray[np.float32], per_event: int = 100) -> None:
    for first in range(0, len(vectors), per_event):
        text = diary.said(first / per_event, f"text {first}", index=False)
        diary.means(text, *vectors[first : first + per_event], index=False)
    diary.indexer.catch_up()


def ask(diary: Diary, vector: NDArray[np.float32], wanted: Wanted) -> list[list[tuple[int, int]]]:
    with diary.storage.readers.lend() as connection:
        model = connection.execute("SELECT id FROM vector_model").get
        return [list(map(tuple, alike)) for alike in distinct(connection, model, quantise(vector), wanted)]


def test_the_nearest_are_those_of_looking_at_all(diary: Diary) -> None:
    vectors = RNG.normal(size=(3_000, 64)).astype(np.float32)
    fill(diary, vectors)
    query = vectors[1_234] + 0.2 * RNG.normal(size=64).astype(np.float32)

    found = [alike[0][0] for alike in ask(diary, query, Wanted(EVER, 1 << 31))]

    bits = codes(quantise(vectors))
    differ = np.bitwise_count(bits ^ codes(quantise(query))).sum(axis=1)
    first = 1 << 10
    assert found[0] == first + 1_234
    assert len(found) == DISTINCT
    assert sorted(differ[np.array(found) - first].tolist()) == sorted(differ.tolist())[:DISTINCT]


def test_a_width_that_is_no_multiple_of_eight_bytes(diary: Diary) -> None:
    vectors = RNG.normal(size=(50, 40)).astype(np.float32)
    fill(diary, vectors)

    assert ask(diary, vectors[7], Wanted(EVER, 1 << 31))[0][0][0] == (1 << 10) + 7


def test_what_is_seen_a_thousand_times_does_not_crowd_out_the_rest(diary: Diary) -> None:
    same = np.tile(RNG.normal(size=64), (3_000, 1)).astype(np.float32)
    others = same[:200] + 0.8 * RNG.normal(size=(200, 64)).astype(np.float32)
    fill(diary, np.concatenate([same, others]))

    found = ask(diary, same[0], Wanted(EVER, 1 << 31))

    assert len(found) > 150
    newest = [key_of(document) for _, document in found[0]]
    assert len(newest) == 8
    assert newest == sorted(newest, reverse=True)


def test_only_what_is_wanted_is_found(diary: Diary) -> None:
    vector = RNG.normal(size=64).astype(np.float32)
    said = [diary.said(minute, f"said {minute}") for minute in range(3)]
    seen = diary.screen(9, "seen", device="phone")
    for event in (*said, seen):
        diary.means(event, vector)
    with diary.storage.readers.lend() as connection:
        keys = dict(connection.execute("SELECT text, key FROM event WHERE text IS NOT NULL"))
        topics = dict(connection.execute("SELECT name, id FROM topic"))
        devices = dict(connection.execute("SELECT name, id FROM device"))

    def found(wanted: Wanted) -> set[int]:
        return {key_of(document) for alike in ask(diary, vector, wanted) for _, document in alike}

    everything = set(keys.values())
    minute_two = (document_id(NOON_US + 110_000_000, 0), EVER[1])
    assert found(Wanted(EVER, 1 << 31)) == everything
    assert found(Wanted(EVER, keys["said 1"])) == {keys["said 0"], keys["said 1"]}
    assert found(Wanted(minute_two, 1 << 31)) == {keys["said 2"], keys["seen"]}
    assert found(Wanted(EVER, 1 << 31, topics=frozenset({topics[seen.topic]}))) == {keys["seen"]}
    assert found(Wanted(EVER, 1 << 31, devices=frozenset({devices["laptop"]}))) == everything - {keys["seen"]}
    head = max(everything)
    assert found(Wanted(EVER, head, only=[keys["said 1"]])) == {keys["said 1"]}
    assert found(Wanted(EVER, keys["said 0"], only=[keys["said 1"]])) == set()
    assert found(Wanted(EVER, 1 << 31, topics=frozenset())) == set()
