"""Query processes that stand ready, by what they can reach; one statement has one to itself."""

import itertools
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from storage.sql.engine import QueryError
from storage.sql.messages import Setup
from storage.sql.process import QueryProcess

_MOST_IDLE = 4
_MOST = 6


class ProcessPool:
    """Lends processes. Any thread may call; beyond a number of processes at once, callers wait."""

    def __init__(self) -> None:
        self._idle: list[QueryProcess] = []
        self._lock = threading.Lock()
        self._room = threading.BoundedSemaphore(_MOST)
        self._numbers = itertools.count(1)
        self._closed = False
        self._lent: set[QueryProcess] = set()

    def number(self) -> int:
        """Return a number for a request, larger than all before."""
        return next(self._numbers)

    @contextmanager
    def lend(self, setup: Setup) -> Iterator[QueryProcess]:
        """Lend a process, started if none is idle; it comes back unless it died."""
        with self._room:
            process = self._take(setup)
            try:
                yield process
            finally:
                self._give_back(process)

    def close(self) -> None:
        """End every process; those that are lent end when they come back."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
            lent = list(self._lent)
        for process in lent:
            process.cancel()
        for process in idle:
            process.close()

    def _take(self, setup: Setup) -> QueryProcess:
        with self._lock:
            if self._closed:
                raise QueryError("The queries have been closed.")
            for process in self._idle:
                if process.setup == setup and process.alive:
                    self._idle.remove(process)
                    self._lent.add(process)
                    return process
        process = QueryProcess(setup)
        with self._lock:
            if not self._closed:
                self._lent.add(process)
                return process
        process.close()  # the pool was closed while it started
        raise QueryError("The queries have been closed.")

    def _give_back(self, process: QueryProcess) -> None:
        with self._lock:
            self._lent.discard(process)
            closing = [] if process.alive and not self._closed else [process]
            if not closing:
                self._idle.append(process)
                if len(self._idle) > _MOST_IDLE:
                    closing.append(self._idle.pop(0))
        for one in closing:
            one.close()
