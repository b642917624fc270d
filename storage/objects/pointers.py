"""Where packed pictures are: empty files (or objects) whose names tell the segment.

A name costs no block of the disk, is made and removed atomically, and needs no index that could be lost or out of date.
"""

import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from obstore.exceptions import BaseError
from obstore.store import MemoryStore, S3Store

from storage.media import MediaError
from storage.objects.address import folder_of
from storage.objects.folder import flush_folder, translated

_PLACE: Final = "packed"
_UNTIDY: Final = "untidy"


@dataclass(frozen=True, slots=True)
class Pointer:
    """The picture `address` is number `index` of the `count` in a segment."""

    address: str
    segment: str
    index: int
    count: int

    @property
    def key(self) -> str:
        """Return folder and name."""
        return f"{folder_of(self.address)}/{self.address}.{self.segment}.{self.index}.{self.count}"

    @classmethod
    def of_name(cls, name: str) -> "Pointer | None":
        """Return the pointer that a name stands for, None where it is no pointer."""
        address, _, rest = name.partition(".")
        segment, _, numbers = rest.partition(".")
        index, _, count = numbers.partition(".")
        if len(address) != 64 or len(segment) != 64 or not (index.isdecimal() and count.isdecimal()):
            return None
        return cls(address, segment, int(index), int(count))


class Pointers(Protocol):
    """Durable when a method returns. Any thread may call; several processes may.

    A segment is untidy while it may hold a picture that has no pointer to it.
    """

    def of(self, address: str) -> list[Pointer]:
        """Return the pointers of an address, none where it is not packed."""
        ...

    def all(self) -> Iterator[Pointer]:
        """Yield every pointer."""
        ...

    def add(self, pointers: Collection[Pointer]) -> None:
        """Set pointers."""
        ...

    def remove(self, pointers: Collection[Pointer]) -> None:
        """Remove pointers; those that are gone already do not matter."""
        ...

    def untidy(self) -> list[str]:
        """Return the segments that are untidy."""
        ...

    def mark_untidy(self, segment: str) -> None:
        """Remember that a segment is untidy."""
        ...

    def mark_tidy(self, segment: str) -> None:
        """Forget that a segment was untidy."""
        ...


class FolderPointers:
    """Empty files below `root/packed`."""

    def __init__(self, root: Path) -> None:
        self._root = root / _PLACE

    def of(self, address: str) -> list[Pointer]:
        try:
            with os.scandir(self._root / folder_of(address)) as entries:
                names = [entry.name for entry in entries if entry.name.startswith(address)]
        except (FileNotFoundError, NotADirectoryError):
            return []
        return [pointer for name in sorted(names) if (pointer := Pointer.of_name(name)) is not None]

    def all(self) -> Iterator[Pointer]:
        for path in self._root.glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*"):
            pointer = Pointer.of_name(path.name)
            if pointer is not None:
                yield pointer

    def add(self, pointers: Collection[Pointer]) -> None:
        self._make([pointer.key for pointer in pointers])

    def remove(self, pointers: Collection[Pointer]) -> None:
        self._drop([pointer.key for pointer in pointers])

    def untidy(self) -> list[str]:
        try:
            return sorted(path.name for path in (self._root / _UNTIDY).iterdir())
        except FileNotFoundError:
            return []

    def mark_untidy(self, segment: str) -> None:
        self._make([f"{_UNTIDY}/{segment}"])

    def mark_tidy(self, segment: str) -> None:
        self._drop([f"{_UNTIDY}/{segment}"])

    def _make(self, keys: Collection[str]) -> None:
        folders = set()
        try:
            for key in keys:
                path = self._root / key
                folders.update(self._folders(path.parent))
                os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
            for folder in folders:
                flush_folder(folder)
        except OSError as error:
            raise translated(error, self._root, 0) from error

    def _folders(self, folder: Path) -> list[Path]:
        """Return the folders to flush when a file is made in one, which is made if missing."""
        if folder.is_dir():
            return [folder]
        made = [folder, *[above for above in folder.parents if above.is_relative_to(self._root.parent)]]
        folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        return made

    def _drop(self, keys: Collection[str]) -> None:
        paths = [self._root / key for key in keys]
        try:
            for path in paths:
                path.unlink(missing_ok=True)
            for folder in {path.parent for path in paths}:
                if folder.is_dir():
                    flush_folder(folder)
        except OSError as error:
            raise translated(error, self._root, 0) from error


class RemotePointers:
    """Empty objects below `packed/`."""

    def __init__(self, store: S3Store | MemoryStore) -> None:
        self._store = store

    def of(self, address: str) -> list[Pointer]:
        names = self._names(f"{_PLACE}/{folder_of(address)}")
        found = (Pointer.of_name(name) for name in names if name.startswith(address))
        return [pointer for pointer in found if pointer is not None]

    def all(self) -> Iterator[Pointer]:
        for name in self._names(_PLACE):
            pointer = Pointer.of_name(name)
            if pointer is not None:
                yield pointer

    def add(self, pointers: Collection[Pointer]) -> None:
        for pointer in pointers:
            self._put(pointer.key)

    def remove(self, pointers: Collection[Pointer]) -> None:
        for pointer in pointers:
            self._delete(pointer.key)

    def untidy(self) -> list[str]:
        return sorted(self._names(f"{_PLACE}/{_UNTIDY}"))

    def mark_untidy(self, segment: str) -> None:
        self._put(f"{_UNTIDY}/{segment}")

    def mark_tidy(self, segment: str) -> None:
        self._delete(f"{_UNTIDY}/{segment}")

    def _names(self, prefix: str) -> Iterator[str]:
        try:
            for chunk in self._store.list(prefix):
                for entry in chunk:
                    yield entry["path"].rpartition("/")[2]
        except BaseError as error:
            raise _refused(error) from error

    def _put(self, key: str) -> None:
        try:
            self._store.put(f"{_PLACE}/{key}", b"")
        except BaseError as error:
            raise _refused(error) from error

    def _delete(self, key: str) -> None:
        try:
            self._store.delete(f"{_PLACE}/{key}")
        except FileNotFoundError:
            return
        except BaseError as error:
            raise _refused(error) from error


def _refused(error: BaseError) -> MediaError:
    return MediaError(f"the media store does not answer: {str(error).partition(chr(10))[0]}")
