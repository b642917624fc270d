"""Copies a SQLite store into PostgreSQL: resumable at any entry, verified at the end.

The target keeps how far it has come in the transaction that takes each batch. The source is only read, and may be
recorded into meanwhile; what was appended, extended or deleted since the last copy follows with the next.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from storage.migration.digest import Day, Digest, digest_day, digest_store
from storage.migration.source import LogSource
from storage.postgres.ingest import Position
from storage.postgres.open import PostgresStorage
from storage.sqlite.open import SqliteStorage
from storage.store import StoreError

logger = logging.getLogger(__name__)

_BATCH: Final = 2_000
_FOLD_AFTER: Final = 50_000
_ROUNDS: Final = 3
"""So often days that differ are looked at again: while recording goes on, the last one may have moved."""


class CopyError(StoreError):
    """The copy could not be made or does not match; the message says what to do."""


class Stage(StrEnum):
    """What a copy is doing."""

    COPYING = "copying"
    VERIFYING = "verifying"


Progress = Callable[[Stage, int, int], None]
"""Called with the stage, how many entries or events are done, and how many there are."""


@dataclass(frozen=True, slots=True)
class Copied:
    """What a copy did.

    Attributes:
        started_at: offset of the log it went on from.
        offset: offset it came to.
        added: events new in the target.
        changed: events extended there.
        deleted: events deleted there.
        verified: events compared; None when it was cancelled before.
        finished: whether it came to the end.
        differing: topics and days that do not match.
    """

    started_at: int
    offset: int
    added: int = 0
    changed: int = 0
    deleted: int = 0
    verified: int | None = None
    finished: bool = True
    differing: tuple[Day, ...] = ()


def copy_store(
    source: SqliteStorage,
    target: PostgresStorage,
    *,
    progress: Progress = lambda _stage, _done, _all: None,
    cancelled: Callable[[], bool] = lambda: False,
    again: bool = False,
) -> Copied:
    """Bring the target up to the source's head and compare them.

    Args:
        source: may be open read-only.
        target: where to; a database of its own for each source, since the comparison covers all that it holds.
        progress: see `Progress`.
        cancelled: asked between batches; True ends the copy, which can be taken up later.
        again: begin at the start of the log; what is there already is kept.

    Raises:
        CopyError: the target holds another source, or has come further than this one goes.
        StoreError: the database failed; what was acknowledged is kept.
    """
    entries = LogSource(source)
    if again:
        target.ingest.begin_again(entries.name)
    elif target.ingest.sources() - {entries.name}:
        raise CopyError(
            "This database holds what was copied from another data folder. Use a database of its own for each; if the "
            "folder was moved here, copy with --again."
        )
    start = target.ingest.position(entries.name)
    if start > entries.head():
        raise CopyError(
            "The target has come further than this data folder goes (was the folder restored from a backup?). "
            "Copy with --again to begin at the start."
        )
    done = _carry(entries, target, Copied(start, start), progress, cancelled)
    if not done.finished:
        return done
    return _verify(source, target, entries, done, progress, cancelled)


def _carry(
    entries: LogSource, target: PostgresStorage, done: Copied, progress: Progress, cancelled: Callable[[], bool]
) -> Copied:
    """Take over entries until there are no more."""
    offset, added, changed, deleted = done.offset, done.added, done.changed, done.deleted
    head, unfolded, finished = entries.head(), 0, True
    while offset < head:
        if cancelled():
            finished = False
            break
        batch = entries.read(offset, _BATCH)
        taken = target.ingest.take(batch.entries, Position(entries.name, batch.offset))
        offset = batch.offset
        added, changed, deleted = added + taken.added, changed + taken.changed, deleted + taken.deleted
        unfolded += len(batch.entries)
        if unfolded >= _FOLD_AFTER:
            target.folder.fold()
            unfolded = 0
        progress(Stage.COPYING, offset, head)
    target.folder.fold()
    logger.info("copied up to entry %d: %d new, %d changed, %d deleted", offset, added, changed, deleted)
    return Copied(done.started_at, offset, added, changed, deleted, finished=finished)


def _verify(
    source: SqliteStorage,
    target: PostgresStorage,
    entries: LogSource,
    done: Copied,
    progress: Progress,
    cancelled: Callable[[], bool],
) -> Copied:
    """Compare both stores by topic and day; days that differ again after a catch-up, since recording may go on."""
    total = sum(source.store.counts().values())
    here = digest_store(source.store, lambda read: progress(Stage.VERIFYING, read, 2 * total), cancelled)
    compared = sum(digest.count for digest in here.values())
    there = digest_store(target.store, lambda read: progress(Stage.VERIFYING, compared + read, 2 * total), cancelled)
    if cancelled():
        return Copied(done.started_at, done.offset, done.added, done.changed, done.deleted, finished=False)
    differing = [day for day, digest in here.items() if there.get(day, Digest()) != digest]
    differing += [day for day in there if day not in here]
    for _ in range(_ROUNDS):
        if not differing:
            break
        done = _carry(entries, target, done, lambda *_: None, cancelled)
        differing = [day for day in differing if digest_day(source.store, day) != digest_day(target.store, day)]
    return Copied(
        done.started_at,
        done.offset,
        done.added,
        done.changed,
        done.deleted,
        verified=compared,
        differing=tuple(sorted(differing)),
    )
