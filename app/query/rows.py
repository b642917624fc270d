"""The rows of an answer, as many as there are: kept in a temporary file and read where they are looked at."""

import bisect
import mmap
import tempfile
import threading
import weakref
from collections import OrderedDict
from collections.abc import Iterator
from typing import Any, Final

import pyarrow as pa

from app.query.arranging import Places, matching, ordered

_CACHED: Final = 256
"""Batches of which some rows have been looked at; what is kept of them are places in the file."""


def prepare() -> None:
    """Have pyarrow load what values need; it takes a second, once."""
    pa.array([0], pa.timestamp("us", "UTC"))[0].as_py()


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
        self._order: Places | None = None
        self._mapped = memoryview(b"")

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
        if not self._ends:
            batch.slice(
                0, 1
            ).to_pylist()  # has pyarrow load what some types need (a second), here and not when painting
        content = batch.serialize()
        with self._file_lock:
            self._file.seek(self._size_bytes)
            self._file.write(content)
            self._file.flush()
        at, self._size_bytes = self._size_bytes, self._size_bytes + content.size
        self._places.append((at, content.size))
        self._ends.append(self.total + batch.num_rows)  # from here on others look at it

    def value(self, row: int, column: int) -> Any:
        """Return one value of a shown row."""
        place = row if self._order is None else int(self._order[row])
        number = bisect.bisect_right(self._ends, place)
        batch = self._batch(number)
        return batch.column(column)[place - (self._ends[number] - batch.num_rows)].as_py()

    def table(self, most: int | None = None) -> pa.Table:
        """Return the rows in the order shown, at most so many; may take a while and memory."""
        count = len(self._ends)
        if most is not None and self._order is None:
            count = min(count, bisect.bisect_left(self._ends, most) + 1)
        table = pa.Table.from_batches(list(self._first(count)), self.schema)
        if self._order is not None:
            table = table.take(pa.array(self._order[:most]))
        return table if most is None else table.slice(0, most)

    def arranged(self, text: str, sort: int | None, *, descending: bool) -> Places | None:
        """Return the places of rows with `text` in any column, sorted; None for all as they came. May take a while."""
        if not text and sort is None:
            return None
        count = len(self._ends)  # more may come meanwhile
        total = self._ends[count - 1] if count else 0
        found = matching(self._first(count), text) if text else None
        if sort is not None:
            columns = (batch.column(sort) for batch in self._first(count))
            found = ordered(columns, self.schema[sort].type, total, found, down=descending)
        pa.default_memory_pool().release_unused()
        return found

    def show(self, order: Places | None) -> None:
        """Show these rows in this order."""
        self._order = order

    def _first(self, count: int) -> Iterator[pa.RecordBatch]:
        return (self._read(number) for number in range(count))

    def _batch(self, number: int) -> pa.RecordBatch:
        """Return a batch of which only what is looked at is read."""
        with self._lock:
            cached = self._cache.get(number)
            if cached is not None:
                self._cache.move_to_end(number)
                return cached
            at, size = self._places[number]
            if len(self._mapped) < at + size:
                self._mapped = memoryview(mmap.mmap(self._file.fileno(), self._size_bytes, access=mmap.ACCESS_READ))
            batch = pa.ipc.read_record_batch(pa.py_buffer(self._mapped[at : at + size]), self.schema)
            self._cache[number] = batch
            while len(self._cache) > _CACHED:
                self._cache.popitem(last=False)
        return batch

    def _read(self, number: int) -> pa.RecordBatch:
        """Return a batch in memory of its own, for who looks at all of it once."""
        at, size = self._places[number]
        with self._file_lock:
            self._file.seek(at)
            content = self._file.read(size)
        return pa.ipc.read_record_batch(pa.py_buffer(content), self.schema)
