"""What forgetting and retention must know of the database beyond the store: who refers to media, what lies aside."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Protocol

from storage.events import Event


@dataclass(frozen=True, slots=True)
class Rejected:
    """An event that the log could not take and that lies whole among the dead letters."""

    letter_id: int
    event: Event


class References(Protocol):
    """Any thread may call."""

    def used(self, addresses: Collection[str]) -> set[str]:
        """Return those media addresses that an event still refers to."""
        ...

    def uses(self, address: str) -> int:
        """Return how many events refer to a media address."""
        ...

    def media_addresses(self) -> Iterator[str]:
        """Yield every address that an event refers to and that was not removed on purpose, each once."""
        ...

    def media_by_age(self, before_us: int) -> Iterator[str]:
        """Yield addresses not removed yet whose every event starts before a time, oldest first, each once."""
        ...

    def waiting(self, addresses: Collection[str], groups: Collection[str]) -> set[str]:
        """Return those media addresses that one of these consumer groups is not done with; unknown groups do not count.

        What a group gave up on (a dead letter) does not wait.
        """
        ...

    def doom(self, addresses: Collection[str], expired_us: int | None = None) -> None:
        """Write down that media are about to be removed; with a time, on purpose while their events stay."""
        ...

    def doomed(self) -> set[str]:
        """Return what is about to be removed."""
        ...

    def needed(self, addresses: Collection[str]) -> set[str]:
        """Return those that an event refers to and that were not removed on purpose."""
        ...

    def spare(self, addresses: Collection[str]) -> None:
        """Forget that media were about to be removed: they are gone, or stay."""
        ...

    def rejected(self) -> Iterator[Rejected]:
        """Yield events that were put aside because they did not match their schema."""
        ...

    def drop_rejected(self, letter_ids: Collection[int]) -> None:
        """Delete such letters with the events in them, for good."""
        ...

    def give_back(self, cancelled: Callable[[], bool] = lambda: False) -> None:
        """Give the room that deleted rows took back to the disk, a little at a time; appends go on between."""
        ...

    def scrub(self) -> bool:
        """Clear the write-ahead log of what was deleted; False when others read so long that it must happen later."""
        ...
