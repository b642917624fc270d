"""The rows of an answer, as many as there are: kept in a temporary file and read where they are looked at."""

import bisect
import tempfile
import threading
import weakref
from collections import OrderedDict
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

_CACHED: Final = 48


class Rows:
    """One thread adds batches; any thread reads. The file vanishes with this object or the process."""

    def __init__(self) -> None:
        self.schema: pa.Schema = pa.schema([])
        self._file = tempfile.TemporaryFile(prefix="daytrail-answer-")  # noqa: SIM115  lives as long as the answer
        weakref.finalize(self, self._file.close)
        self._places: list[tuple[int, int]] = []
        self._ends: list[int] = []
        self._size_bytes = 0
        self._cache: OrderedDict[int, pa.RecordBatch] = OrderedDict()
        self._lock = threading.Lock()
        self._file_lock = threading.Lock()
        self._order: NDArray[np.int64] | None = None

    @property
    def count(self) -> int:
        """Rows that are shown: all, or those the filter leaves."""
        return len(self._order) if self._order is not None else self.total

    @property
    def total(self) -> int:
        """Rows there are."""
        return self._ends[-1] if self._ends else 0

    def add(self, batch: pa.RecordBatch) -> None:
        """Take further rows."""
        content = batch.serialize()
        with self._lock, self._file_lock:
            self._file.seek(self._size_bytes)
            self._file.write(content)
            self._places.append((self._size_bytes, content.size))
            self._size_bytes += content.size
            self._ends.append(self.total + batch.num_rows)

    def value(self, row: int, column: int) -> Any:
        """Return one value of a shown row."""
        place = row if self._order is None else int(self._order[row])
        number = bisect.bisect_right(self._ends, place)
        batch = self._batch(number)
        return batch.column(column)[place - (self._ends[number] - batch.num_rows)].as_py()

    def batches(self) -> list[int]:
        """Return the numbers of the batches there are now."""
        return list(range(len(self._places)))

    def column(self, column: int) -> pa.ChunkedArray:
        """Return a whole column as it came; may take a while."""
        return pa.chunked_array(
            [self._read(number).column(column) for number in self.batches()], self.schema[column].type
        )

    def table(self, most: int | None = None) -> pa.Table:
        """Return the rows in the order shown, at most so many; may take a while and memory."""
        table = pa.Table.from_batches([self._read(number) for number in self.batches()], self.schema)
        if self._order is not None:
            table = table.take(pa.array(self._order[:most]))
        return table if most is None else table.slice(0, most)

    def arranged(self, text: str, sort: int | None, *, descending: bool) -> NDArray[np.int64] | None:
        """Return the places of rows with `text` in any column, sorted; None for all as they came. May take a while."""
        if not text and sort is None:
            return None
        found = self._matching(text) if text else np.arange(self.total, dtype=np.int64)
        if sort is None:
            return found
        values = self.column(sort).take(pa.array(found))
        if pa.types.is_nested(values.type):
            values = pa.chunked_array([pa.array([str(value) for value in values.to_pylist()])])
        order = pc.sort_indices(values, sort_keys=[("", "descending" if descending else "ascending")])
        places: NDArray[np.int64] = found[order.to_numpy(zero_copy_only=False).astype(np.int64)]
        return places

    def show(self, order: NDArray[np.int64] | None) -> None:
        """Show these rows in this order."""
        self._order = order

    def _matching(self, text: str) -> NDArray[np.int64]:
        found, first = [], 0
        for number in self.batches():
            batch = self._read(number)
            hit = np.zeros(batch.num_rows, dtype=bool)
            for column in batch.columns:
                words = pc.fill_null(_as_text(column), "")
                hit |= pc.match_substring(words, text, ignore_case=True).to_numpy(zero_copy_only=False)
            found.append(np.flatnonzero(hit) + first)
            first += batch.num_rows
        return np.concatenate(found).astype(np.int64) if found else np.zeros(0, dtype=np.int64)

    def _batch(self, number: int) -> pa.RecordBatch:
        with self._lock:
            cached = self._cache.get(number)
            if cached is not None:
                self._cache.move_to_end(number)
                return cached
        batch = self._read(number)
        with self._lock:
            self._cache[number] = batch
            while len(self._cache) > _CACHED:
                self._cache.popitem(last=False)
        return batch

    def _read(self, number: int) -> pa.RecordBatch:
        at, size = self._places[number]
        with self._file_lock:
            self._file.seek(at)
            content = self._file.read(size)
        return pa.ipc.read_record_batch(pa.py_buffer(content), self.schema)


def _as_text(column: pa.Array) -> pa.Array:
    try:
        return column.cast(pa.string())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return pa.array([None if value is None else str(value) for value in column.to_pylist()], pa.string())
