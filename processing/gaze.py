"""Remembers what the owner looks at, so that it is understood first. Who looks is the window, who works the family."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

from storage.events import Event
from storage.store import EventQuery

_LONGEST_US = 86_400_000_000
_EACH_WAY = 500

Find = Callable[[EventQuery], list[Event]]


@dataclass(frozen=True, slots=True)
class Look:
    """A span of time that is looked at; `number` grows with each look."""

    number: int
    start_us: int
    end_us: int


class Gaze:
    """The last look. Any thread may call."""

    def __init__(self, find: Find | None = None) -> None:
        """`find` reads events of the store; without it nobody looks."""
        self._find = find
        self._lock = threading.Lock()
        self._look: Look | None = None
        self._number = 0

    @property
    def look(self) -> Look | None:
        """What is looked at, None where nothing is, or so much that nothing of it is meant."""
        with self._lock:
            return self._look

    def at(self, start_us: int, end_us: int) -> None:
        """Look at `[start_us, end_us)`."""
        with self._lock:
            self._number += 1
            wide = end_us - start_us > _LONGEST_US
            self._look = None if wide or self._find is None else Look(self._number, start_us, end_us)

    def away(self) -> None:
        """Look at nothing."""
        with self._lock:
            self._look = None

    def events(self, look: Look, topics: tuple[str, ...]) -> list[Event]:
        """Return the events of these topics that are looked at, those nearest to the middle first.

        Raises:
            StoreError: the store could not answer.
        """
        if self._find is None:
            return []
        middle_us = (look.start_us + look.end_us) // 2
        later = self._find(EventQuery(topics, middle_us, look.end_us, limit=_EACH_WAY))
        sooner = self._find(EventQuery(topics, look.start_us, middle_us, newest_first=True, limit=_EACH_WAY))
        found = {event.uid: event for event in (*later, *sooner)}
        return sorted(found.values(), key=lambda event: abs(event.start_us - middle_us))
