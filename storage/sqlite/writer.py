"""The one writer of this process: a thread that runs pieces of work in transactions and groups their commits.

While one commit waits for the disk, the next pieces gather; they then share one transaction and one wait.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import apsw

from storage.log import LogClosedError, LogError
from storage.sqlite.database import BUSY_TIMEOUT_MS, explained

logger = logging.getLogger(__name__)

T = TypeVar("T")

GROUP_ROWS = 20_000
_SCRUB_WAIT_MS = 200


@dataclass(frozen=True, slots=True)
class _Job:
    work: Callable[[apsw.Connection], Any]
    rows: int
    done: "Future[Any]"


class RefusingWriter:
    """Stands where the writer would in a database opened for reading only."""

    def run(self, work: Callable[[apsw.Connection], T], *, rows: int = 1) -> T:  # noqa: ARG002
        """Refuse.

        Raises:
            LogError: always.
        """
        raise LogError("The recordings were opened for reading only.")

    def scrub(self) -> None:
        """Do nothing."""

    def close(self) -> None:
        """Do nothing."""


class Writer:
    """Runs work in write transactions, one after another. Any thread may call `run`.

    The connection belongs to the writer's thread from here on. `committed` is called in that thread after each commit.
    """

    def __init__(self, connection: apsw.Connection, path: Path, committed: Callable[[apsw.Connection], None]) -> None:
        self._connection = connection
        self._path = path
        self._committed = committed
        self._jobs: deque[_Job] = deque()
        self._wake = threading.Condition()
        self._closing = False
        self._scrub = False
        self._thread = threading.Thread(target=self._loop, name="store-writer", daemon=True)
        self._thread.start()

    def run(self, work: Callable[[apsw.Connection], T], *, rows: int = 1) -> T:
        """Run `work(connection)` inside a write transaction; durable when this returns.

        Work may be run a second time when a transaction it shared was undone, so it must keep no state of its own.
        What it raises undoes its changes alone and comes out here.

        Args:
            work: reads and writes through the connection; neither begins nor commits.
            rows: about how many rows it writes, which decides how much is grouped.

        Raises:
            LogFullError: the disk is full; nothing of this work was stored.
            LogClosedError: after `close`.
        """
        if threading.current_thread() is self._thread:
            return work(self._connection)
        job = _Job(work, rows, Future())
        with self._wake:
            if self._closing:
                raise LogClosedError("The log has been closed.")
            self._jobs.append(job)
            self._wake.notify()
        result: T = job.done.result()
        return result

    @property
    def waiting(self) -> int:
        """How many pieces of work wait for their turn."""
        return len(self._jobs)

    def scrub(self) -> None:
        """Clear the write-ahead log, so that what was deleted is in no file; done later when readers are in the way."""
        self._scrub = True
        self.run(lambda _: None)

    def close(self) -> None:
        """Finish what was accepted, then stop the thread and close the connection."""
        with self._wake:
            self._closing = True
            self._wake.notify()
        self._thread.join()

    def _loop(self) -> None:
        while jobs := self._take():
            self._commit(jobs)
        if self._scrub:
            self._try_scrub()
        self._connection.close()

    def _take(self) -> list[_Job]:
        """Wait for work and return what shares the next transaction; empty at the end."""
        with self._wake:
            while not self._jobs and not self._closing:
                self._wake.wait()
            taken: list[_Job] = []
            rows = 0
            while self._jobs and (not taken or rows + self._jobs[0].rows <= GROUP_ROWS):
                job = self._jobs.popleft()
                taken.append(job)
                rows += job.rows
            return taken

    def _commit(self, jobs: list[_Job]) -> None:
        """Run jobs in one transaction; when that is impossible, each in its own."""
        try:
            with explained(self._path, self._connection):
                outcomes = self._attempt(jobs)
        except Exception as error:  # noqa: BLE001  worker loop: the caller gets it, the writer goes on
            self._undo()
            if len(jobs) == 1:
                jobs[0].done.set_exception(error)
                return
            for job in jobs:
                self._commit([job])
            return
        self._committed(self._connection)
        if self._scrub:
            self._try_scrub()
        for job, (result, failure) in zip(jobs, outcomes, strict=True):
            if failure is None:
                job.done.set_result(result)
            else:
                job.done.set_exception(failure)

    def _attempt(self, jobs: list[_Job]) -> list[tuple[Any, Exception | None]]:
        connection = self._connection
        connection.execute("BEGIN IMMEDIATE")
        if len(jobs) == 1:
            outcomes: list[tuple[Any, Exception | None]] = [(jobs[0].work(connection), None)]
        else:
            outcomes = [self._apart(job) for job in jobs]
        connection.execute("COMMIT")
        return outcomes

    def _apart(self, job: _Job) -> tuple[Any, Exception | None]:
        """Run a job so that its failure undoes nothing of the others."""
        connection = self._connection
        connection.execute("SAVEPOINT job")
        try:
            result = job.work(connection)
        except apsw.Error:
            raise
        except Exception as error:  # noqa: BLE001  worker loop: the caller gets it, the others go on
            connection.execute("ROLLBACK TO job")
            connection.execute("RELEASE job")
            return None, error
        connection.execute("RELEASE job")
        return result, None

    def _undo(self) -> None:
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    def _try_scrub(self) -> None:
        """Write the log back and truncate it; tried again after the next commit when a reader still needs it."""
        self._connection.set_busy_timeout(_SCRUB_WAIT_MS)
        try:
            self._connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)
            self._scrub = False
        except (apsw.BusyError, apsw.LockedError, apsw.FullError, apsw.IOError) as error:
            logger.debug("the write-ahead log is cleared later: %s", type(error).__name__)
        finally:
            self._connection.set_busy_timeout(BUSY_TIMEOUT_MS)
