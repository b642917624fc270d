"""One export on its way into a folder: writes events and media, keeps what is there already, ends with a manifest."""

import os
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Final

import orjson

from storage.columnar import EventColumns
from storage.export.columns import COLUMNS
from storage.export.format import ColumnSink, Format, Sink, open_sink
from storage.export.resume import LOCK, Finished, Journal
from storage.lifecycle.files import copy_file, hash_file
from storage.media import MediaMissingError, MediaStore
from storage.search.echoes import heard_once
from storage.store import EventQuery, SearchQuery, Store

MANIFEST: Final = "manifest.json"
MANIFEST_KIND: Final = "daytrail export"
_MEDIA: Final = "media"


class ExportError(Exception):
    """The export could not be written; the message says why. Nothing of it remains, an older one is untouched."""


class ExportCancelledError(ExportError):
    """The export was cancelled."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What an export wrote: into which folder, how many events and media files, how many files and bytes in all.

    `kept` files were there already, from an export of the same that was broken off.
    """

    folder: Path
    format: Format
    rows: int
    files: int
    size_bytes: int
    media_files: int
    media_missing: int
    kept: int = 0


class Run:
    """One export into the folder `part`, which may hold what the same export left when it was broken off."""

    def __init__(
        self,
        store: Store,
        media: MediaStore,
        part: Path,
        query: EventQuery | SearchQuery,
        format: Format,  # noqa: A002  what people call it
        *,
        with_media: bool,
    ) -> None:
        self._store = store
        self._media = media
        self._part = part
        self._query = query
        self._format = format
        self._with_media = with_media
        self._journal = Journal(part, {"version": 1, "format": format, "media": with_media, "query": _asked(query)})
        self._rows: dict[Path, int] = {}
        self._kept: dict[Path, Finished] = {}
        self._copied: dict[str, Path] = {}
        self._missing: set[str] = set()

    def write(self, progress: Callable[[int], None] | None, cancelled: Callable[[], bool]) -> None:
        """Write all events, and media where wanted.

        Raises:
            ExportCancelledError: `cancelled` said so.
        """
        kept = self._keep()
        written = sum(each.rows for each in kept)
        note = self._journal.note if isinstance(self._query, EventQuery) else None
        sink = open_sink(self._format, self._part, self._media, note, goes_on=bool(kept))
        try:
            for size in self._batches(sink, kept, cancelled):
                written += size
                if progress is not None:
                    progress(written)
        finally:
            self._rows = {**{path: each.rows for path, each in self._kept.items()}, **sink.close()}

    def finish(self, folder: Path, now_us: int) -> Receipt:
        """Write the manifest and flush everything to the disk."""
        self._journal.remove()
        self._drop_strangers()
        files = [path for path in sorted(self._part.rglob("*")) if path.is_file() and path.name != LOCK]
        rows = sum(self._rows.values())
        manifest = {
            "kind": MANIFEST_KIND,
            "version": 1,
            "created_us": now_us,
            "format": self._format,
            "query": _asked(self._query),
            "sorted_by": "start_us",
            "columns": [asdict(column) for column in COLUMNS],
            "rows": rows,
            "media_missing": sorted(self._missing),
            "files": [self._entry(path) for path in files],
        }
        path = self._part / MANIFEST
        path.write_bytes(orjson.dumps(manifest, option=orjson.OPT_INDENT_2))
        for file in [*files, path]:
            _protect(file)
        return Receipt(
            folder=folder,
            format=self._format,
            rows=rows,
            files=len(files) + 1,
            size_bytes=sum(file.stat().st_size for file in [*files, path]),
            media_files=len(self._copied),
            media_missing=len(self._missing),
            kept=len(self._kept),
        )

    def _keep(self) -> list[Finished]:
        """Return the finished files of an export that was broken off, and remove the rest of it."""
        kept: list[Finished] = []
        if self._format is Format.PARQUET and isinstance(self._query, EventQuery):
            kept = self._journal.finished(self._store, self._query)
        self._journal.clear(kept, self._part / _MEDIA if self._with_media else None)
        self._kept = {self._part / each.path: each for each in kept}
        if self._with_media:
            for path in self._kept:
                self._copy_media(_media_in(path))
        return kept

    def _batches(self, sink: Sink, kept: list[Finished], cancelled: Callable[[], bool]) -> Iterator[int]:
        """Write batch after batch, media first: what is noted as finished has its media. Yield how many events."""
        if isinstance(sink, ColumnSink) and isinstance(self._query, EventQuery):
            for columns in self._columns(self._query, kept):
                _unless(cancelled)
                self._copy_media({address for address in columns.media if address is not None})
                sink.write_columns(columns)
                yield len(columns)
            return
        query = self._query
        for events in self._store.found(query) if isinstance(query, SearchQuery) else self._store.scan(query):
            _unless(cancelled)
            self._copy_media({event.media for event in events if event.media is not None})
            sink.write(heard_once(self._store, events) if self._format.to_read else events)
            yield len(events)

    def _columns(self, query: EventQuery, kept: list[Finished]) -> Iterator[EventColumns]:
        query = replace(query, newest_first=False)
        if not kept:
            return self._store.columns(query)
        since_us = kept[-1].until_us
        if query.end_us is not None and since_us >= query.end_us:
            return iter(())
        following = self._store.columns(replace(query, start_us=max(since_us, query.start_us or since_us)))
        return filter(len, (columns.since(since_us) for columns in following))

    def _entry(self, path: Path) -> dict[str, object]:
        name = path.relative_to(self._part).as_posix()
        entry = {"path": name, "bytes": path.stat().st_size, "blake3": hash_file(path)}
        return {**entry, "rows": self._rows[path]} if path in self._rows else entry

    def _copy_media(self, addresses: set[str]) -> None:
        if not self._with_media:
            return
        for address in addresses - self._copied.keys() - self._missing:
            try:
                source = self._media.path(address)
                target = self._part / _MEDIA / address[:2] / source.name
                if not target.exists():
                    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                    copy_file(source, target)
            except (MediaMissingError, FileNotFoundError):
                self._missing.add(address)
            else:
                self._copied[address] = target

    def _drop_strangers(self) -> None:
        """Remove media that an export which was broken off had copied and no event has any more."""
        wanted = set(self._copied.values())
        for path in (self._part / _MEDIA).rglob("*"):
            if path.is_file() and path not in wanted:
                path.unlink()


def _asked(query: EventQuery | SearchQuery) -> dict[str, object]:
    """Return what was asked for as the manifest tells it."""
    left_out = ("limit", "newest_first", "zone", "meaning")
    return {field.name: getattr(query, field.name) for field in fields(query) if field.name not in left_out}


def _media_in(path: Path) -> set[str]:
    """Return the addresses of pictures and sound in a Parquet file of ours."""
    import pyarrow.parquet as pq

    found = pq.read_table(path, columns=["media"]).column("media").unique().to_pylist()
    return {address for address in found if address is not None}


def _unless(cancelled: Callable[[], bool]) -> None:
    if cancelled():
        raise ExportCancelledError("The export was cancelled; nothing of it was kept.")


def _protect(path: Path) -> None:
    """Let only the owner read a file, and flush it to the disk."""
    path.chmod(0o600)
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
