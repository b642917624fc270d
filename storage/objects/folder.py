"""Media in a local folder: one file per address, owner-only, durable when `put` returns."""

import contextlib
import errno
import logging
import os
import secrets
import shutil
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from threading import Lock
from typing import Final

import psutil

from storage.media import MediaError, MediaFullError, MediaInfo, MediaMissingError, MediaReport, MediaSizes
from storage.objects.address import address_of, folder_of, key_of, parse_name
from storage.objects.ledger import KindLedger

log = logging.getLogger(__name__)

_FULL: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_INCOMING: Final = ".incoming"


class FolderMedia:
    """Files `ab/cd/<address>.<kind>` below `root` (folders 0700, files 0600). Safe from any thread.

    Written to `.incoming` first, flushed to the disk, then renamed: a reader or a crash sees all of a file or none.
    """

    def __init__(self, root: Path) -> None:
        """Open the folder, made if missing.

        Raises:
            MediaError: the folder cannot be made or written.
        """
        self.root = root
        self._publishing = Lock()
        self._ledger = KindLedger(root)
        try:
            root.mkdir(mode=0o700, parents=True, exist_ok=True)
            (root / _INCOMING).mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise translated(error, root, 0) from error
        self._ledger.begin()
        self._remove_leftovers()

    def put(self, content: bytes, kind: str) -> str:
        address = address_of(content)
        target = self.root / key_of(address, kind)
        if self._find(address) is not None:
            return address
        try:
            incoming = self._write_incoming(content)
            try:
                self._publish(incoming, target, kind, len(content))
            finally:
                incoming.unlink(missing_ok=True)
        except OSError as error:
            raise translated(error, self.root, len(content)) from error
        return address

    def get(self, address: str) -> bytes:
        try:
            return self.path(address).read_bytes()
        except FileNotFoundError:
            raise _missing(address) from None
        except OSError as error:
            raise translated(error, self.root, 0) from error

    def info(self, address: str) -> MediaInfo:
        path = self.path(address)
        parsed = parse_name(path.name)
        if parsed is None:
            raise _missing(address)
        try:
            return MediaInfo(address, parsed[1], path.stat().st_size)
        except FileNotFoundError:
            raise _missing(address) from None

    def path(self, address: str) -> Path:
        found = self._find(address)
        if found is None:
            raise _missing(address)
        return found

    def delete(self, address: str) -> bool:
        with self._publishing:
            try:
                found = self._find(address)
            except MediaMissingError:
                return False
            if found is None:
                return False
            try:
                size_bytes = found.stat().st_size
                found.unlink()
                flush_folder(found.parent)
            except FileNotFoundError:
                return False
            except OSError as error:
                raise translated(error, self.root, 0) from error
            parsed = parse_name(found.name)
            self._ledger.add(parsed[1] if parsed else "", -size_bytes)
        return True

    def delete_many(self, addresses: Collection[str]) -> set[str]:
        return {address for address in addresses if self.delete(address)}

    def stored_us(self, address: str) -> int | None:
        try:
            return self.path(address).stat().st_mtime_ns // 1_000
        except (MediaMissingError, FileNotFoundError):
            return None

    def size_bytes(self) -> int:
        return self._ledger.total()

    def sizes(self) -> MediaSizes:
        known = self._ledger.sizes()
        if known is None:  # a folder from before kinds were told apart
            known = self._counted()
            with contextlib.suppress(OSError):  # no room, or not ours to write: it is counted again next time
                self._ledger.reset(known)
        return known

    def addresses(self) -> Iterator[str]:
        for path in self._files():
            parsed = parse_name(path.name)
            if parsed is not None:
                yield parsed[0]

    def verify(self, expected: Iterable[str] = ()) -> MediaReport:
        checked, sizes, corrupt = 0, MediaSizes(), []
        for path in self._files():
            parsed = parse_name(path.name)
            if parsed is None:
                continue
            try:
                content = path.read_bytes()
            except FileNotFoundError:
                continue  # deleted meanwhile
            except OSError:
                corrupt.append(parsed[0])
                continue
            checked += 1
            sizes = sizes.grown(parsed[1], len(content))
            if address_of(content) != parsed[0]:
                corrupt.append(parsed[0])
        self._ledger.reset(sizes)
        missing = tuple(address for address in expected if self._find(address) is None)
        return MediaReport(checked, sizes.total_bytes, tuple(corrupt), missing)

    def close(self) -> None:
        """Nothing is held open."""

    def _find(self, address: str) -> Path | None:
        folder = self.root / folder_of(address)
        try:
            with os.scandir(folder) as entries:
                names = [entry.name for entry in entries if entry.name.startswith(address)]
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise translated(error, self.root, 0) from error
        return folder / min(names) if names else None

    def _counted(self) -> MediaSizes:
        sizes = MediaSizes()
        for path in self._files():
            parsed = parse_name(path.name)
            with contextlib.suppress(FileNotFoundError):
                sizes = sizes.grown(parsed[1] if parsed else "", path.stat().st_size)
        return sizes

    def _files(self) -> Iterator[Path]:
        for first in sorted(self.root.glob("[0-9a-f][0-9a-f]")):
            for second in sorted(first.glob("[0-9a-f][0-9a-f]")):
                yield from sorted(second.iterdir())

    def _write_incoming(self, content: bytes) -> Path:
        path = self.root / _INCOMING / f"{os.getpid()}-{secrets.token_hex(8)}"
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            path.unlink(missing_ok=True)
            raise
        return path

    def _publish(self, incoming: Path, target: Path, kind: str, size_bytes: int) -> None:
        with self._publishing:
            if target.exists():
                return
            if not target.parent.exists():
                self._make_folder(target.parent)
            incoming.replace(target)
            flush_folder(target.parent)
            self._ledger.add(kind, size_bytes)

    def _make_folder(self, folder: Path) -> None:
        for step in (folder.parent, folder):
            step.mkdir(mode=0o700, exist_ok=True)
            flush_folder(step.parent)

    def _remove_leftovers(self) -> None:
        """Remove what a process that was killed in the middle of a `put` left behind."""
        for path in (self.root / _INCOMING).iterdir():
            pid = path.name.partition("-")[0]
            if not pid.isdecimal() or not psutil.pid_exists(int(pid)):
                path.unlink(missing_ok=True)
                log.info("removed an unfinished media file")


def flush_folder(folder: Path) -> None:
    """Make a rename or removal inside a folder durable, where the system has folders that can be flushed."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _missing(address: str) -> MediaMissingError:
    return MediaMissingError(f"no media at {address[:12]}…: deleted, or from another media folder")


def translated(error: OSError, root: Path, wanted_bytes: int) -> MediaError:
    """Return what to raise when the disk refuses below a media folder, in words that say what to do."""
    if error.errno in _FULL:
        return MediaFullError(
            f"no room for {wanted_bytes / 1e6:.1f} MB in {root} ({_free(root)} free): "
            "free some space, shorten the retention, or move the media folder in the settings"
        )
    return MediaError(f"media folder {root}: {error.strerror or error}")


def _free(root: Path) -> str:
    try:
        return f"{shutil.disk_usage(root).free / 1e6:.1f} MB"
    except OSError:
        return "an unknown amount"
