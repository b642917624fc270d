"""The quick look at all vectors of a model: how many bits differ, by one pass of numpy over the packed blocks."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

import apsw
import numpy as np
from numpy.typing import NDArray

from storage.sqlite.documents import KEY_BITS
from storage.sqlite.vectors import BLOCK, BLOCK_SHIFT, ENTRY
from storage.vectors import Vector, codes

DISTINCT: Final = 256
"""So many different vectors are worth comparing in full."""
_ENOUGH: Final = 64
_TAKEN: Final = 2_048
_TAKEN_MAX: Final = 1 << 17
_ALIKE_MAX: Final = 8
_BLOCKS_AT_ONCE: Final = 256
_FAR: Final = 0xFFFF
_KEY_MASK: Final = (1 << KEY_BITS) - 1


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which vectors count: of texts in a range of rows, up to a key, of some topics, devices and rows (None: all)."""

    documents: tuple[int, int]
    head: int
    topics: frozenset[int] | None = None
    devices: frozenset[int] | None = None
    only: NDArray[np.int64] | None = None

    def mask(self, entries: NDArray[np.void]) -> NDArray[np.bool_]:
        """Return which entries (dtype `ENTRY`) count; an empty place never does."""
        document = entries["document"]
        first, last = self.documents
        wanted = (document != 0) & (document >= first) & (document <= last) & (document & _KEY_MASK <= self.head)
        if self.topics is not None:
            wanted &= np.isin(entries["topic"], list(self.topics))
        if self.devices is not None:
            wanted &= np.isin(entries["device"], list(self.devices))
        if self.only is not None:
            wanted &= np.isin(document, self.only)
        return np.asarray(wanted, np.bool_)


class Place(NamedTuple):
    """A vector in the index, and the row of its text in the indexes of words."""

    id: int
    document: int


@dataclass(frozen=True, slots=True)
class _Taken:
    """Vectors that came near: bits that differ, place, text, and code (n x bytes)."""

    differ: NDArray[np.uint16]
    ids: NDArray[np.int64]
    documents: NDArray[np.int64]
    codes: NDArray[np.uint8]

    def nearest(self, count: int) -> "_Taken":
        """Return the nearest of them, in no order."""
        if len(self.differ) <= count:
            return self
        return self.pick(np.argpartition(self.differ, count)[:count])

    def pick(self, rows: NDArray[np.intp]) -> "_Taken":
        return _Taken(self.differ[rows], self.ids[rows], self.documents[rows], self.codes[rows])


def distinct(connection: apsw.Connection, model: int, query: Vector, wanted: Wanted) -> list[list[Place]]:
    """Return up to 256 different codes, nearest first, each with the up to eight newest texts that have it.

    What is seen again and again has the same code each time; it must not crowd out the rest, so that more is taken
    until there are enough different ones.
    """
    code = codes(query)
    taken = _TAKEN
    while True:
        found = _scan(connection, model, code, wanted, taken)
        different = _by_code(found)
        if len(different) >= _ENOUGH or len(found.ids) < taken or taken >= _TAKEN_MAX:
            return different
        taken *= 8


def _scan(connection: apsw.Connection, model: int, code: NDArray[np.uint8], wanted: Wanted, count: int) -> _Taken:
    """Return the `count` vectors with the fewest bits that differ from `code`."""
    empty = np.zeros(0, np.int64)
    best = _Taken(empty.astype(np.uint16), empty, empty, np.zeros((0, len(code)), np.uint8))
    for blocks, packed, entries in _pieces(connection, model, len(code)):
        differ = _differing(packed, code)
        rows = np.flatnonzero(wanted.mask(entries))
        if not len(rows):
            continue
        if len(rows) > count:
            rows = rows[np.argpartition(differ[rows], count)[:count]]
        ids = (blocks[rows >> BLOCK_SHIFT] << BLOCK_SHIFT) + (rows & (BLOCK - 1))
        found = _Taken(differ[rows], ids, entries["document"][rows], packed[rows])
        best = _Taken(
            np.concatenate([best.differ, found.differ]),
            np.concatenate([best.ids, found.ids]),
            np.concatenate([best.documents, found.documents]),
            np.concatenate([best.codes, found.codes]),
        ).nearest(count)
    return best.pick(np.lexsort((-best.documents, best.differ)))


def _pieces(
    connection: apsw.Connection, model: int, width: int
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.uint8], NDArray[np.void]]]:
    """Yield block numbers, codes (n x width) and entries (n) of some blocks at a time."""
    cursor = connection.execute("SELECT id, codes, entries FROM vector_block WHERE model = ? ORDER BY id", (model,))
    while rows := [row for row, _ in zip(cursor, range(_BLOCKS_AT_ONCE), strict=False)]:
        blocks = np.array([row[0] for row in rows], np.int64)
        packed = np.frombuffer(b"".join(row[1] for row in rows), np.uint8).reshape(-1, width)
        yield blocks, packed, np.frombuffer(b"".join(row[2] for row in rows), ENTRY)


def _differing(packed: NDArray[np.uint8], code: NDArray[np.uint8]) -> NDArray[np.uint16]:
    """Return how many bits differ in each row, eight bytes at a time where they come in eights."""
    if packed.shape[1] % 8 == 0:
        differ = np.bitwise_count(packed.view(np.uint64) ^ code.view(np.uint64))
    else:
        differ = np.bitwise_count(packed ^ code)
    return np.asarray(differ.sum(axis=1, dtype=np.uint16), np.uint16)


def _by_code(found: _Taken) -> list[list[Place]]:
    """Gather what has the same code; `found` is in order."""
    groups: dict[bytes, list[Place]] = {}
    for number, document, code in zip(found.ids.tolist(), found.documents.tolist(), found.codes, strict=True):
        key = code.tobytes()
        group = groups.get(key)
        if group is None:
            if len(groups) < DISTINCT:
                groups[key] = [Place(number, document)]
        elif len(group) < _ALIKE_MAX:
            group.append(Place(number, document))
    return list(groups.values())
