"""Comma-separated values: one file, UTF-8, a header, quotes where needed (RFC 4180)."""

import csv
from pathlib import Path
from typing import Final

from storage.events import Event
from storage.export.columns import COLUMNS, cells, iso_us

_TIMES: Final = [index for index, column in enumerate(COLUMNS) if column.kind == "timestamp"]


class CsvSink:
    """Writes `events.csv`."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "events.csv"
        self._file = self._path.open("x", encoding="utf-8", newline="")
        self._writer = csv.writer(self._file)
        self._writer.writerow(column.name for column in COLUMNS)
        self._rows = 0

    def write(self, events: list[Event]) -> None:
        for row in cells(events):
            values = list(row)
            for index in _TIMES:
                values[index] = iso_us(int(values[index] or 0))
            self._writer.writerow(values)
        self._rows += len(events)

    def close(self) -> dict[Path, int]:
        self._file.close()
        return {self._path: self._rows}
