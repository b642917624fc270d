"""Lets pictures and sound go when they are old or too many; the events and the texts read from them stay."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Final

from storage.clock import Clock
from storage.lifecycle.references import References
from storage.media import MediaMissingError, MediaStore

logger = logging.getLogger(__name__)

_DAY_US: Final = 86_400_000_000
_BATCH: Final = 200


class Layer(StrEnum):
    """What expires on its own: pixels go first, then sound; text never does."""

    PICTURES = "pictures"
    SOUND = "sound"


@dataclass(frozen=True, slots=True)
class Policy:
    """How long and how much is kept; 0 means without limit.

    Attributes:
        picture_days: pictures (and video) older than this go.
        audio_days: sound older than this goes.
        budget_bytes: of everything kept; beyond it the oldest pictures go, then the oldest sound.
    """

    picture_days: int = 0
    audio_days: int = 0
    budget_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Expired:
    """What has been let go: files by layer, and their bytes."""

    files: dict[str, int]
    freed_bytes: int

    @property
    def total(self) -> int:
        """Number of files in all."""
        return sum(self.files.values())


class Retention:
    """Applies a policy. Any thread may call, one at a time; it can be cut off at any moment and done again."""

    def __init__(
        self, media: MediaStore, references: References, clock: Clock, database_bytes: Callable[[], int]
    ) -> None:
        self._media = media
        self._references = references
        self._clock = clock
        self._database_bytes = database_bytes

    def apply(self, policy: Policy, cancelled: Callable[[], bool] = lambda: False) -> Expired:
        """Let go what the policy no longer keeps, oldest first, and return what went.

        Raises:
            MediaError, LogError: the environment refused; what was let go so far is remembered.
        """
        run = _Run(self._media, self._references, self._clock.now_us(), cancelled)
        now_us = self._clock.now_us()
        for layer, days in ((Layer.PICTURES, policy.picture_days), (Layer.SOUND, policy.audio_days)):
            if days:
                run.remove(layer, now_us - days * _DAY_US, lambda: True)
        if policy.budget_bytes:
            for layer in Layer:
                run.remove(layer, now_us, lambda: self.used_bytes() > policy.budget_bytes)
        run.remember()
        if run.freed_bytes:
            logger.info("retention removed %d media files", sum(run.files.values()))
        return Expired({layer.value: count for layer, count in run.files.items()}, run.freed_bytes)

    def used_bytes(self) -> int:
        """Return how much database and media take."""
        return self._database_bytes() + self._media.size_bytes()


class _Run:
    """One application of a policy."""

    def __init__(self, media: MediaStore, references: References, now_us: int, cancelled: Callable[[], bool]) -> None:
        self._media = media
        self._references = references
        self._now_us = now_us
        self._cancelled = cancelled
        self._waiting: list[str] = []
        self.files = dict.fromkeys(Layer, 0)
        self.freed_bytes = 0

    def remove(self, layer: Layer, before_us: int, needed: Callable[[], bool]) -> None:
        """Remove a layer's media from before a time, oldest first, as long as it is needed."""
        addresses = self._references.media_by_age(before_us)
        while batch := list(islice(addresses, _BATCH)):
            for address, size_bytes in self._of_layer(layer, batch):
                if self._cancelled() or not needed():
                    return
                if self._media.delete(address):
                    self.files[layer] += 1
                    self.freed_bytes += size_bytes
                self._waiting.append(address)
            self.remember()

    def remember(self) -> None:
        """Note what was removed on purpose."""
        if self._waiting:
            self._references.note_expired(self._waiting, self._now_us)
            self._waiting = []

    def _of_layer(self, layer: Layer, addresses: list[str]) -> Iterator[tuple[str, int]]:
        for address in addresses:
            try:
                info = self._media.info(address)
            except MediaMissingError:
                continue
            if layer_of(info.kind) is layer:
                yield address, info.size_bytes


def layer_of(kind: str) -> Layer | None:
    """Return the layer of a MIME type, None for what never expires."""
    if kind.startswith(("image/", "video/")):
        return Layer.PICTURES
    return Layer.SOUND if kind.startswith("audio/") else None
