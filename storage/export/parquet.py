"""Parquet: zstd, sorted by start, one file a day below year=/month=/day= (UTC), units in the columns' metadata."""

from itertools import groupby
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from storage.events import Event
from storage.export.columns import COLUMNS, cells, iso_us

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


class ParquetSink:
    """Writes `year=2026/month=11/day=01/events.parquet`; the day is that of the start, in UTC."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._day: int | None = None
        self._writer: Any = None
        self._path = folder
        self._waiting: list[Event] = []
        self._rows: dict[Path, int] = {}

    def write(self, events: list[Event]) -> None:
        for day, of_day in groupby(events, key=lambda event: event.start_us // _DAY_US):
            if day != self._day:
                self._begin(day)
            self._waiting += of_day
            if len(self._waiting) >= _GROUP_ROWS:
                self._flush()

    def close(self) -> dict[Path, int]:
        self._end()
        if not self._rows:
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
        rows = cells(self._waiting)
        columns = zip(*rows, strict=True)
        arrays = [pa.array(values, type=field.type) for values, field in zip(columns, SCHEMA, strict=True)]
        self._writer.write_table(pa.Table.from_arrays(arrays, schema=SCHEMA))
        self._rows[self._path] += len(rows)
        self._waiting = []

    def _end(self) -> None:
        if self._writer is None:
            return
        if self._waiting:
            self._flush()
        self._writer.close()
        self._writer = None
