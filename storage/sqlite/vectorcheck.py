"""Compares the index of vectors with the events that carry them, for `daytrail verify`."""

import apsw
import numpy as np

from storage.sqlite.vectors import (
    BLOCK,
    BLOCK_SHIFT,
    DOCUMENT,
    KIND,
    WITH_VECTORS,
    Carrier,
    carriers,
    indexed_offset,
    kind_of,
    meaning_topic,
)
from storage.vectors import codes

Kept = tuple[bytes, int, int]
"""A vector's code, document and kind as they stand in a block."""


def wrong_vectors(connection: apsw.Connection) -> int:
    """Return how many vectors the index lacks, has too many or has wrong; reads all of them."""
    kept = _kept(connection)
    models = dict(connection.execute("SELECT name, dimension FROM vector_model"))
    wrong = _stray(connection)
    rows = connection.execute(
        f"{WITH_VECTORS}AND event.key <= ?", (meaning_topic(connection), 0, indexed_offset(connection))
    )
    for carrier in carriers(rows):
        for ordinal, expected in enumerate(_expected(carrier)):
            if models.get(carrier.model) == len(carrier.passages[ordinal].vector):
                wrong += kept.pop((carrier.key, ordinal), None) != expected
    return wrong + len(kept)


def _expected(carrier: Carrier) -> list[Kept]:
    kind = kind_of(carrier.topic, carrier.device)
    return [(codes(passage.vector).tobytes(), carrier.document, kind) for passage in carrier.passages]


def _kept(connection: apsw.Connection) -> dict[tuple[int, int], Kept]:
    """Return what the index has, by key of the carrying event and place in it."""
    found = {}
    blocks = connection.execute("SELECT id, codes, documents, kinds FROM vector_block")
    for number, packed, documents, kinds in blocks:
        width = len(packed) // BLOCK
        known = np.frombuffer(documents, DOCUMENT), np.frombuffer(kinds, KIND)
        first = number << BLOCK_SHIFT
        rows = connection.execute(
            "SELECT id, event, ordinal FROM vector WHERE id BETWEEN ? AND ?", (first, first + BLOCK - 1)
        )
        for place, event, ordinal in rows:
            at = place - first
            found[event, ordinal] = (packed[at * width : (at + 1) * width], int(known[0][at]), int(known[1][at]))
    return found


def _stray(connection: apsw.Connection) -> int:
    """Return how many places in the blocks are filled without a row, or rows without a block."""
    filled = 0
    for (documents,) in connection.execute("SELECT documents FROM vector_block"):
        filled += int(np.count_nonzero(np.frombuffer(documents, DOCUMENT)))
    return abs(filled - int(connection.execute("SELECT count(*) FROM vector").get))
