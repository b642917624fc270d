"""What a format promises to the export, and the list of those there are."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Protocol, runtime_checkable

from storage.columnar import EventColumns
from storage.events import Event
from storage.export.activitywatch import ActivityWatchSink
from storage.export.csv import CsvSink
from storage.export.gpx import GpxSink
from storage.export.html import HtmlSink
from storage.export.jsonl import JsonlSink
from storage.export.subtitles import SubtitleSink
from storage.media import MediaStore


class Format(StrEnum):
    """Formats of an export."""

    PARQUET = "parquet"
    CSV = "csv"
    JSONL = "jsonl"
    ACTIVITYWATCH = "activitywatch"
    GPX = "gpx"
    SRT = "srt"
    VTT = "vtt"
    HTML = "html"

    @property
    def to_read(self) -> bool:
        """Whether people read it, who want what was heard twice only once."""
        return self in (Format.SRT, Format.VTT, Format.HTML)

    @property
    def whole(self) -> bool:
        """Whether it keeps every event with all its fields, so that it can be imported again."""
        return self in (Format.PARQUET, Format.CSV, Format.JSONL)


@runtime_checkable
class ColumnSink(Protocol):
    """What a sink has as well that would rather have columns than events."""

    def write_columns(self, columns: EventColumns) -> None:
        """Write further events."""
        ...


class Sink(Protocol):
    """Writes events below a folder. They come in order of start; memory stays flat. One thread."""

    def write(self, events: list[Event]) -> None:
        """Write further events."""
        ...

    def close(self) -> dict[Path, int]:
        """Finish, and return how many rows each file has."""
        ...


def open_sink(
    format: Format,  # noqa: A002  what people call it
    folder: Path,
    media: MediaStore | None = None,
    finished: Callable[[Path, int, int], None] | None = None,
    *,
    goes_on: bool = False,
) -> Sink:
    """Return the sink of a format.

    Args:
        format: of the files.
        folder: written below.
        media: where a page takes its pictures from.
        finished: hears of each whole file: its path, its rows, and at which microsecond its day ends. Parquet alone.
        goes_on: whether files of the same export are there already. Parquet alone.
    """
    if format is Format.CSV:
        return CsvSink(folder)
    if format is Format.JSONL:
        return JsonlSink(folder)
    if format is Format.ACTIVITYWATCH:
        return ActivityWatchSink(folder)
    if format is Format.GPX:
        return GpxSink(folder)
    if format in (Format.SRT, Format.VTT):
        return SubtitleSink(folder, web=format is Format.VTT)
    if format is Format.HTML:
        return HtmlSink(folder, media)
    from storage.export.parquet import ParquetSink  # takes a third of a second to load: only who needs it waits

    return ParquetSink(folder, finished, goes_on=goes_on)
