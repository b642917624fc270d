"""What else lies in a data folder beside database and media: settings, models, whatever is added later.

Everything goes into a backup but what is listed here, so that nothing new is forgotten.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from storage.lifecycle.files import copy_file, hash_file

BELONGINGS: Final = "home"
"""Folder of a backup that they are in."""
_NOT: Final = ("media", "logs", "exports", "recorder.lock", "recorder.pid", "health.json")
"""Media are copied with the events they belong to; the others are of this computer and this moment."""
_NOT_LIKE: Final = ("daytrail.sqlite*", "*.part", "*.draft", "*.before-*")


def back_up_belongings(home: Path, folder: Path) -> dict[str, str]:
    """Bring a backup's copy up to date; return the hash of each file by its path below the data folder.

    Raises:
        OSError: no room, or something cannot be read or written.
    """
    place = folder / BELONGINGS
    found: dict[str, str] = {}
    for path in _files(home):
        name = path.relative_to(home).as_posix()
        target, digest = place / name, hash_file(path)
        if not target.is_file() or hash_file(target) != digest:
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            copy_file(path, target)
            digest = hash_file(target)
        found[name] = digest
    for path in sorted(place.rglob("*"), reverse=True):
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()
        elif path.is_file() and path.relative_to(place).as_posix() not in found:
            path.unlink()
    return found


def damaged_belongings(folder: Path, listed: Mapping[str, str]) -> list[str]:
    """Return the files of a backup that are not what they were, or that would lie outside the data folder."""
    place = (folder / BELONGINGS).resolve()
    return [
        name
        for name, digest in listed.items()
        if not (place / name).resolve().is_relative_to(place) or not _is(place / name, digest)
    ]


def restore_belongings(folder: Path, home: Path, listed: Mapping[str, str]) -> None:
    """Put files back; one that is there and differs is kept as `<name>.before-restore`.

    Raises:
        OSError: no room, or something cannot be read or written.
    """
    for name, digest in listed.items():
        target = home / name
        if _is(target, digest):
            continue
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if target.exists():
            target.replace(target.with_name(f"{target.name}.before-restore"))
        copy_file(folder / BELONGINGS / name, target)


def _files(home: Path) -> Iterator[Path]:
    for top in sorted(home.iterdir()):
        if top.name in _NOT or top.name.startswith(".") or any(top.match(pattern) for pattern in _NOT_LIKE):
            continue
        for path in [top] if top.is_file() else sorted(top.rglob("*")):
            if path.is_file() and not path.is_symlink() and not any(path.match(pattern) for pattern in _NOT_LIKE):
                yield path


def _is(path: Path, digest: str) -> bool:
    return path.is_file() and hash_file(path) == digest
