"""Stands before the log and sees what passes: counts always, spans and delays while somebody wants them.

Everything on the way from capture to result goes through the log, so that this is the one place to look.
"""

import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from storage.clock import Clock
from storage.events import Event, JsonObject
from storage.log import Appended, Batch, Commit, DeadLetter, Lag, Log, PassedOver


@dataclass(frozen=True, slots=True)
class Passage:
    """Events that were appended in one go.

    Attributes:
        events: what was appended.
        group: the consumer group that made them, "" when they were captured.
        read_us: when that group read what they are made of; equal to `began_us` where nobody read.
        began_us: when the append began.
        ended_us: when they were durable.
    """

    events: tuple[Event, ...]
    group: str
    read_us: int
    began_us: int
    ended_us: int


class Watcher(Protocol):
    """Whoever wants to see passages; called in the thread that appends, so it must be quick."""

    def passed(self, passage: Passage) -> None:
        """Take note of a passage."""
        ...


@dataclass(slots=True)
class Counts:
    """What has passed since the start."""

    appended: Counter[str] = field(default_factory=Counter)
    """Events by topic."""
    batches: Counter[str] = field(default_factory=Counter)
    """Batches that were worked off, by consumer group."""
    failures: Counter[str] = field(default_factory=Counter)
    """Failed attempts by consumer group."""


class TappedLog:
    """A `Log` that lets its watcher see what passes; otherwise the log it wraps. Any thread may call any method."""

    def __init__(self, log: Log, clock: Clock) -> None:
        self._log = log
        self._clock = clock
        self._lock = threading.Lock()
        self._counts = Counts()
        self._reads = threading.local()
        self.watcher: Watcher | None = None

    def counts(self) -> Counts:
        """Return a copy of the counts."""
        with self._lock:
            own = self._counts
            return Counts(own.appended.copy(), own.batches.copy(), own.failures.copy())

    def append(self, events: Sequence[Event], *, commit: Commit | None = None) -> Appended:
        watcher = self.watcher
        began_us = self._clock.now_us() if watcher is not None else 0
        done = self._log.append(events, commit=commit)
        with self._lock:
            self._counts.appended.update(event.topic for event in events)
            if commit is not None:
                self._counts.batches[commit.group] += 1
        if watcher is not None and events:
            group = "" if commit is None else commit.group
            read_us = self._read_us().pop(group, began_us)
            watcher.passed(Passage(tuple(events), group, min(read_us, began_us), began_us, self._clock.now_us()))
        return done

    def read(self, group: str, *, limit: int = 100) -> Batch:
        if self.watcher is not None:
            # The first of several looks at the same batch is when work on it began; its commit forgets it.
            self._read_us().setdefault(group, self._clock.now_us())
        batch = self._log.read(group, limit=limit)
        if not batch.entries:
            self._read_us().pop(group, None)
        return batch

    def fail(self, group: str, uid: bytes, cause: str, traceback: str, *, poison: bool = False) -> int:
        with self._lock:
            self._counts.failures[group] += 1
        return self._log.fail(group, uid, cause, traceback, poison=poison)

    def extend(self, uid: bytes, end_us: int, data: JsonObject | None = None) -> None:
        self._log.extend(uid, end_us, data)

    def delete(self, uids: Sequence[bytes]) -> int:
        return self._log.delete(uids)

    def subscribe(
        self, group: str, patterns: Sequence[str], *, from_end: bool = False, bound: int | None = None
    ) -> None:
        self._log.subscribe(group, patterns, from_end=from_end, bound=bound)

    def commit(self, group: str, offset: int) -> None:
        self._log.commit(group, offset)

    def seek(self, group: str, offset: int) -> None:
        self._log.seek(group, offset)

    def groups(self) -> tuple[str, ...]:
        return self._log.groups()

    def lag(self, group: str) -> Lag:
        return self._log.lag(group)

    def head(self) -> int:
        return self._log.head()

    def wait(self, after: int, timeout_s: float) -> int:
        return self._log.wait(after, timeout_s)

    def passed_over(self, group: str) -> tuple[PassedOver, ...]:
        return self._log.passed_over(group)

    def dead_letters(self, group: str | None = None) -> tuple[DeadLetter, ...]:
        return self._log.dead_letters(group)

    def requeue(self, letter_id: int) -> None:
        self._log.requeue(letter_id)

    def close(self) -> None:
        self._log.close()

    def _read_us(self) -> dict[str, int]:
        """When each group's batch was first read, by the thread that works on it."""
        found: dict[str, int] | None = getattr(self._reads, "by_group", None)
        if found is None:
            found = self._reads.by_group = {}
        return found
