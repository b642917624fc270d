"""Lets what is old or too much go, layer by layer: pictures, sound, texts, and what else was derived from them."""

import logging
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Final

from storage.clock import Clock
from storage.events import Event
from storage.lifecycle.doomed import finish_doomed
from storage.lifecycle.references import References
from storage.log import Log
from storage.media import MediaMissingError, PackingMedia
from storage.store import EventQuery, Store
from storage.topics import matches

logger = logging.getLogger(__name__)

_DAY_US: Final = 86_400_000_000
_BATCH: Final = 200
TEXT_TOPICS: Final = ("media.text.*", "media.image.text.*", "digital.clipboard.*", "task.url.*")
DERIVED_TOPICS: Final = ("media.*", "analysis.*")


class Layer(StrEnum):
    """What expires on its own. Under pressure pixels go first, then sound; the others have their age alone."""

    PICTURES = "pictures"
    SOUND = "sound"
    TEXT = "text"
    DERIVED = "derived"


@dataclass(frozen=True, slots=True)
class Policy:
    """How long and how much is kept; 0 means without limit.

    Attributes:
        picture_days: pictures (and video) older than this go; their events stay.
        audio_days: sound older than this goes; its events stay.
        budget_bytes: of everything kept; beyond it the oldest pictures go, then the oldest sound.
        text_days: texts (read, heard, copied) older than this go.
        derived_days: what else was derived (thumbnails, spans of speech, objects, summaries, …) goes after this.
    """

    picture_days: int = 0
    audio_days: int = 0
    budget_bytes: int = 0
    text_days: int = 0
    derived_days: int = 0


@dataclass(frozen=True, slots=True)
class Expired:
    """What has been let go: files and events by layer, the bytes of the files, and what stays for it is not processed.

    Attributes:
        files: media files by layer.
        freed_bytes: their size.
        events: events of the layers text and derived.
        waiting: files that are due, but that no processor has worked on yet.
    """

    files: dict[str, int]
    freed_bytes: int
    events: dict[str, int]
    waiting: int = 0

    @property
    def total(self) -> int:
        """Number of files in all."""
        return sum(self.files.values())


class Retention:
    """Applies a policy. Any thread may call, one at a time; it can be cut off at any moment and done again."""

    def __init__(
        self,
        log: Log,
        store: Store,
        media: PackingMedia,
        references: References,
        clock: Clock,
        database_bytes: Callable[[], int],
        consumers: Callable[[], Collection[str]] = tuple,
    ) -> None:
        """Make it; `consumers` names the groups that must be done with a picture or sound before it may go."""
        self._log = log
        self._store = store
        self._media = media
        self._references = references
        self._clock = clock
        self._database_bytes = database_bytes
        self._consumers = consumers

    def apply(self, policy: Policy, cancelled: Callable[[], bool] = lambda: False) -> Expired:
        """Let go what the policy no longer keeps, oldest first, and return what went.

        Raises:
            MediaError, LogError: the environment refused; what was let go so far is remembered.
        """
        finish_doomed(self._media, self._references)
        now_us = self._clock.now_us()
        run = _MediaRun(self._media, self._references, now_us, cancelled, self._consumers())
        for layer, days in ((Layer.PICTURES, policy.picture_days), (Layer.SOUND, policy.audio_days)):
            if days:
                run.remove(layer, now_us - days * _DAY_US, None)
        events = {
            Layer.TEXT.value: self._expire_events(TEXT_TOPICS, (), policy.text_days, cancelled),
            Layer.DERIVED.value: self._expire_events(DERIVED_TOPICS, TEXT_TOPICS, policy.derived_days, cancelled),
        }
        if any(events.values()):
            self._references.give_back(cancelled)
        if policy.budget_bytes:
            for layer in (Layer.PICTURES, Layer.SOUND):
                run.remove(layer, now_us, self.used_bytes() - policy.budget_bytes)
        if run.freed_bytes or any(events.values()):
            logger.info("retention removed %d media files and %d events", sum(run.files.values()), sum(events.values()))
        if run.held_back:
            logger.info("%d media files are due, but not processed yet: they stay", len(run.held_back))
        files = {layer.value: count for layer, count in run.files.items()}
        return Expired(files, run.freed_bytes, events, len(run.held_back))

    def used_bytes(self) -> int:
        """Return how much database and media take."""
        return self._database_bytes() + self._media.size_bytes()

    def _expire_events(
        self, topics: tuple[str, ...], but: tuple[str, ...], days: int, cancelled: Callable[[], bool]
    ) -> int:
        """Delete events of some topics that ended so long ago, with what only they refer to."""
        if not days:
            return 0
        before_us = self._clock.now_us() - days * _DAY_US
        deleted = 0
        for batch in self._store.scan(EventQuery(topics=topics, end_us=before_us)):
            if cancelled():
                break
            due = [
                event
                for event in batch
                if event.end_us <= before_us and not any(matches(pattern, event.topic) for pattern in but)
            ]
            deleted += self._delete_events(due)
        return deleted

    def _delete_events(self, events: list[Event]) -> int:
        if not events:
            return 0
        addresses = {event.media for event in events if event.media is not None}
        self._references.doom(addresses)
        deleted = self._log.delete([event.uid for event in events])
        self._media.delete_many(addresses - self._references.used(addresses))
        self._references.spare(addresses)
        return deleted


