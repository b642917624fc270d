"""The contract of the log: durable, ordered, read by consumer groups at their own pace.

Everything that happens is appended here once. A processor's backlog is its lag behind the log; there is no other queue.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from storage.events import Event, JsonObject


class EntryKind(StrEnum):
    """What an entry of the log says."""

    EVENT = "event"
    EXTEND = "extend"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the log.

    Attributes:
        offset: position in the total order of this log; grows, never reused.
        kind: an event, an extension of an open span, or a tombstone.
        uid: the event it speaks of.
        topic: that event's topic.
        event: the event as it is now (extensions folded in); None in a tombstone, or when it has been deleted since.
        attempts: how often this group has already failed on it.
    """

    offset: int
    kind: EntryKind
    uid: bytes
    topic: str
    event: Event | None
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class Batch:
    """What a group reads in one go: `entries` in order, and `offset` to commit when all of them are done.

    `offset` may lie beyond the last entry: what lies between did not match the group's patterns.
    """

    entries: tuple[Entry, ...]
    offset: int


@dataclass(frozen=True, slots=True)
class Commit:
    """A group's new offset, stored in the same transaction as the events appended with it."""

    group: str
    offset: int


@dataclass(frozen=True, slots=True)
class Appended:
    """What an append did.

    Attributes:
        offset: of its last entry; the head before it when it added none.
        added: events that were new.
        known: events whose uid was there already.
        rejected: events that do not match their topic's schema, now among the dead letters of group "schema".
        orphaned: events derived from something deleted meanwhile, which must not come back: not kept.
    """

    offset: int
    added: int
    known: int = 0
    rejected: int = 0
    orphaned: int = 0


@dataclass(frozen=True, slots=True)
class Lag:
    """How far a group is behind: matching `entries` left, and when the oldest was received (None: none)."""

    group: str
    offset: int
    head: int
    entries: int
    oldest_received_us: int | None


class Pressure(StrEnum):
    """What happens to an entry of a topic when too much waits for a group: when its bound of others wait behind it.

    Deletions are never passed over.
    """

    BLOCK = "block"
    """It waits its turn."""
    COALESCE = "coalesce"
    """It is passed over when a newer one of the same topic and device waits."""
    DROP_OLDEST = "drop_oldest"
    """It is passed over."""
    DEFER = "defer"
    """It comes later, when the group has nothing else left."""


@dataclass(frozen=True, slots=True)
class PassedOver:
    """How many entries of a topic a group has passed over so far, and by which policy; the events are still stored."""

    group: str
    topic: str
    pressure: Pressure
    entries: int


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """An event that a group (or the schema check, group "schema") gave up on, with the cause to show its owner."""

    id: int
    group: str
    uid: bytes
    topic: str
    cause: str
    traceback: str
    attempts: int
    at_us: int


class LogError(Exception):
    """The log could not do what was asked; the message says why and what to do. Nothing already kept is lost."""


class LogFullError(LogError):
    """The disk is full: the append was refused whole and may be tried again when there is room."""


class LogClosedError(LogError):
    """The log has been closed."""


class Log(Protocol):
    """Append and consume. Every method may be called from any thread; appends block until they are durable."""

    def append(self, events: Sequence[Event], *, commit: Commit | None = None) -> Appended:
        """Store events, and a consumer's offset with them, in one transaction; durable when it returns.

        An event whose uid is known adds nothing. One that does not match its topic's schema goes to the dead letters.

        Raises:
            LogFullError: no room; nothing of this call was stored.
            LogClosedError: after `close`.
        """
        ...

    def extend(self, uid: bytes, end_us: int, data: JsonObject | None = None) -> None:
        """Move an open span's end (never backwards), optionally replacing its data; an entry like any other.

        Raises:
            KeyError: no event has this uid.
        """
        ...

    def delete(self, uids: Sequence[bytes]) -> int:
        """Delete events for real (row, text, index, pyramid), leaving tombstones; return how many there were."""
        ...

    def subscribe(
        self, group: str, patterns: Sequence[str], *, from_end: bool = False, bound: int | None = None
    ) -> None:
        """Create a group, or change its patterns (see `storage.topics.matches`); keeps its offset.

        With a `bound`, entries that so many others wait behind are treated by their topic's `Pressure`.
        """
        ...

    def read(self, group: str, *, limit: int = 100) -> Batch:
        """Return the next matching entries after the group's committed offset; does not move it."""
        ...

    def commit(self, group: str, offset: int) -> None:
        """Remember that the group is done with everything up to and including `offset`."""
        ...

    def seek(self, group: str, offset: int) -> None:
        """Move a group's offset anywhere, back to 0 for a replay."""
        ...

    def groups(self) -> tuple[str, ...]:
        """Return the names of all consumer groups."""
        ...

    def lag(self, group: str) -> Lag:
        """Return how far the group is behind."""
        ...

    def head(self) -> int:
        """Return the offset of the newest entry, 0 when empty."""
        ...

    def wait(self, after: int, timeout_s: float) -> int:
        """Block until the head passes `after` or the time is over; return the head. Does not poll the database."""
        ...

    def fail(self, group: str, uid: bytes, cause: str, traceback: str, *, poison: bool = False) -> int:
        """Count a failed attempt; after the third, or at once with `poison`, it becomes a dead letter.

        Returns the number of attempts so far. Until then the entry comes again by itself after a delay that grows, also
        when the group has committed past it meanwhile. A dead letter comes no more: the group may commit past it.
        """
        ...

    def passed_over(self, group: str) -> tuple[PassedOver, ...]:
        """Return what a group has passed over under pressure, as it stands with its commits."""
        ...

    def dead_letters(self, group: str | None = None) -> tuple[DeadLetter, ...]:
        """Return dead letters, oldest first."""
        ...

    def requeue(self, letter_id: int) -> None:
        """Put a dead letter back: its event is appended again for that group alone to see.

        Raises:
            KeyError: there is no such dead letter.
        """
        ...

    def close(self) -> None:
        """Finish what was accepted and close; later calls raise LogClosedError."""
        ...
