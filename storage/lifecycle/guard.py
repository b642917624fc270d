"""Keeps the disk from filling up: with little room left pictures stop first, then sound; text goes on."""

import logging
import shutil
import threading
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from typing import Final

from storage.lifecycle.retention import Layer, layer_of
from storage.media import MediaFullError, MediaInfo, MediaReport, MediaSizes, MediaStore

logger = logging.getLogger(__name__)

_SOUND_SHARE: Final = 0.5
"""Sound stops when only this share of the limit is left."""
_RESUME: Final = 1.1
"""A layer starts again when there is this much more room than where it stopped, so that it does not flicker."""
_LOOK_EVERY_BYTES: Final = 8 << 20


class DiskGuard:
    """Decides which layers may still be kept. Any thread may ask; `free_bytes` is asked at each `look`."""

    def __init__(self, folder: Path, low_bytes: int, free_bytes: Callable[[Path], int] | None = None) -> None:
        self._folder = folder
        self._free_bytes = free_bytes or (lambda place: shutil.disk_usage(place).free)
        self._lock = threading.Lock()
        self._limits = self._limits_of(low_bytes)
        self._stopped: frozenset[Layer] = frozenset()
        self.look()

    @property
    def stopped(self) -> frozenset[Layer]:
        """The layers that are not kept at the moment."""
        return self._stopped

    def set_limit(self, low_bytes: int) -> None:
        """Change where pictures stop; 0 turns the guard off."""
        self._limits = self._limits_of(low_bytes)
        self.look()

    def look(self) -> frozenset[Layer]:
        """Look at the disk and return the layers that stop; says so once when that changes."""
        with self._lock:
            free = self._free_bytes(self._folder)
            stopped = frozenset(
                layer
                for layer, limit in self._limits.items()
                if free < limit * (_RESUME if layer in self._stopped else 1)
            )
            if stopped != self._stopped:
                names = ", ".join(sorted(stopped)) or "nothing any more"
                logger.warning("%.1f GB are left on the disk; not kept: %s", free / 1e9, names)
            self._stopped = stopped
        return stopped

    @staticmethod
    def _limits_of(low_bytes: int) -> dict[Layer, float]:
        return {Layer.PICTURES: low_bytes, Layer.SOUND: low_bytes * _SOUND_SHARE}


class GuardedMedia:
    """A media store that refuses the layers a guard has stopped; otherwise the store it wraps."""

    def __init__(self, media: MediaStore, guard: DiskGuard) -> None:
        self._media = media
        self._guard = guard
        self._since_look = 0

    def put(self, content: bytes, kind: str) -> str:
        layer = layer_of(kind)
        self._since_look += len(content)
        stopped = self._guard.stopped
        if self._since_look >= _LOOK_EVERY_BYTES or layer in stopped:
            self._since_look = 0
            stopped = self._guard.look()
        if layer is not None and layer in stopped:
            raise MediaFullError(
                f"The disk is almost full: {layer} are not kept until there is more room; text and activity go on."
                if layer is Layer.PICTURES
                else "The disk is almost full: sound is not kept until there is more room; text and activity go on."
            )
        return self._media.put(content, kind)

    def get(self, address: str) -> bytes:
        return self._media.get(address)

    def info(self, address: str) -> MediaInfo:
        return self._media.info(address)

    def path(self, address: str) -> Path:
        return self._media.path(address)

    def delete(self, address: str) -> bool:
        return self._media.delete(address)

    def delete_many(self, addresses: Collection[str]) -> set[str]:
        return self._media.delete_many(addresses)

    def stored_us(self, address: str) -> int | None:
        return self._media.stored_us(address)

    def size_bytes(self) -> int:
        return self._media.size_bytes()

    def sizes(self) -> MediaSizes:
        return self._media.sizes()

    def addresses(self) -> Iterator[str]:
        return self._media.addresses()

    def verify(self, expected: Iterable[str] = ()) -> MediaReport:
        return self._media.verify(expected)

    def close(self) -> None:
        self._media.close()
