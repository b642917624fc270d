"""Our own exports: Parquet or JSON Lines folders with a manifest, read back event for event, uid for uid."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import orjson

from capture.importers.errors import ImportFormatError
from storage.events import Event

NAME: Final = "Daytrail export"
_MANIFEST: Final = "manifest.json"
_KIND: Final = "daytrail export"
_BATCH: Final = 2_000
_FORMATS: Final = ("parquet", "jsonl")


def recognises(path: Path) -> bool:
    """Tell whether a folder is an export that keeps every field."""
    try:
        manifest = _manifest(path)
    except ImportFormatError:
        return False
    return manifest.get("kind") == _KIND and manifest.get("format") in _FORMATS


def count(path: Path) -> int | None:
    """Return the number of events in the manifest."""
    rows = _manifest(path).get("rows")
    return rows if isinstance(rows, int) else None


def read(path: Path) -> Iterator[list[Event]]:
    """Yield the events in the order of the files."""
    manifest = _manifest(path)
    for entry in manifest["files"]:
        name = str(entry["path"])
        if name.endswith(".parquet"):
            yield from _parquet(path / name)
        elif name.endswith(".jsonl"):
            yield from _jsonl(path / name)


def media(path: Path) -> Iterator[Path]:
    """Yield the files below `media/`."""
    yield from sorted(each for each in (path / "media").rglob("*") if each.is_file())


def _manifest(path: Path) -> Mapping[str, Any]:
    try:
        found = orjson.loads((path / _MANIFEST).read_bytes())
    except (OSError, orjson.JSONDecodeError) as error:
        raise ImportFormatError(f"{path} has no readable {_MANIFEST}.") from error
    return found if isinstance(found, dict) else {}


def _parquet(path: Path) -> Iterator[list[Event]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=_BATCH):
                yield [_event(row, path, number) for number, row in enumerate(batch.to_pylist())]
    except (pa.ArrowInvalid, OSError) as error:
        raise ImportFormatError(f"{path} cannot be read; the export is not whole.") from error


def _jsonl(path: Path) -> Iterator[list[Event]]:
    batch: list[Event] = []
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                batch.append(_event(orjson.loads(line), path, number))
                if len(batch) == _BATCH:
                    yield batch
                    batch = []
    except (OSError, orjson.JSONDecodeError) as error:
        raise ImportFormatError(f"{path} cannot be read; the export is not whole.") from error
    if batch:
        yield batch


def _event(row: Mapping[str, Any], path: Path, number: int) -> Event:
    try:
        data = row["data"]
        parent = row["parent"]
        return Event(
            uid=bytes.fromhex(row["uid"]),
            topic=row["topic"],
            device=row["device"],
            start_us=row["start_us"],
            end_us=row["end_us"],
            received_us=row["received_us"],
            tz_offset_min=row["tz_offset_min"],
            uncertainty_us=row["uncertainty_us"],
            text=row["text"],
            data=orjson.loads(data) if isinstance(data, str) else data,
            media=row["media"],
            parent=None if parent is None else bytes.fromhex(parent),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ImportFormatError(f"Row {number} of {path} is not an event of an export.") from error
