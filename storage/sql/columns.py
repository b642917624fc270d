"""The columnar copy of the log, for SQL: which files it has and how they follow deletions. Others fill and read it.

A segment holds the events of 65,536 consecutive offsets, sorted by topic and time, in one Parquet file of the folder
`columns` in the data folder. It is derived and may be removed at any time. Its name tells its number and the head of
the log when it was written: `000012-850100.parquet`.
"""

import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from filelock import FileLock

SHIFT = 16
FOLDER = "columns"
_NAME = re.compile(r"(\d{6,})-(\d+)\.parquet")


def folder_of(home: Path) -> Path:
    """Return where the copy of a data folder lies."""
    return home / FOLDER


def lock_of(folder: Path) -> FileLock:
    """Return the lock under which files come and go."""
    return FileLock(folder / "columns.lock", mode=0o600, thread_local=False)


def segment_name(number: int, head: int) -> str:
    """Return the name of a segment written when the log ended at `head`."""
    return f"{number:06}-{head}.parquet"


def segments(folder: Path) -> dict[int, Path]:
    """Return the newest file of each segment by its number."""
    found: dict[int, tuple[int, Path]] = {}
    for path in folder.glob("*.parquet"):
        match = _NAME.fullmatch(path.name)
        if match is not None:
            number, head = int(match[1]), int(match[2])
            if number not in found or found[number][0] < head:
                found[number] = (head, path)
    return {number: path for number, (_, path) in sorted(found.items())}


def drop(home: Path, keys: Iterable[int]) -> None:
    """Remove the segments that hold any of these events; to be called when their deletion has been committed."""
    folder = folder_of(home)
    numbers = {key >> SHIFT for key in keys}
    if not numbers or not folder.is_dir():
        return
    with lock_of(folder):
        remove(folder, numbers)


def remove(folder: Path, numbers: set[int]) -> None:
    """Remove every file of these segments; the caller holds the lock."""
    for path in folder.glob("*.parquet"):
        match = _NAME.fullmatch(path.name)
        if match is not None and int(match[1]) in numbers:
            with suppress(PermissionError):  # Windows: somebody reads it; who does will notice and remove it
                path.unlink(missing_ok=True)
