"""What a format promises to the export, and the list of those there are."""

from enum import StrEnum
from pathlib import Path
from typing import Protocol

from storage.events import Event
from storage.export.csv import CsvSink
from storage.export.jsonl import JsonlSink


class Format(StrEnum):
    """Formats of an export."""

    PARQUET = "parquet"
    CSV = "csv"
    JSONL = "jsonl"


class Sink(Protocol):
    """Writes events below a folder. They come in order of start; memory stays flat. One thread."""

    def write(self, events: list[Event]) -> None:
        """Write further events."""
        ...

    def close(self) -> dict[Path, int]:
        """Finish, and return how many rows each file has."""
        ...


def open_sink(format: Format, folder: Path) -> Sink:  # noqa: A002  what people call it
    """Return the sink of a format, writing below `folder`."""
    if format is Format.CSV:
        return CsvSink(folder)
    if format is Format.JSONL:
        return JsonlSink(folder)
    from storage.export.parquet import ParquetSink  # takes a third of a second to load: only who needs it waits

    return ParquetSink(folder)
