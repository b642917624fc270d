"""Sorts and filters the rows of an answer batch by batch: what is held at a time is a number for each row."""

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Places = NDArray[np.int32]
"""Places of rows in an answer, in the order shown; answers are far shorter than two thousand million rows."""

_MOST_WORDS: Final = 1_000_000
_OF_NUMBERS: Final = frozenset("0123456789.,+-einfaINFA ")
_OF_TIMES: Final = frozenset("0123456789-:.+TZ ")


def matching(batches: Iterator[pa.RecordBatch], text: str) -> Places:
    """Return the places of the rows that have a text in some column, in whatever case."""
    found, first = [np.zeros(0, np.int32)], 0
    for batch in batches:
        hit = np.zeros(batch.num_rows, dtype=bool)
        for column in batch.columns:
            if _may_hold(column.type, text):
                words = pc.fill_null(_as_text(column), "")
                hit |= pc.match_substring(words, text, ignore_case=True).to_numpy(zero_copy_only=False)
        found.append((np.flatnonzero(hit) + first).astype(np.int32))
        first += batch.num_rows
    return np.concatenate(found)


def ordered(columns: Iterator[pa.Array], kind: pa.DataType, total: int, among: Places | None, *, down: bool) -> Places:
    """Return places sorted by a column, equal ones as they came, those without a value at the end.

    Args:
        columns: the column, piece by piece.
        kind: its type.
        total: rows of it.
        among: only these places, None for all.
        down: largest first.
    """
    keys, valid = _words(columns, total) if _is_wordy(kind) else _numbers(columns, kind, total)
    places = np.arange(total, dtype=np.int32) if among is None else among
    here = valid[places]
    told = places[here]
    chosen = keys[told]
    if down:
        np.negative(chosen, out=chosen) if chosen.dtype.kind == "f" else np.invert(chosen, out=chosen)
    return np.concatenate([told[np.argsort(chosen, kind="stable")], places[~here]])


def _numbers(columns: Iterator[pa.Array], kind: pa.DataType, total: int) -> tuple[NDArray[Any], NDArray[np.bool_]]:
    whole = not (pa.types.is_floating(kind) or pa.types.is_decimal(kind) or pa.types.is_uint64(kind))
    keys: NDArray[Any] = np.zeros(total, np.int64 if whole else np.float64)
    valid: NDArray[np.bool_] = np.zeros(total, np.bool_)
    first = 0
    for column in columns:
        last = first + len(column)
        valid[first:last] = pc.is_valid(column).to_numpy(zero_copy_only=False)
        numbers = column.cast(_plain_type(kind)).cast(pa.int64() if whole else pa.float64(), safe=False)
        keys[first:last] = pc.fill_null(numbers, 0).to_numpy(zero_copy_only=False)
        first = last
    if not whole:
        valid &= ~np.isnan(keys)
    return keys, valid


def _words(columns: Iterator[pa.Array], total: int) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return ranks: by a dictionary while there are few different words, else by sorting the column as a whole."""
    codes = np.full(total, -1, np.int32)
    known: dict[str, int] = {}
    first = 0
    rest: list[pa.Array] = []
    for column in columns:
        if rest or len(known) > _MOST_WORDS:
            rest.append(_as_text(column))
            continue
        encoded = _as_text(column).dictionary_encode()
        numbers = np.array([known.setdefault(word, len(known)) for word in encoded.dictionary.to_pylist()], np.int32)
        places = pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False)
        here = places >= 0
        codes[first : first + len(column)][here] = numbers[places[here]]
        first += len(column)
    if rest:
        return _ranks_of_many(list(known), codes[:first], rest)
    words = sorted(known)
    ranks = np.zeros(len(words) + 1, np.int64)
    ranks[[known[word] for word in words]] = np.arange(len(words))
    return ranks[codes], codes >= 0


def _ranks_of_many(
    known: list[str], codes: NDArray[np.int32], rest: list[pa.Array]
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    begun = pa.array(known, pa.large_string()).take(pa.array(codes, mask=codes < 0))
    whole = pa.chunked_array([begun, *(each.cast(pa.large_string()) for each in rest)])
    ranks = pc.rank(whole, tiebreaker="dense")
    valid = pc.is_valid(whole).to_numpy()
    return np.ascontiguousarray(ranks.to_numpy(zero_copy_only=False), dtype=np.int64), valid


def _is_wordy(kind: pa.DataType) -> bool:
    return not (
        pa.types.is_integer(kind)
        or pa.types.is_floating(kind)
        or pa.types.is_decimal(kind)
        or pa.types.is_temporal(kind)
        or pa.types.is_boolean(kind)
    ) or pa.types.is_interval(kind)


def _plain_type(kind: pa.DataType) -> pa.DataType:
    """Return a type of equal order that is cast to numbers at once."""
    if pa.types.is_date32(kind) or pa.types.is_time32(kind):
        return pa.int32()
    if pa.types.is_boolean(kind):
        return pa.int8()
    return pa.int64() if pa.types.is_temporal(kind) else kind


def _may_hold(kind: pa.DataType, text: str) -> bool:
    """Tell whether a value of that type could have the text in it, so that others need not be looked at."""
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return _OF_NUMBERS.issuperset(text)
    if pa.types.is_timestamp(kind) or pa.types.is_date(kind) or pa.types.is_time(kind):
        return _OF_TIMES.issuperset(text)
    return True


def _as_text(column: pa.Array) -> pa.Array:
    try:
        return column.cast(pa.string())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return pa.array([None if value is None else str(value) for value in column.to_pylist()], pa.string())
