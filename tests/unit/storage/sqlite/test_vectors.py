"""The index of vectors follows the log, and vectors leave with their events."""

import numpy as np
import pytest
from numpy.typing import NDArray

from storage.log import LogError
from storage.sqlite.vectorcheck import wrong_vectors
from storage.sqlite.vectors import BLOCK, DOCUMENT, indexed_offset, rebuild
from storage.vectors import codes, quantise
from tests.unit.storage.sqlite.conftest import Diary

RNG = np.random.default_rng(3)


def some(count: int, dimension: int = 64) -> NDArray[np.float32]:
    return np.asarray(RNG.normal(size=(count, dimension)), np.float32)


def kept(diary: Diary) -> list[bytes]:
    """Return the codes in the blocks, empty places left out."""
    found = []
    with diary.storage.readers.lend() as connection:
        for packed, documents in connection.execute("SELECT codes, documents FROM vector_block ORDER BY id"):
            width = len(packed) // BLOCK
            filled = np.flatnonzero(np.frombuffer(documents, DOCUMENT))
            found += [packed[place * width : (place + 1) * width] for place in filled]
    return found


def wrong(diary: Diary) -> int:
    with diary.storage.readers.lend() as connection:
        return wrong_vectors(connection)


def test_vectors_are_indexed_once_in_order(diary: Diary) -> None:
    vectors = some(3)
    diary.means(diary.said(1, "two things"), vectors[0], vectors[1])
    diary.means(diary.said(2, "one thing"), vectors[2])
    diary.indexer.catch_up()

    assert kept(diary) == [code.tobytes() for code in codes(quantise(vectors))]
    assert wrong(diary) == 0


def test_an_index_that_was_interrupted_goes_on_where_it_was(diary: Diary) -> None:
    vectors = some(2_500)
    for first in range(0, 2_500, 50):
        diary.means(diary.said(first / 10, f"text {first}"), *vectors[first : first + 50], index=False)
    diary.indexer.catch_up()

    assert len(kept(diary)) == 2_500
    assert wrong(diary) == 0
    with diary.storage.readers.lend() as connection:
        assert indexed_offset(connection) == diary.storage.log.head()
        assert connection.execute("SELECT count(*) FROM vector_block").get == 3


def test_a_deleted_event_leaves_neither_row_nor_bit(diary: Diary) -> None:
    vectors = some(6)
    first = diary.means(diary.said(1, "a"), *vectors[:2])
    gone = diary.means(diary.said(2, "b"), *vectors[2:5])
    last = diary.means(diary.said(3, "c"), vectors[5])

    diary.storage.log.delete([gone.uid])

    bits = codes(quantise(vectors))
    assert kept(diary) == [bits[0].tobytes(), bits[1].tobytes(), bits[5].tobytes()]
    with diary.storage.readers.lend() as connection:
        ((packed, count),) = connection.execute(
            "SELECT codes, (SELECT count(*) FROM vector) FROM vector_block"
        ).fetchall()
    assert count == 3
    assert len(packed) == BLOCK * 8
    assert not any(bits[n].tobytes() in packed for n in (2, 3, 4))
    assert wrong(diary) == 0
    diary.storage.log.delete([first.uid, last.uid])
    assert kept(diary) == []
    diary.means(diary.said(4, "d"), *vectors[:2])
    assert len(kept(diary)) == 2 and wrong(diary) == 0


def test_models_are_kept_apart_and_one_with_changed_vectors_is_left_out(diary: Diary) -> None:
    diary.means(diary.said(1, "a"), *some(1), model="small@1")
    diary.means(diary.said(2, "b"), *some(1, 128), model="large@1")
    diary.means(diary.said(3, "c"), *some(1, 32), model="small@1")

    with diary.storage.readers.lend() as connection:
        rows = connection.execute(
            "SELECT name, dimension, length(codes) / 1024 "
            "FROM vector_block JOIN vector_model ON vector_model.id = vector_block.model"
        ).fetchall()
    assert sorted(rows) == [("large@1", 128, 16), ("small@1", 64, 8)]
    assert wrong(diary) == 0


def test_rebuilding_gives_the_same(diary: Diary) -> None:
    for minute, vector in enumerate(some(20)):
        diary.means(diary.said(minute, f"text {minute}"), vector)
    before = kept(diary)

    diary.storage.writer.run(rebuild)
    assert kept(diary) == []
    diary.indexer.catch_up()

    assert kept(diary) == before


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE vector_block SET codes = zeroblob(length(codes))",
        "UPDATE vector SET ordinal = 5 WHERE id = (SELECT min(id) FROM vector)",
        "DELETE FROM vector WHERE id = (SELECT max(id) FROM vector)",
        "UPDATE vector_block SET documents = zeroblob(length(documents))",
        "UPDATE vector_block SET kinds = zeroblob(length(kinds))",
    ],
)
def test_harm_is_noticed_by_verify(diary: Diary, harm: str) -> None:
    for minute, vector in enumerate(some(5)):
        diary.means(diary.said(minute, f"text {minute}"), vector)
    assert wrong(diary) == 0

    diary.storage.writer.run(lambda connection: connection.execute(harm).fetchall())

    assert wrong(diary) > 0


def test_indexing_fails_where_nothing_may_be_written(diary: Diary) -> None:
    diary.storage.close()
    with pytest.raises(LogError):
        diary.indexer.catch_up()
