"""Writes recordings to a folder of files, whole or not at all, with a manifest that lists and hashes them."""

import errno
import logging
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import orjson
from filelock import FileLock, Timeout

from storage.clock import Clock, SystemClock
from storage.export.format import Format
from storage.export.resume import LOCK
from storage.export.run import MANIFEST, MANIFEST_KIND, ExportError, Receipt, Run
from storage.media import MediaStore
from storage.store import EventQuery, SearchQuery, Store

logger = logging.getLogger(__name__)

_FULL: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def export(
    store: Store,
    media: MediaStore,
    query: EventQuery | SearchQuery,
    out_dir: Path,
    format: Format,  # noqa: A002  what people call it
    progress: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    *,
    with_media: bool = False,
    clock: Clock | None = None,
) -> Receipt:
    """Write all events of a query (its limit and order are ignored) or search to `out_dir`, sorted by start.

    Asked for the same again after the process was killed, it goes on: what was finished to Parquet is kept where the
    store still has as many events for it, and so are copies of media.

    Args:
        store: where events come from.
        media: where pictures and sound come from.
        query: which events; of a search all that its words match, without regard to what they mean.
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
        with _part_of(out_dir) as part:
            run = Run(store, media, part, query, format, with_media=with_media)
            run.write(progress, cancelled or (lambda: False))
            receipt = run.finish(out_dir, (clock or SystemClock()).now_us())
        _swap(part, out_dir)
    except OSError as error:
        if error.errno in _FULL:
            raise ExportError(
                f"There is no room for the export in {out_dir}; free some space or choose another."
            ) from error
        raise ExportError(f"The export to {out_dir} failed: {error.strerror or error}.") from error
    logger.info("exported %d events into %d files", receipt.rows, receipt.files)
    return receipt


@contextmanager
def _part_of(out_dir: Path) -> Iterator[Path]:
    """Lend the folder in which an export grows; it stays only when the export is whole, or the process was killed."""
    part = out_dir.parent / f".{out_dir.name}.part"
    part.mkdir(mode=0o700, exist_ok=True)
    lock = FileLock(part / LOCK, timeout=0, mode=0o600, thread_local=False)
    try:
        lock.acquire()
    except Timeout as error:
        raise ExportError(f"{out_dir} is just being exported to; wait for that, or choose another folder.") from error
    try:
        yield part
    except BaseException:
        lock.release()
        shutil.rmtree(part, ignore_errors=True)
        raise
    lock.release()
    (part / LOCK).unlink(missing_ok=True)


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
        return bool(orjson.loads((folder / MANIFEST).read_bytes()).get("kind") == MANIFEST_KIND)
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
