"""Tells waiting threads that the log has grown: at once for this process, within half a second for other processes."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import apsw

from storage.log import LogClosedError
from storage.sqlite.appending import head
from storage.sqlite.database import connect_reader, explained

_LOOK_EVERY_S = 0.5


class HeadWatch:
    """Remembers the head of the log and wakes whoever waits for it to move. Any thread may call.

    Writers of this process call `changed`. For other processes one of the waiting threads looks twice a second at
    SQLite's data version, which costs microseconds; nobody looks while nobody waits.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection = connect_reader(path, cache_kib=256)
        self._look = threading.Lock()
        self._moved = threading.Condition()
        self._head = head(self._connection)
        self._version = int(self._connection.pragma("data_version"))
        self._looked_s = time.monotonic()
        self._closed = False

    def changed(self, connection: apsw.Connection) -> None:
        """Learn the head from a connection that has just committed, and wake those who wait for it."""
        self._learn(head(connection))

    def wait(self, after: int, timeout_s: float, stopped: Callable[[], bool] = lambda: False) -> int:
        """Return the head as soon as it has passed `after`, or when the time is over, or when `stopped` after a `poke`.

        Raises:
            LogClosedError: closed meanwhile.
        """
        deadline = time.monotonic() + timeout_s
        while True:
            self._look_outside()
            with self._moved:
                if self._closed:
                    raise LogClosedError("The log has been closed.")
                left_s = deadline - time.monotonic()
                if self._head > after or left_s <= 0 or stopped():
                    return self._head
                self._moved.wait(min(left_s, _LOOK_EVERY_S))

    def poke(self) -> None:
        """Let everyone who waits look again at what stops them."""
        with self._moved:
            self._moved.notify_all()

    def close(self) -> None:
        """Wake everyone and close."""
        with self._moved:
            self._closed = True
            self._moved.notify_all()
        with self._look:
            self._connection.close()

    def _look_outside(self) -> None:
        """Look for commits of other processes unless that was done a moment ago."""
        if time.monotonic() - self._looked_s < _LOOK_EVERY_S or not self._look.acquire(blocking=False):
            return
        try:
            if not self._closed:
                self._looked_s = time.monotonic()
                with explained(self._path, self._connection):
                    version = int(self._connection.pragma("data_version"))
                    if version != self._version:
                        self._version = version
                        self._learn(head(self._connection))
        finally:
            self._look.release()

    def _learn(self, newest: int) -> None:
        with self._moved:
            if newest > self._head:
                self._head = newest
                self._moved.notify_all()
