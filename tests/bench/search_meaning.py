"""How long a search by words and meaning takes; part of the benchmark of words, in the same store.

`search.hybrid_p95_ms`: from a typed query to a page of hits: the query's vector from the worker process, words, and the
nearest of 300 vectors per 1,000 texts (made up around 2,000 centres, each with a text), fused. Reference: finding as
many nearest in a table of the sqlite-vec extension alone, with the same vectors. Another thread records meanwhile.
"""

import itertools
import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC

import apsw
import numpy as np
import sqlite_vec
from numpy.typing import NDArray

from processing.query_meaning import QueryMeaning
from processing.settings import EmbeddingSettings
from storage.events import Event, derived_uid
from storage.search.parse import parse_query
from storage.sqlite.fulltext import FulltextIndexer
from storage.sqlite.open import SqliteStorage
from storage.sqlite.vectorscan import DISTINCT
from storage.store import EventQuery
from storage.topics import MEANING
from storage.vectors import Passage, as_data, codes, quantise

DIMENSION = 384
CENTRES = 2_000
NOISE = 0.7
MODEL = "minilm-int8@1"
REFERENCE_ASKED = 20


class Space:
    """Vectors around centres, so that each query has some hundred neighbours."""

    def __init__(self) -> None:
        self._rng = np.random.default_rng(8)
        self._centres = self._rng.normal(size=(CENTRES, DIMENSION)).astype(np.float32)

    def some(self, count: int) -> NDArray[np.int8]:
        """Return so many vectors, each near some centre."""
        chosen = self._centres[self._rng.integers(0, CENTRES, count)]
        return quantise((chosen + NOISE * self._rng.normal(size=chosen.shape)).astype(np.float32))


def add_vectors(storage: SqliteStorage, share: float, space: Space) -> int:
    """Give a share of the texts a vector each, and index them; return how many there are."""
    added = 0
    for batch in storage.store.scan(EventQuery(), batch=5_000):
        some = batch[: round(len(batch) * share)]
        storage.log.append(list(_carriers(some, space.some(len(some)))))
        added += len(some)
    FulltextIndexer(storage.writer, storage.readers, storage.log).catch_up()
    return added


def _carriers(events: Sequence[Event], vectors: NDArray[np.int8]) -> Iterator[Event]:
    for event, vector in zip(events, vectors, strict=True):
        yield Event(
            uid=derived_uid("embedding", "bench", event.uid, 0),
            topic=MEANING,
            device=event.device,
            start_us=event.start_us,
            end_us=event.end_us,
            received_us=event.received_us,
            data=as_data(MODEL, [Passage(0, len(event.text or ""), vector)]),
            parent=event.uid,
        )


def measure(storage: SqliteStorage, asked: Sequence[str], space: Space, now_us: int) -> tuple[list[float], int]:
    """Return how long each query takes in milliseconds, and hits by meaning in all.

    The typed words are made up, so that what they mean is near nothing: the worker's answer is waited for, its vector
    is exchanged for one with neighbours.
    """
    took, found = [], 0
    embedder = QueryMeaning(EmbeddingSettings())
    vectors = space.some(len(asked))
    try:
        embedder.find("warm up")
        for text, vector in zip(asked, vectors, strict=True):
            began = time.perf_counter()
            query = parse_query(text, now_us=now_us, zone=UTC)
            meaning = embedder.find(" ".join((*query.words, *query.prefixes)))
            if meaning is not None:
                query = replace(query, meaning=replace(meaning, vector=vector.tobytes()))
            page = storage.store.search(query, limit=20)
            took.append((time.perf_counter() - began) * 1_000)
            found += sum(hit.similarity > 0 for hit in page.hits)
    finally:
        embedder.close()
    return took, found


def vector_table(count: int, space: Space) -> float:
    """Return the median milliseconds that a table of sqlite-vec takes for as many nearest by their bits."""
    connection = apsw.Connection(":memory:")
    connection.enable_load_extension(True)
    connection.load_extension(sqlite_vec.loadable_path())
    connection.execute(f"CREATE VIRTUAL TABLE near USING vec0(code bit[{DIMENSION}])")
    numbers = itertools.count(1)
    with connection:
        for first in range(0, count, 10_000):
            bits = codes(space.some(min(10_000, count - first)))
            connection.executemany(
                "INSERT INTO near (rowid, code) VALUES (?, vec_bit(?))",
                ((number, code.tobytes()) for number, code in zip(numbers, bits, strict=False)),
            )
    took = []
    for code in codes(space.some(REFERENCE_ASKED)):
        began = time.perf_counter()
        connection.execute(
            "SELECT rowid FROM near WHERE code MATCH vec_bit(?) AND k = ?", (code.tobytes(), DISTINCT)
        ).fetchall()
        took.append((time.perf_counter() - began) * 1_000)
    connection.close()
    return statistics.median(took)
