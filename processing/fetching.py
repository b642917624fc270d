"""Fetches one file from an address or a folder: with progress, resumed where it was broken off, checked at the end."""

import hashlib
import shutil
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from processing.processor import ModelUnavailableError

_BLOCK_BYTES = 1 << 18
_TIMEOUT_S = 30.0

Progress = Callable[[int, int | None], None]
"""Told the bytes that are there and, where known, of how many."""


class FetchError(ModelUnavailableError):
    """A file could not be fetched; the message says why and what to do. What is there already is kept for next time."""


class CancelledError(FetchError):
    """It was asked to stop."""


def fetch(source: str, target: Path, sha256: str, progress: Progress, cancelled: threading.Event) -> str:
    """Bring a file here and return its SHA-256; `target` appears only when it is whole and right.

    Args:
        source: an `https://` or `http://` address, or the path of a file.
        target: where to; beside it, `NAME.part` keeps what was fetched so far.
        sha256: what it must be, "" where not known.
        progress: called for every block.
        cancelled: stops it after the block under way.

    Raises:
        FetchError: not there, broken off, or not what it should be.
    """
    part = target.with_name(f"{target.name}.part")
    target.parent.mkdir(parents=True, exist_ok=True)
    if not sha256:
        part.unlink(missing_ok=True)  # what nothing vouches for is not put together from two pieces
    try:
        if is_address(source):
            _download(source, part, progress, cancelled)
        else:
            with Path(source).open("rb") as file:
                _pour(file, part, "wb", Path(source).stat().st_size, progress, cancelled)
    except urllib.error.HTTPError as error:
        raise FetchError(f"{source} answers {error.code} {error.reason}.") from error
    except (OSError, urllib.error.URLError) as error:
        reason = getattr(error, "reason", None) or getattr(error, "strerror", None) or error
        raise FetchError(f"{source} cannot be fetched: {reason}. Asked again, it goes on where it stopped.") from error
    return _taken(part, target, sha256, source)


def _taken(part: Path, target: Path, sha256: str, source: str) -> str:
    found = sha256_of(part)
    if sha256 and found != sha256:
        part.unlink()
        raise FetchError(f"{source} is not what it should be (its SHA-256 is {found}); it was not kept.")
    part.replace(target)
    return found


def join(pieces: list[str], target: Path, sha256: str, progress: Progress, cancelled: threading.Event) -> str:
    """Join files of this computer to one, and return its SHA-256; like `fetch`, but begun anew when broken off.

    Raises:
        FetchError: a piece is not there, or the whole is not what it should be.
    """
    part = target.with_name(f"{target.name}.part")
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        total = sum(Path(piece).stat().st_size for piece in pieces)
        part.unlink(missing_ok=True)
        for piece in pieces:
            with Path(piece).open("rb") as file:
                _pour(file, part, "ab", total, progress, cancelled)
    except OSError as error:
        raise FetchError(f"{error.filename or target.name} cannot be read: {error.strerror}.") from error
    return _taken(part, target, sha256, " and ".join(Path(piece).name for piece in pieces))


def is_address(source: str) -> bool:
    """Tell an address from a path."""
    return urlsplit(source).scheme in {"http", "https"}


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file in hex digits."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK_BYTES):
            digest.update(block)
    return digest.hexdigest()


def _download(address: str, part: Path, progress: Progress, cancelled: threading.Event) -> None:
    have = part.stat().st_size if part.exists() else 0
    request = urllib.request.Request(address)  # noqa: S310 - `is_address` let only http and https through
    if have:
        request.add_header("Range", f"bytes={have}-")
    try:
        with urllib.request.urlopen(request, timeout=_TIMEOUT_S) as answer:  # noqa: S310
            goes_on = answer.status == HTTPStatus.PARTIAL_CONTENT
            length = answer.headers.get("Content-Length")
            total = None if length is None else int(length) + (have if goes_on else 0)
            _pour(answer, part, "ab" if goes_on else "wb", total, progress, cancelled)
            if total is not None and part.stat().st_size < total:
                raise OSError("the connection was closed early")
    except urllib.error.HTTPError as error:
        if error.code != HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE or not have:
            raise
        error.close()  # all of it was there already


def _pour(
    source: BinaryIO, part: Path, mode: str, total: int | None, progress: Progress, cancelled: threading.Event
) -> None:
    with part.open(mode) as out:
        _require_room(part, total, out.tell())
        while block := source.read(_BLOCK_BYTES):
            out.write(block)
            progress(out.tell(), total)
            if cancelled.is_set():
                raise CancelledError("Stopped. Asked again, it goes on where it stopped.")


def _require_room(part: Path, total: int | None, have: int) -> None:
    free = shutil.disk_usage(part.parent).free
    if total is not None and total - have > free:
        raise FetchError(f"There is no room for {total - have} bytes on the disk of {part.parent} ({free} free).")
