"""The book-keeping of packed pictures: which segment holds what, changed so that a crash at any point loses nothing.

The order is always the same: the segment is marked untidy, then stored, then pointed to; only then originals and
earlier segments go, and the mark last. `tidy` brings whatever a crash left to one of two ends: all done, or nothing.
"""

import logging
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from filelock import FileLock

from storage.media import MediaError, MediaMissingError, MediaStore, SegmentCopy, Still
from storage.objects.address import address_of
from storage.objects.encoder import Encoder
from storage.objects.pointers import Pointer, Pointers
from storage.objects.segment import SEGMENT_KIND, Contents, read_contents

logger = logging.getLogger(__name__)

_ROUNDS: Final = 5


class Segments:
    """Segments in a media store and the pointers to them. Any thread may call; several processes may."""

    def __init__(self, raw: MediaStore, pointers: Pointers, lock: Path, encoder: Encoder) -> None:
        self._raw = raw
        self._pointers = pointers
        self._lock_path = lock
        self._thread_lock = threading.Lock()
        self._encoder = encoder

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Keep others of this and other processes from removing or packing anything meanwhile; not reentrant."""
        with self._thread_lock:
            self._lock_path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with FileLock(self._lock_path, mode=0o600):
                yield

    def locate(self, address: str) -> Pointer | None:
        """Return where a picture is packed, None where it is not."""
        pointers = self._pointers.of(address)
        while pointers:
            found = next((pointer for pointer in pointers if self._has(pointer.segment)), None)
            again = self._pointers.of(address)
            if found is not None or again == pointers:
                return found
            pointers = again  # its segment was rewritten at this very moment
        return None

    def contents(self, pointer: Pointer) -> Contents:
        """Return what is in the segment a picture is in (raises MediaMissingError, MediaError)."""
        return read_contents(self._raw.path(pointer.segment))

    def living(self, segment: str, contents: Contents) -> list[int]:
        """Return the numbers of the pictures that are not deleted, nor better kept in another segment."""
        untidy = set(self._pointers.untidy())
        return [
            number
            for number, still in enumerate(contents.stills)
            if self._lives(Pointer(still.address, segment, number, len(contents.stills)), untidy)
        ]

    def commit(self, content: bytes, stills: Sequence[Still]) -> bool:
        """Store a segment in place of its originals; False when one of them was deleted meanwhile."""
        with self.changing():
            if not all(self._has(still.address) for still in stills):
                return False
            segment = self._store(content, stills)
            self._raw.delete_many([still.address for still in stills])
            self._pointers.mark_tidy(segment)
        return True

    def adopt(self, copy: SegmentCopy) -> None:
        """Keep a segment that was made elsewhere, less the pictures that are not wanted."""
        stills = read_contents(copy.content).stills
        with self.changing():
            segment = self._store(copy.content, stills, copy.addresses)
        self.tidy_one(segment, lambda: False)

    def drop(self, addresses: Collection[str]) -> tuple[set[str], set[str]]:
        """Make pictures unreadable; return which there were, and the segments that are untidy from now on."""
        dropped, segments = set(), set()
        for address in addresses:
            pointers = self._pointers.of(address)
            for pointer in pointers:
                self._pointers.mark_untidy(pointer.segment)
                segments.add(pointer.segment)
                dropped.add(address)
            self._pointers.remove(pointers)
        return dropped, segments

    def untidy(self) -> list[str]:
        """Return the segments that are untidy."""
        return self._pointers.untidy()

    def tidy_one(self, segment: str, cancelled: Callable[[], bool]) -> None:
        """Bring a segment in order: it goes, stays, or is rewritten without what was deleted.

        Raises:
            MediaError: it cannot be read or rewritten; it stays untidy.
        """
        for _ in range(_ROUNDS):
            if self._try_tidy(segment, cancelled):
                return
        raise MediaError("a video segment kept changing while it was rewritten; it is tried again later")

    def _try_tidy(self, segment: str, cancelled: Callable[[], bool]) -> bool:
        """Return False when it changed meanwhile."""
        try:
            content = self._raw.get(segment)
        except MediaMissingError:
            self._pointers.mark_tidy(segment)
            return True
        contents = read_contents(content)
        living = self.living(segment, contents)
        fresh = None
        if living and len(living) < len(contents.stills):
            fresh = self._encoder.rewrite(content, living, cancelled)
            if fresh is None:
                raise MediaError("a video segment could not be rewritten without what was deleted")
        with self.changing():
            if not self._has(segment):
                return True
            if living != self.living(segment, contents):
                return False
            kept = [contents.stills[number] for number in living]
            if len(living) < len(contents.stills):
                made = None if fresh is None else self._store(fresh, kept)
                self._remove(segment, contents)
                if made is not None:
                    self._pointers.mark_tidy(made)
            self._raw.delete_many([still.address for still in kept])
            self._pointers.mark_tidy(segment)
        return True

    def _store(self, content: bytes, stills: Sequence[Still], wanted: Collection[str] | None = None) -> str:
        """Store and point to a segment; it is untidy still."""
        segment = address_of(content)
        self._pointers.mark_untidy(segment)
        self._raw.put(content, SEGMENT_KIND)
        if self._raw.get(segment) != content:
            raise MediaError("a video segment was not stored as it was written; the pictures stay as they are")
        self._pointers.add(
            [
                Pointer(still.address, segment, number, len(stills))
                for number, still in enumerate(stills)
                if wanted is None or still.address in wanted
            ]
        )
        return segment

    def _remove(self, segment: str, contents: Contents) -> None:
        """Remove a segment with the pointers to it."""
        pointers = [pointer for still in contents.stills for pointer in self._pointers.of(still.address)]
        self._pointers.remove([pointer for pointer in pointers if pointer.segment == segment])
        self._raw.delete(segment)

    def _lives(self, wanted: Pointer, untidy: Collection[str]) -> bool:
        """Tell whether a picture stays: a tidy segment keeps what is in an untidy one, too; of several the first."""
        pointers = self._pointers.of(wanted.address)
        rank = (wanted.segment in untidy, wanted.segment)
        better = any(
            (pointer.segment in untidy, pointer.segment) < rank and self._has(pointer.segment) for pointer in pointers
        )
        return wanted in pointers and not better

    def _has(self, address: str) -> bool:
        try:
            self._raw.info(address)
        except MediaMissingError:
            return False
        return True
