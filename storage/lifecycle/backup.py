"""Copies a data folder while it is in use, into a folder that can be brought up to date later, and back again."""

import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

import orjson

from storage.clock import Clock
from storage.lifecycle.belongings import back_up_belongings, damaged_belongings, restore_belongings
from storage.lifecycle.files import copy_file, copy_tree, hash_file
from storage.lifecycle.references import References
from storage.media import MediaMissingError, PackingMedia, SegmentCopy

logger = logging.getLogger(__name__)

MANIFEST: Final = "backup.json"
DATABASE: Final = "daytrail.sqlite"
MEDIA: Final = "media"
_KIND: Final = "daytrail backup"


class BackupError(Exception):
    """The backup could not be made or used; the message says why. What was there before is untouched."""


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds.

    Attributes:
        kind: tells the manifest from other files.
        created_us: when.
        database_blake3: hash of the copied database.
        database_bytes: its size.
        media_files: pictures and sounds that its events refer to.
        media_missing: those that were gone already.
        belongings: hash of every other file (settings, models, …) by its path below the data folder.
    """

    kind: str
    created_us: int
    database_blake3: str
    database_bytes: int
    media_files: int
    media_missing: int
    belongings: dict[str, str] = field(default_factory=dict)


def back_up(
    copy_database: Callable[[Path], None],
    media: PackingMedia,
    copies: PackingMedia,
    references: References,
    folder: Path,
    clock: Clock,
    home: Path,
    progress: Callable[[int], None] | None = None,
) -> Backup:
    """Bring a backup folder up to date with the data folder; recording may go on.

    Media that are there already are not copied again, and those that no event refers to any more (forgotten ones above
    all) are removed from the backup.

    Args:
        copy_database: writes a consistent copy of the database to a path (see `storage.sqlite.copy`).
        media: the media to copy.
        copies: the backup's media store, in `folder / MEDIA`.
        references: tells which media events refer to.
        folder: made when missing.
        clock: dates it.
        home: the data folder, for everything that is neither database nor media.
        progress: called with the number of media files done.

    Raises:
        BackupError: no room, or the folder cannot be written.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = folder / f"{DATABASE}.part"
        part.unlink(missing_ok=True)
        copy_database(part)
        wanted = set(references.media_addresses())
        missing = _copy_media(media, copies, wanted, progress)
        part.replace(folder / DATABASE)
        belongings = back_up_belongings(home, folder)
        done = _manifest(folder, clock.now_us(), len(wanted) - missing, missing, belongings)
        copies.delete_many(set(copies.addresses()) - wanted)
    except OSError as error:
        raise BackupError(f"The backup to {folder} failed: {error.strerror or error}.") from error
    logger.info("backed up the database and %d media files", done.media_files)
    return done


def restore(
    folder: Path,
    home: Path,
    *,
    replace: bool = False,
    elsewhere: Callable[[], tuple[PackingMedia, PackingMedia] | None] = lambda: None,
) -> Backup:
    """Put a backup into a data folder that nobody uses at the moment, the database last.

    Settings and other files that differ are kept as `<name>.before-restore`.

    Args:
        folder: the backup.
        home: the data folder.
        replace: also when there are recordings in it; their database is kept as `daytrail.sqlite.before-restore`.
        elsewhere: asked when the settings are back: the backup's media and where media are kept, if not in the folder.

    Raises:
        BackupError: this is no backup, it is damaged, or there are recordings in the way.
    """
    found = read_backup(folder)
    if _hash(folder / DATABASE) != found.database_blake3:
        raise BackupError(f"The database in {folder} is damaged; it does not match the backup's own record.")
    damaged = damaged_belongings(folder, found.belongings)
    if damaged:
        raise BackupError(f"{damaged[0]} in {folder} is damaged; it does not match the backup's own record.")
    database = home / DATABASE
    if database.exists() and not replace:
        raise BackupError(
            f"There are recordings in {home}; choose an empty data folder or say that they may be replaced."
        )
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        restore_belongings(folder, home, found.belongings)
        stores = elsewhere()
        if stores is None:
            copy_tree(folder / MEDIA, home / MEDIA)
        else:
            _copy_media(*stores, set(stores[0].addresses()), None)
        part = home / f"{DATABASE}.part"
        copy_file(folder / DATABASE, part)
        if database.exists():
            _set_aside(database)
        part.replace(database)
    except OSError as error:
        raise BackupError(f"Restoring to {home} failed: {error.strerror or error}.") from error
    logger.info("restored a backup")
    return found


def read_backup(folder: Path) -> Backup:
    """Return what a backup folder says of itself.

    Raises:
        BackupError: it is none.
    """
    try:
        found = Backup(**orjson.loads((folder / MANIFEST).read_bytes()))
    except (OSError, orjson.JSONDecodeError, TypeError) as error:
        raise BackupError(f"There is no backup in {folder}, or it was never finished.") from error
    if found.kind != _KIND:
        raise BackupError(f"There is no backup in {folder}.")
    return found


def _copy_media(
    media: PackingMedia, copies: PackingMedia, wanted: set[str], progress: Callable[[int], None] | None
) -> int:
    """Copy what is not there yet; return how many are gone at the source."""
    left = wanted - set(copies.addresses())
    missing = done = 0
    while left:
        address = left.pop()
        try:
            left -= _copy_one(media, copies, address, left)
        except MediaMissingError:
            missing += 1
        done += 1
        if progress is not None:
            progress(done)
    return missing


def _copy_one(media: PackingMedia, copies: PackingMedia, address: str, left: set[str]) -> frozenset[str]:
    """Copy a picture or sound as it is kept, and return what else came with it."""
    segment = media.copy_segment(address)
    if segment is None:
        stored = copies.put(media.get(address), media.info(address).kind)
        if stored == address:
            return frozenset()
        copies.delete(stored)  # it was packed at this very moment
        segment = media.copy_segment(address)
    if segment is None:
        raise MediaMissingError("a picture was deleted while it was copied")
    came = segment.addresses & (left | {address})
    copies.adopt(SegmentCopy(segment.content, came))
    return came


def _manifest(folder: Path, now_us: int, media_files: int, missing: int, belongings: dict[str, str]) -> Backup:
    database = folder / DATABASE
    found = Backup(_KIND, now_us, _hash(database), database.stat().st_size, media_files, missing, belongings)
    part = folder / f"{MANIFEST}.part"
    part.write_bytes(orjson.dumps(asdict(found), option=orjson.OPT_INDENT_2))
    part.chmod(0o600)
    part.replace(folder / MANIFEST)
    return found


def _hash(path: Path) -> str:
    try:
        return hash_file(path)
    except OSError as error:
        raise BackupError(f"{path} cannot be read: {error.strerror}.") from error


def _set_aside(database: Path) -> None:
    """Keep the database that is replaced, with what has not been written back yet beside it."""
    aside = database.with_name(f"{DATABASE}.before-restore")
    for suffix in ("-wal", "-shm", ""):
        source = database.with_name(database.name + suffix)
        if source.exists():
            source.replace(aside.with_name(aside.name + suffix))
