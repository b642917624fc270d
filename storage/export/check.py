"""Checks a finished export against its manifest: every file there, unchanged, and none too many."""

from dataclasses import dataclass
from pathlib import Path

import orjson
from blake3 import blake3

from storage.export.run import MANIFEST, ExportError


@dataclass(frozen=True, slots=True)
class Checked:
    """How an export stands: files as the manifest has them, and names of those missing, changed or not listed."""

    files: int
    missing: tuple[str, ...]
    changed: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether everything is as it was written."""
        return not (self.missing or self.changed or self.unknown)


def check_export(folder: Path) -> Checked:
    """Compare every file of an export with its manifest.

    Raises:
        ExportError: there is no readable manifest.
    """
    try:
        listed = {entry["path"]: entry for entry in orjson.loads((folder / MANIFEST).read_bytes())["files"]}
    except (OSError, orjson.JSONDecodeError, KeyError, TypeError) as error:
        raise ExportError(f"{folder} has no readable {MANIFEST}: it is no export, or not whole.") from error
    there = {
        path.relative_to(folder).as_posix(): path
        for path in folder.rglob("*")
        if path.is_file() and path.name != MANIFEST
    }
    changed = [name for name, path in there.items() if name in listed and _hash(path) != listed[name]["blake3"]]
    missing, unknown = sorted(set(listed) - set(there)), sorted(set(there) - set(listed))
    return Checked(len(listed), tuple(missing), tuple(sorted(changed)), tuple(unknown))


def _hash(path: Path) -> str:
    digest = blake3()
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()