class _MediaRun:
    """One application of a policy to media."""

    def __init__(
        self,
        media: PackingMedia,
        references: References,
        now_us: int,
        cancelled: Callable[[], bool],
        consumers: Collection[str],
    ) -> None:
        self._media = media
        self._references = references
        self._now_us = now_us
        self._cancelled = cancelled
        self._consumers = consumers
        self._segments: dict[frozenset[str], set[str]] = {}
        self.files = dict.fromkeys((Layer.PICTURES, Layer.SOUND), 0)
        self.freed_bytes = 0
        self.held_back: set[str] = set()

    def remove(self, layer: Layer, before_us: int, wanted_bytes: int | None) -> None:
        """Remove a layer's media from before a time, oldest first, until so many bytes are free (None: all)."""
        addresses = self._references.media_by_age(before_us)
        self._segments = {}
        freed = 0
        while batch := list(dict.fromkeys(islice(addresses, _BATCH))):
            waiting = self._references.waiting(batch, self._consumers)
            chosen: set[str] = set()
            for address, size_bytes in self._of_layer(layer, batch):
                if self._cancelled() or (wanted_bytes is not None and freed >= wanted_bytes):
                    return self._let_go(layer, chosen)
                if address in waiting:
                    self.held_back.add(address)
                    continue
                going = self._going(address)
                chosen |= going
                freed += size_bytes * len(going)
            self._let_go(layer, chosen)
        return None

    def _going(self, address: str) -> frozenset[str]:
        """Return what may go now that this picture may: itself, or its whole segment, or nothing yet.

        A segment goes as a whole, for leaving out one picture after the other would encode the rest again and again.
        """
        companions = self._media.companions(address)
        if not companions:
            return frozenset((address,))
        due = self._segments.setdefault(companions, set())
        due.add(address)
        if not companions <= due:
            return frozenset()
        del self._segments[companions]
        return companions

    def _let_go(self, layer: Layer, addresses: set[str]) -> None:
        """Remove media and note that it was on purpose."""
        if not addresses:
            return
        sizes = {address: self._size_bytes(address) for address in addresses}
        self._references.doom(addresses, self._now_us)
        gone = self._media.delete_many(addresses)
        self._references.spare(addresses)
        self.files[layer] += len(gone)
        self.freed_bytes += sum(sizes[address] for address in gone)

    def _size_bytes(self, address: str) -> int:
        try:
            return self._media.info(address).size_bytes
        except MediaMissingError:
            return 0

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
