"""How much of the disk a day's pictures and sound take. Blocking, and slow where media are far away."""

from dataclasses import dataclass

from storage.media import MediaError, MediaStore
from storage.store import EventQuery, Store
from storage.topics import CAMERA, LOUDSPEAKER, MICROPHONE, SCREEN, THUMBNAIL

KINDS = {"screen": (SCREEN, THUMBNAIL), "sound": (MICROPHONE, LOUDSPEAKER), "camera": (CAMERA,)}


@dataclass(frozen=True, slots=True)
class DiskShare:
    """Bytes by kind (`screen`, `sound`, `camera`); what two days share counts for both."""

    by_kind: dict[str, int]

    @property
    def total_bytes(self) -> int:
        """All kinds together."""
        return sum(self.by_kind.values())


def read_disk(store: Store, media: MediaStore, start_us: int, end_us: int) -> DiskShare:
    """Return what the media of a span take; files that are gone take nothing.

    Raises:
        StoreError: the store could not answer.
    """
    return DiskShare({kind: _bytes(store, media, topics, start_us, end_us) for kind, topics in KINDS.items()})


def _bytes(store: Store, media: MediaStore, topics: tuple[str, ...], start_us: int, end_us: int) -> int:
    addresses = {
        event.media for batch in store.scan(EventQuery(topics, start_us, end_us)) for event in batch if event.media
    }
    return sum(_size(media, address) for address in addresses)


def _size(media: MediaStore, address: str) -> int:
    try:
        return media.info(address).size_bytes
    except MediaError:
        return 0
