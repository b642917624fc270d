"""Chooses which pictures are old enough to be packed into videos, in the order they were taken.

How they are packed is the media store's matter (`storage/objects/packed.py`).

The packer is a consumer of the log: what it has been through is its group's offset.
"""

import logging
from collections.abc import Callable, Collection, Sequence
from typing import Final

from storage.clock import Clock
from storage.events import JsonValue
from storage.lifecycle.references import References
from storage.log import Entry, Log
from storage.media import Packing, PackingMedia, Still
from storage.topics import CAMERA, SCREEN

logger = logging.getLogger(__name__)

PACKING_GROUP: Final = "packing"
_DAY_US: Final = 86_400_000_000
_WINDOW: Final = 512
"""So many pictures are looked at together, so that those of one display make long segments."""
_ENOUGH: Final = 256
"""With fewer, the packer waits until there are more."""


class Packer:
    """Packs what is old. One thread at a time; it can be cut off at any moment and goes on where it was."""

    def __init__(
        self,
        log: Log,
        media: PackingMedia,
        references: References,
        clock: Clock,
        consumers: Callable[[], Collection[str]] = tuple,
    ) -> None:
        """Make a packer; `consumers` names the groups that must have worked on a picture as it was taken."""
        self._log = log
        self._media = media
        self._references = references
        self._clock = clock
        self._consumers = consumers

    def run(self, after_days: int, cancelled: Callable[[], bool] = lambda: False) -> Packing:
        """Pack pictures that are older than so many days; 0 packs nothing. Finishes what a crash cut off in any case.

        Raises:
            MediaError, LogError: the environment refused, or it was cut off; it goes on where it was next time.
        """
        self._media.tidy(cancelled)
        if not after_days:
            return Packing()
        self._log.subscribe(PACKING_GROUP, (SCREEN, CAMERA))
        before_us = self._clock.now_us() - after_days * _DAY_US
        pictures = freed_bytes = 0
        while not cancelled() and (entries := self._next(before_us)):
            for stills in _alike(entries):
                packed = self._media.pack(stills, cancelled)
                pictures += packed.pictures
                freed_bytes += packed.freed_bytes
            self._log.commit(PACKING_GROUP, entries[-1].offset)
        if pictures:
            logger.info("packed %d pictures, which freed %.1f MB", pictures, freed_bytes / 1e6)
        return Packing(pictures, freed_bytes)

    def _next(self, before_us: int) -> Sequence[Entry]:
        """Return the next entries if they are old, worked on, and enough."""
        batch = self._log.read(PACKING_GROUP, limit=_WINDOW)
        addresses = [entry.event.media for entry in batch.entries if entry.event is not None and entry.event.media]
        waiting = self._references.waiting(addresses, self._consumers())
        ready: list[Entry] = []
        for entry in batch.entries:
            event = entry.event
            if event is not None and (event.start_us >= before_us or event.media in waiting):
                break
            ready.append(entry)
        return ready if len(ready) >= _ENOUGH else ()


def _alike(entries: Sequence[Entry]) -> list[list[Still]]:
    """Return the pictures of each display and camera, in order of time."""
    found: dict[tuple[str, str, JsonValue], list[Still]] = {}
    for entry in entries:
        event = entry.event
        if event is not None and event.media is not None:
            view = event.data.get("display", event.data.get("camera"))
            found.setdefault((event.topic, event.device, str(view)), []).append(Still(event.media, event.start_us))
    return [sorted(stills, key=lambda still: still.at_us) for stills in found.values()]
