"""How many bytes a media folder holds, known without walking it, also when several processes write to it."""

import contextlib
import os
from pathlib import Path
from threading import Lock
from typing import Final

import numpy as np

from storage.media import MediaSizes

_RECORD: Final = np.dtype("<i8")


class SizeLedger:
    """A file of signed 64-bit changes; their sum is the size. Safe from any thread.

    Each change is one eight-byte append, so several processes may add to it. A crash between storing bytes and noting
    them leaves the sum off by that one file until the folder is verified, which writes the true total.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()
        self._read_bytes = 0
        self._total = 0
        self._inode = 0

    @property
    def begun(self) -> bool:
        """Whether anything was ever noted."""
        return self._path.exists()

    def add(self, change_bytes: int, *, begin: bool = True) -> None:
        """Note that the folder has grown (or shrunk, negative). A full disk does not matter here: it is skipped.

        Without `begin` nothing is noted in a ledger that does not exist yet, since what came before would be missing.
        """
        with contextlib.suppress(OSError):
            descriptor = os.open(self._path, os.O_WRONLY | os.O_APPEND | (os.O_CREAT if begin else 0), 0o600)
            try:
                os.write(descriptor, change_bytes.to_bytes(_RECORD.itemsize, "little", signed=True))
            finally:
                os.close(descriptor)

    def total(self) -> int:
        """Return the sum, reading only what was added since the last call."""
        with self._lock:
            try:
                with self._path.open("rb") as file:
                    return self._catch_up(file.fileno())
            except FileNotFoundError:
                return 0

    def reset(self, total_bytes: int) -> None:
        """Replace the history by a total that has just been counted."""
        with self._lock:
            fresh = self._path.with_suffix(".new")
            descriptor = os.open(fresh, os.O_WRONLY | os.O_TRUNC | os.O_CREAT, 0o600)
            try:
                os.write(descriptor, total_bytes.to_bytes(_RECORD.itemsize, "little", signed=True))
            finally:
                os.close(descriptor)
            fresh.replace(self._path)

    def _catch_up(self, descriptor: int) -> int:
        status = os.fstat(descriptor)
        if status.st_ino != self._inode or status.st_size < self._read_bytes:
            self._read_bytes = self._total = 0
            self._inode = status.st_ino
        fresh = os.read(descriptor, 0) if status.st_size == self._read_bytes else self._read_from(descriptor)
        usable = len(fresh) // _RECORD.itemsize * _RECORD.itemsize
        self._total += int(np.frombuffer(fresh[:usable], _RECORD).sum())
        self._read_bytes += usable
        return self._total

    def _read_from(self, descriptor: int) -> bytes:
        os.lseek(descriptor, self._read_bytes, os.SEEK_SET)
        parts = []
        while part := os.read(descriptor, 1 << 20):
            parts.append(part)
        return b"".join(parts)


class KindLedger:
    """How many bytes of which kind a media folder holds: a ledger of all, and one each of sound and of other files.

    A folder from before kinds were told apart has only the first, until somebody counts and calls `reset`.
    """

    def __init__(self, root: Path) -> None:
        self._all = SizeLedger(root / ".size")
        self._sound = SizeLedger(root / ".size-sound")
        self._other = SizeLedger(root / ".size-other")

    def begin(self) -> None:
        """Start to count kinds in a folder that holds nothing yet."""
        if not self._all.begun:
            with contextlib.suppress(OSError):
                self.reset(MediaSizes())

    def add(self, kind: str, change_bytes: int) -> None:
        """Note that bytes of a MIME type were stored (or removed: negative)."""
        change = MediaSizes().grown(kind, change_bytes)
        self._all.add(change_bytes)
        if change.sound_bytes:
            self._sound.add(change.sound_bytes, begin=False)
        if change.other_bytes:
            self._other.add(change.other_bytes, begin=False)

    def total(self) -> int:
        """Return the bytes of all kinds."""
        return self._all.total()

    def sizes(self) -> MediaSizes | None:
        """Return the bytes by kind, None where they were never told apart."""
        if not (self._sound.begun and self._other.begun):
            return None
        sound, other = self._sound.total(), self._other.total()
        return MediaSizes(max(0, self._all.total() - sound - other), sound, other)

    def reset(self, sizes: MediaSizes) -> None:
        """Replace the history by what has just been counted."""
        self._sound.reset(sizes.sound_bytes)
        self._other.reset(sizes.other_bytes)
        self._all.reset(sizes.total_bytes)
