"""Writes recordings to a folder of files, whole or not at all, with a manifest that lists and hashes them."""

import errno
import logging
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import orjson

from storage.clock import Clock, SystemClock
from storage.export.columns import COLUMNS
from storage.export.format import ColumnSink, Format, Sink, open_sink
from storage.lifecycle.files import hash_file
from storage.media import MediaMissingError, MediaStore
from storage.store import EventQuery, Store

logger = logging.getLogger(__name__)

MANIFEST: Final = "manifest.json"
_MANIFEST_KIND: Final = "daytrail export"
_FULL: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class ExportError(Exception):
    """The export could not be written; the message says why. Nothing of it remains, an older one is untouched."""


class ExportCancelledError(ExportError):
    """The export was cancelled."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What an export wrote: into which folder, how many events and media files, how many files and bytes in all."""

    folder: Path
    format: Format
    rows: int
    files: int
    size_bytes: int
    media_files: int
    media_missing: int


def export(
    store: Store,
    media: MediaStore,
    query: EventQuery,
    out_dir: Path,
    format: Format,  # noqa: A002  what people call it
    progress: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    *,
    with_media: bool = False,
    clock: Clock | None = None,
) -> Receipt:
    """Write all events of a query (its limit and order are ignored) to `out_dir`, sorted by start.

    Args:
        store: where events come from.
        media: where pictures and sound come from.
        query: which events.
        out_dir: made when missing; may be empty or hold an older export, which is replaced.
        format: of the events' files.
        progress: called with the number of events written so far.
        cancelled: asked between batches; True ends the export.
        with_media: also copy pictures and sound to `media/`.
        clock: dates the manifest.

    Raises:
        ExportCancelledError: `cancelled` said so.
        ExportError: the folder holds something else, or the disk is full or refuses.
    """
    out_dir = out_dir.absolute()
    _check_target(out_dir)
    try:
        out_dir.parent.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(prefix=f".{out_dir.name}.", suffix=".part", dir=out_dir.parent))
        try:
            run = _Run(store, media, part, with_media)
            run.write(query, format, progress, cancelled or (lambda: False))
            receipt = run.finish(query, format, out_dir, (clock or SystemClock()).now_us())
            _swap(part, out_dir)
        finally:
            shutil.rmtree(part, ignore_errors=True)
    except OSError as error:
        if error.errno in _FULL:
            raise ExportError(
                f"There is no room for the export in {out_dir}; free some space or choose another."
            ) from error
        raise ExportError(f"The export to {out_dir} failed: {error.strerror or error}.") from error
    logger.info("exported %d events into %d files", receipt.rows, receipt.files)
    return receipt


class _Run:
    """One export into the folder `part`."""

    def __init__(self, store: Store, media: MediaStore, part: Path, with_media: bool) -> None:
        self._store = store
        self._media = media
        self._part = part
        self._with_media = with_media
        self._rows: dict[Path, int] = {}
        self._copied: set[str] = set()
        self._missing: set[str] = set()

    def write(
        self,
        query: EventQuery,
        format: Format,  # noqa: A002
        progress: Callable[[int], None] | None,
        cancelled: Callable[[], bool],
    ) -> None:
        sink = open_sink(format, self._part, self._media)
        written = 0
        try:
            for size, media in self._batches(query, sink, cancelled):
                if self._with_media:
                    self._copy_media(media)
                written += size
                if progress is not None:
                    progress(written)
        finally:
            self._rows = sink.close()

    def _batches(self, query: EventQuery, sink: Sink, cancelled: Callable[[], bool]) -> Iterator[tuple[int, set[str]]]:
        """Write batch after batch; yield how many events each had, and their media."""
        if isinstance(sink, ColumnSink):
            for columns in self._store.columns(query):
                _unless(cancelled)
                sink.write_columns(columns)
                yield len(columns), {address for address in columns.media if address is not None}
            return
        for events in self._store.scan(query):
            _unless(cancelled)
            sink.write(events)
            yield len(events), {event.media for event in events if event.media is not None}

    def finish(self, query: EventQuery, format: Format, folder: Path, now_us: int) -> Receipt:  # noqa: A002
        """Write the manifest and flush everything to the disk."""
        files = [path for path in sorted(self._part.rglob("*")) if path.is_file()]
        listed = [self._entry(path) for path in files]
        rows = sum(self._rows.values())
        manifest = {
            "kind": _MANIFEST_KIND,
            "version": 1,
            "created_us": now_us,
            "format": format,
            "query": {name: value for name, value in asdict(query).items() if name not in ("limit", "newest_first")},
            "sorted_by": "start_us",
            "columns": [asdict(column) for column in COLUMNS],
            "rows": rows,
            "media_missing": sorted(self._missing),
            "files": listed,
        }
        path = self._part / MANIFEST
        path.write_bytes(orjson.dumps(manifest, option=orjson.OPT_INDENT_2))
        for file in [*files, path]:
            _protect(file)
        size_bytes = sum(file.stat().st_size for file in [*files, path])
        return Receipt(folder, format, rows, len(files) + 1, size_bytes, len(self._copied), len(self._missing))

    def _entry(self, path: Path) -> dict[str, object]:
        name = path.relative_to(self._part).as_posix()
        entry = {"path": name, "bytes": path.stat().st_size, "blake3": hash_file(path)}
        return {**entry, "rows": self._rows[path]} if path in self._rows else entry

    def _copy_media(self, addresses: set[str]) -> None:
        for address in addresses:
            if address in self._copied or address in self._missing:
                continue
            try:
                source = self._media.path(address)
                target = self._part / "media" / address[:2] / source.name
                target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                shutil.copyfile(source, target)
            except (MediaMissingError, FileNotFoundError):
                self._missing.add(address)
            else:
                self._copied.add(address)


def _unless(cancelled: Callable[[], bool]) -> None:
    if cancelled():
        raise ExportCancelledError("The export was cancelled; nothing of it was kept.")


def _check_target(out_dir: Path) -> None:
    """Refuse a folder that holds something else than an older export."""
    if not out_dir.exists():
        return
    if not out_dir.is_dir():
        raise ExportError(f"{out_dir} is a file; choose a folder.")
    if any(out_dir.iterdir()) and not _is_export(out_dir):
        raise ExportError(
            f"{out_dir} is not empty; choose a new or empty folder, so that nothing of yours is replaced."
        )


def _is_export(folder: Path) -> bool:
    try:
        return bool(orjson.loads((folder / MANIFEST).read_bytes()).get("kind") == _MANIFEST_KIND)
    except (OSError, orjson.JSONDecodeError, AttributeError):
        return False


def _swap(part: Path, out_dir: Path) -> None:
    """Put the finished folder in its place; an older export goes when the new one is there."""
    if not out_dir.exists():
        part.rename(out_dir)
        return
    older = part.with_suffix(".old")
    out_dir.rename(older)
    try:
        part.rename(out_dir)
    except OSError:
        older.rename(out_dir)
        raise
    shutil.rmtree(older)


def _protect(path: Path) -> None:
    """Let only the owner read a file, and flush it to the disk."""
    path.chmod(0o600)
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
