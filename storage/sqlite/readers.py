"""A pool of read-only connections, each with a time limit and a way to stop what it is doing."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw

from storage.sqlite.database import connect_reader, explained
from storage.store import Stop, StoreError, StoreInterruptedError

_STEPS_BETWEEN_CHECKS = 20_000
_STEPS_BETWEEN_QUESTIONS = 1_000
"""Of a search many steps are long: it unpacks, scores and compares texts."""


class Readers:
    """Lends read-only connections to any thread. A connection serves one thread at a time."""

    def __init__(self, path: Path, *, limit_s: float = 30.0, keep: int = 4) -> None:
        self._path = path
        self._limit_s = limit_s
        self._keep = keep
        self._idle: list[apsw.Connection] = []
        self._busy: set[apsw.Connection] = set()
        self._lock = threading.Lock()
        self._closed = False

    @contextmanager
    def lend(self, stop: Stop | None = None) -> Iterator[apsw.Connection]:
        """Lend a connection inside one read transaction, so that all its queries see the same moment.

        Raises:
            StoreInterruptedError: interrupted, told to `stop`, or over the time limit.
            StoreError: closed.
        """
        connection = self._take()
        deadline = time.monotonic() + self._limit_s
        if stop is None:
            connection.set_progress_handler(lambda: time.monotonic() > deadline, _STEPS_BETWEEN_CHECKS)
        else:
            connection.set_progress_handler(lambda: stop() or time.monotonic() > deadline, _STEPS_BETWEEN_QUESTIONS)
        try:
            with explained(self._path, connection):
                connection.execute("BEGIN")
                yield connection
        except apsw.InterruptError as error:
            over = time.monotonic() > deadline
            why = f"It took longer than {self._limit_s:g} s; ask for less." if over else "It was cancelled."
            raise StoreInterruptedError(why) from error
        finally:
            self._give_back(connection)

    def interrupt(self) -> None:
        """Stop every read that is under way."""
        with self._lock:
            for connection in self._busy:
                connection.interrupt()

    def close(self) -> None:
        """Close idle connections now and lent ones when they come back."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def _take(self) -> apsw.Connection:
        with self._lock:
            if self._closed:
                raise StoreError("The store has been closed.")
            connection = self._idle.pop() if self._idle else None
        if connection is None:
            connection = connect_reader(self._path)
        with self._lock:
            self._busy.add(connection)
        return connection

    def _give_back(self, connection: apsw.Connection) -> None:
        connection.set_progress_handler(None)
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        # A cursor that was left half read keeps its snapshot; the next borrower must not see an old one.
        clean = connection.txn_state() == apsw.SQLITE_TXN_NONE
        with self._lock:
            self._busy.discard(connection)
            if clean and not self._closed and len(self._idle) < self._keep:
                self._idle.append(connection)
                return
        connection.close()
