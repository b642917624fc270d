"""The quick look at all vectors of a model: how many bits differ, by one pass of numpy over the packed blocks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import apsw
import numpy as np
from numpy.typing import NDArray

from storage.sqlite.documents import KEY_BITS
from storage.sqlite.vectors import BLOCK, BLOCK_SHIFT, DOCUMENT, KIND
from storage.vectors import Vector, codes

DISTINCT: Final = 256
"""So many different vectors are worth comparing in full."""
_ENOUGH: Final = 64
_TAKEN: Final = 2_048
_TAKEN_MAX: Final = 1 << 17
_ALIKE_MAX: Final = 8
_BLOCKS_AT_ONCE: Final = 32
"""So that a piece stays in the processor's cache."""
_KEY_MASK: Final = (1 << KEY_BITS) - 1


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which vectors count: of texts in a range of rows, up to a key, of some topics, devices and keys (None: all)."""

    documents: tuple[int, int]
    head: int
    topics: frozenset[int] | None = None
    devices: frozenset[int] | None = None
    only: Sequence[int] | None = None

    @property
    def by_kind(self) -> bool:
        """Whether topics or devices must be looked at."""
        return self.topics is not None or self.devices is not None

    def mask(self, documents: NDArray[np.int64], kinds: NDArray[np.uint32] | None) -> NDArray[np.bool_]:
        """Return which places count; an empty one never does. `kinds` may be None unless `by_kind`."""
        first, last = self.documents
        keys = documents & _KEY_MASK
        wanted = (documents != 0) & (documents >= first) & (documents <= last) & (keys <= self.head)
        if kinds is not None and self.topics is not None:
            wanted &= np.isin(kinds >> 16, list(self.topics))
        if kinds is not None and self.devices is not None:
            wanted &= np.isin(kinds & 0xFFFF, list(self.devices))
        if self.only is not None:
            chosen = np.zeros(self.head + 1, np.bool_)
            chosen[[key for key in self.only if key <= self.head]] = True
            wanted &= chosen[np.minimum(keys, self.head)]
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

    def joined(self, other: "_Taken") -> "_Taken":
        """Return these and others."""
        return _Taken(
            np.concatenate([self.differ, other.differ]),
            np.concatenate([self.ids, other.ids]),
            np.concatenate([self.documents, other.documents]),
            np.concatenate([self.codes, other.codes]),
        )

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
    limit = 8 * len(code)
    for piece in _pieces(connection, model, len(code), with_kinds=wanted.by_kind):
        differ = _differing(piece.codes, code)
        rows = np.flatnonzero(wanted.mask(piece.documents, piece.kinds) & (differ <= limit))
        if len(rows) > count:
            rows = rows[np.argpartition(differ[rows], count)[:count]]
        ids = (piece.blocks[rows >> BLOCK_SHIFT] << BLOCK_SHIFT) + (rows & (BLOCK - 1))
        best = best.joined(_Taken(differ[rows], ids, piece.documents[rows], piece.codes[rows])).nearest(count)
        limit = int(best.differ.max()) if len(best.differ) == count else limit
    return best.pick(np.lexsort((-best.documents, best.differ)))


@dataclass(frozen=True, slots=True)
class _Piece:
    """Some blocks: their numbers, and of all their places codes (n x bytes), documents and kinds (n each)."""

    blocks: NDArray[np.int64]
    codes: NDArray[np.uint8]
    documents: NDArray[np.int64]
    kinds: NDArray[np.uint32] | None


def _pieces(connection: apsw.Connection, model: int, width: int, *, with_kinds: bool) -> Iterator[_Piece]:
    columns = "id, codes, documents, kinds" if with_kinds else "id, codes, documents"
    cursor = connection.execute(f"SELECT {columns} FROM vector_block WHERE model = ? ORDER BY id", (model,))  # noqa: S608
    while rows := [row for row, _ in zip(cursor, range(_BLOCKS_AT_ONCE), strict=False)]:
        yield _Piece(
            np.array([row[0] for row in rows], np.int64),
            np.frombuffer(b"".join(row[1] for row in rows), np.uint8).reshape(-1, width),
            np.frombuffer(b"".join(row[2] for row in rows), DOCUMENT),
            np.frombuffer(b"".join(row[3] for row in rows), KIND) if with_kinds else None,
        )


def _differing(packed: NDArray[np.uint8], code: NDArray[np.uint8]) -> NDArray[np.uint16]:
    """Return how many bits differ in each row, eight bytes at a time where they come in eights."""
    if packed.shape[1] % 8:
        differ = np.bitwise_count(packed ^ code)
    else:
        differ = np.bitwise_count(packed.view(np.uint64) ^ code.view(np.uint64))
    found = np.zeros(len(packed), np.uint16)
    for column in range(differ.shape[1]):  # numpy adds whole columns faster than it sums short rows
        found += differ[:, column]
    return found


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
