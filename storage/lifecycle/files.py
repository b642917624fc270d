"""Copies files for the owner alone so that each appears whole or not at all, and tells whether one is what it was."""

import os
import shutil
from pathlib import Path

from blake3 import blake3


def copy_file(source: Path, target: Path) -> None:
    """Copy a file for the owner alone; it appears under its name when it is complete and on the disk."""
    part = target.with_name(f".{target.name}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with source.open("rb") as reader, os.fdopen(descriptor, "wb") as writer:
        shutil.copyfileobj(reader, writer, 1 << 20)
        writer.flush()
        os.fsync(writer.fileno())
    part.replace(target)


def copy_tree(source: Path, target: Path) -> None:
    """Copy the files of a folder that are not there yet, but for hidden ones."""
    for path in sorted(source.rglob("*")):
        inside = path.relative_to(source)
        if path.is_file() and not any(part.startswith(".") for part in inside.parts):
            place = target / inside
            if not place.exists():
                place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                copy_file(path, place)


def hash_file(path: Path) -> str:
    """Return the BLAKE3 hash of a file, with flat memory: a mapped file would count as the process's own.

    Raises:
        OSError: it cannot be read.
    """
    digest = blake3()
    with path.open("rb") as file:
        while part := file.read(1 << 20):
            digest.update(part)
    return digest.hexdigest()
