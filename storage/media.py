"""The contract of the media store: bytes by content address. Events carry the address, never the bytes."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class MediaInfo:
    """What is known of stored bytes: 64-hex-digit BLAKE3 `address`, MIME `kind`, and what they take in the store."""

    address: str
    kind: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class MediaSizes:
    """Bytes stored, by what they are: pictures and video, sound, and everything else."""

    pictures_bytes: int = 0
    sound_bytes: int = 0
    other_bytes: int = 0

    @property
    def total_bytes(self) -> int:
        """All of them."""
        return self.pictures_bytes + self.sound_bytes + self.other_bytes

    def grown(self, kind: str, size_bytes: int) -> "MediaSizes":
        """Return the sizes after bytes of a MIME type were stored (or removed: negative)."""
        if kind.startswith(("image/", "video/")):
            return replace(self, pictures_bytes=self.pictures_bytes + size_bytes)
        if kind.startswith("audio/"):
            return replace(self, sound_bytes=self.sound_bytes + size_bytes)
        return replace(self, other_bytes=self.other_bytes + size_bytes)


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
    """Content-addressed bytes. Safe from any thread; `put` is durable and atomic when it returns.

    An old picture may have been packed into a video (`PackingMedia`): then `get`, `path` and `info` speak of a picture
    that looks like it, as JPEG; its address is still that of the bytes that were put.
    """

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

    def delete_many(self, addresses: Collection[str]) -> set[str]:
        """Remove bytes for real, several at a lower price than one by one; return which there were."""
        ...

    def stored_us(self, address: str) -> int | None:
        """Return when these bytes were stored, None where there are none or it is not known."""
        ...

    def size_bytes(self) -> int:
        """Return how much is stored in all."""
        ...

    def sizes(self) -> MediaSizes:
        """Return how much is stored by what it is; may list everything once, where that was never counted."""
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


@dataclass(frozen=True, slots=True)
class Still:
    """A picture to be packed: its address, and when it was taken."""

    address: str
    at_us: int


@dataclass(frozen=True, slots=True)
class Packing:
    """What packing did: how many pictures are in videos now, and how many bytes that freed."""

    pictures: int = 0
    freed_bytes: int = 0


@dataclass(frozen=True, slots=True)
class SegmentCopy:
    """The bytes of a segment, and the pictures in it that are not deleted."""

    content: bytes
    addresses: frozenset[str]


class PackingMedia(MediaStore, Protocol):
    """A media store that can keep old pictures in videos (segments); every picture is readable at any moment."""

    def pack(self, stills: Sequence[Still], cancelled: Callable[[], bool] = lambda: False) -> Packing:
        """Put pictures, in order of time and alike, into as few segments as possible where that makes them smaller.

        What is packed already, gone, or no plain picture is left as it is. An original is removed after its segment was
        found right by decoding it. Can be cut off at any moment.

        Raises:
            MediaError: no room, or no encoder.
        """
        ...

    def tidy(self, cancelled: Callable[[], bool] = lambda: False) -> int:
        """Finish what a crash cut off: rewrite segments that hold deleted pictures; return how many there were."""
        ...

    def companions(self, address: str) -> frozenset[str]:
        """Return the pictures in the same segment, itself too; none where it is not packed."""
        ...

    def copy_segment(self, address: str) -> SegmentCopy | None:
        """Return the segment that a picture is in, None where it is not packed."""
        ...

    def adopt(self, copy: SegmentCopy) -> None:
        """Keep a segment of another store; other pictures in it than `copy.addresses` are removed for real."""
        ...
