"""Parquet: zstd, by start, one file a day below events/year=/month=/day= (UTC), units in the columns' metadata."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from storage.columnar import EventColumns, columns_of
from storage.events import Event
from storage.export.columns import COLUMNS, iso_us

_TYPES: Final = {
    "string": pa.string(),
    "int64": pa.int64(),
    "int32": pa.int32(),
    "timestamp": pa.timestamp("us", tz="UTC"),
}
_DAY_US: Final = 86_400_000_000
_GROUP_ROWS: Final = 50_000

SCHEMA: Final = pa.schema(
    [
        pa.field(column.name, _TYPES[column.kind], metadata={"unit": column.unit, "description": column.description})
        for column in COLUMNS
    ]
)

Finished = Callable[[Path, int, int], None]
"""Hears of a file that is whole: its path, its rows, and the microsecond at which its day ends."""


class ParquetSink:
    """Writes `events/year=2026/month=11/day=01/events.parquet`; the day is that of the start, in UTC.

    Nothing else lies in `events`, so that readers of whole folders (pandas, Arrow, Spark) can be given it.
    """

    def __init__(self, folder: Path, finished: Finished | None = None, *, goes_on: bool = False) -> None:
        """Write below `folder/events`; `finished` hears of each whole file, `goes_on` when others are there already."""
        self._folder = folder / "events"
        self._finished = finished
        self._goes_on = goes_on
        self._day: int | None = None
        self._writer: Any = None
        self._path = folder
        self._waiting: list[Any] = []
        self._waiting_rows = 0
        self._rows: dict[Path, int] = {}

    def write(self, events: list[Event]) -> None:
        self.write_columns(columns_of(events))

    def write_columns(self, columns: EventColumns) -> None:
        batch = _batch(columns)
        for day, first, last in _days(columns.start_us):
            if day != self._day:
                self._begin(day)
            self._waiting.append(batch.slice(first, last - first))
            self._waiting_rows += last - first
            if self._waiting_rows >= _GROUP_ROWS:
                self._flush()

    def close(self) -> dict[Path, int]:
        self._end()
        if not self._rows and not self._goes_on:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._begin_file(self._folder / "events.parquet")
            self._end()
        return self._rows

    def _begin(self, day: int) -> None:
        self._end()
        self._day = day
        date = iso_us(day * _DAY_US)
        folder = self._folder / "year=other"
        if date is not None:
            folder = self._folder / f"year={date[:4]}" / f"month={date[5:7]}" / f"day={date[8:10]}"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = "events.parquet" if date is not None else f"events-{day}.parquet"
        self._begin_file(folder / name)

    def _begin_file(self, path: Path) -> None:
        self._path = path
        self._rows[path] = 0
        self._writer = pq.ParquetWriter(
            path, SCHEMA, compression="zstd", sorting_columns=[pq.SortingColumn(SCHEMA.get_field_index("start_us"))]
        )

    def _flush(self) -> None:
        self._writer.write_table(pa.Table.from_batches(self._waiting, SCHEMA), row_group_size=_GROUP_ROWS)
        self._rows[self._path] += self._waiting_rows
        self._waiting, self._waiting_rows = [], 0

    def _end(self) -> None:
        if self._writer is None:
            return
        if self._waiting:
            self._flush()
        self._writer.close()
        self._writer = None
        if self._finished is not None and self._day is not None:
            self._finished(self._path, self._rows[self._path], (self._day + 1) * _DAY_US)


def _batch(columns: EventColumns) -> Any:
    """Return a record batch with `SCHEMA`."""
    start_us, end_us = pa.array(columns.start_us, pa.int64()), pa.array(columns.end_us, pa.int64())
    moment = _TYPES["timestamp"]
    return pa.record_batch(
        [
            pa.array([uid.hex() for uid in columns.uid], pa.string()),
            pa.array(columns.topic, pa.string()),
            pa.array(columns.device, pa.string()),
            start_us.cast(moment),
            end_us.cast(moment),
            start_us,
            end_us,
            pa.array(columns.received_us, pa.int64()),
            pa.array(columns.tz_offset_min, pa.int32()),
            pa.array(columns.uncertainty_us, pa.int64()),
            pa.array(columns.text, pa.string()),
            pa.array(columns.data, pa.string()),
            pa.array(columns.media, pa.string()),
            pa.array([None if uid is None else uid.hex() for uid in columns.parent], pa.string()),
        ],
        schema=SCHEMA,
    )


def _days(starts_us: Any) -> Iterator[tuple[int, int, int]]:
    """Yield (day, first, last) of each run of rows that start on the same day."""
    days = np.asarray(starts_us, np.int64) // _DAY_US
    edges = [0, *(np.flatnonzero(np.diff(days)) + 1).tolist(), len(days)]
    for first, last in pairwise(edges):
        yield int(days[first]), first, last
