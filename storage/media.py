"""The contract of the media store: bytes by content address. Events carry the address, never the bytes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class MediaInfo:
    """What is known of stored bytes: 64-hex-digit BLAKE3 `address`, MIME `kind`, and size."""

    address: str
    kind: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class MediaReport:
    """What `verify` found: how much was read again, and the addresses that cannot be trusted or are gone."""

    checked: int
    size_bytes: int
    corrupt: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether everything is there and as it was stored."""
        return not self.corrupt and not self.missing


class MediaError(Exception):
    """Media could not be stored or read; the message says why."""


class MediaFullError(MediaError):
    """No room for these bytes; nothing was stored."""


class MediaMissingError(MediaError, KeyError):
    """There is nothing at this address."""

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""


class MediaStore(Protocol):
    """Content-addressed bytes. Safe from any thread; `put` is durable and atomic when it returns."""

    def put(self, content: bytes, kind: str) -> str:
        """Store bytes of a MIME type (`image/webp`, `audio/flac`, …) and return their address; twice is once.

        Raises:
            MediaFullError: no room; nothing was stored.
        """
        ...

    def get(self, address: str) -> bytes:
        """Return the bytes.

        Raises:
            MediaMissingError: there is nothing at this address.
        """
        ...

    def info(self, address: str) -> MediaInfo:
        """Return size and kind without reading the bytes (raises MediaMissingError)."""
        ...

    def path(self, address: str) -> Path:
        """Return a local file with the bytes to read, fetched into a cache where the store is remote."""
        ...

    def delete(self, address: str) -> bool:
        """Remove the bytes for real; False when there were none."""
        ...

    def size_bytes(self) -> int:
        """Return how much is stored in all."""
        ...

    def addresses(self) -> Iterator[str]:
        """Yield every stored address once, in no particular order."""
        ...

    def verify(self, expected: Iterable[str] = ()) -> MediaReport:
        """Read everything again and compare it with its address; `expected` are addresses that events refer to."""
        ...

    def close(self) -> None:
        """Give back what is held open; a cache of remote media is removed with it."""
        ...
