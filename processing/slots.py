"""Who may work now: a fixed number of places, given to whoever has the highest priority."""

import heapq
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Slots:
    """So many may work at once; who waits goes in order of priority (smaller first), then of arrival. Thread-safe."""

    def __init__(self, count: int) -> None:
        self._free = count
        self._count = count
        self._changed = threading.Condition()
        self._queue: list[tuple[int, int]] = []
        self._tickets = 0

    @contextmanager
    def taken(self, priority: int, stop: threading.Event) -> Iterator[bool]:
        """Hold a place for the block; yields False, without one, when `stop` was set while waiting (see `wake`)."""
        got = self._enter(priority, stop)
        try:
            yield got
        finally:
            if got:
                with self._changed:
                    self._free += 1
                    self._changed.notify_all()

    def resize(self, count: int) -> None:
        """Change how many may work; those at work finish first."""
        with self._changed:
            self._free += count - self._count
            self._count = count
            self._changed.notify_all()

    def waiting(self) -> int:
        """Return how many wait for a place."""
        with self._changed:
            return len(self._queue)

    def wake(self) -> None:
        """Make those who wait look at their stop event again."""
        with self._changed:
            self._changed.notify_all()

    def _enter(self, priority: int, stop: threading.Event) -> bool:
        with self._changed:
            self._tickets += 1
            ticket = (priority, self._tickets)
            heapq.heappush(self._queue, ticket)
            self._changed.wait_for(lambda: stop.is_set() or (self._free > 0 and self._queue[0] == ticket))
            self._queue.remove(ticket)
            heapq.heapify(self._queue)
            self._changed.notify_all()
            if stop.is_set():
                return False
            self._free -= 1
            return True
