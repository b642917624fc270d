"""One query process seen from outside: started, asked, watched, and killed when it does not obey."""

import threading
import time
from multiprocessing import Pipe
from multiprocessing.connection import wait
from typing import Any

import psutil

from storage.child_process import ended, let_go, spawn
from storage.sql.child_main import serve
from storage.sql.messages import Ask, Cancel, Describe, Setup

_GOODBYE_S = 2.0
_OBEY_S = 1.0
_LOOK_S = 0.1


class ProcessLostError(Exception):
    """The process died or was killed; the message says how, for the owner."""


class QueryProcess:
    """One process. One thread at a time asks and receives; `cancel` may be called from any."""

    def __init__(self, setup: Setup) -> None:
        self.setup = setup
        self._pipe, theirs = Pipe()
        self._process = spawn(serve, (theirs, setup), "query")
        theirs.close()
        self._most_bytes = (2 * setup.memory_mb + 1_024) << 20
        self._sending = threading.Lock()
        self._stop_at: float | None = None
        self._number = 0

    @property
    def pid(self) -> int | None:
        """Process id."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return not ended(self._process)

    def ask(self, request: Ask | Describe) -> None:
        """Send a request; its answers are read with `receive`."""
        self._stop_at = None
        self._number = request.number
        self._send(request)

    def receive(self, deadline: float | None) -> Any:
        """Return the next message.

        Args:
            deadline: on the monotonic clock; when it passes the request is cancelled.

        Raises:
            ProcessLostError: it died, took too much memory, or did not obey a cancellation.
        """
        while not self._ready(_LOOK_S):
            now = time.monotonic()
            if deadline is not None and now > deadline and self._stop_at is None:
                self.cancel()
            if self._stop_at is not None and now > self._stop_at:
                self.kill()
                raise ProcessLostError("The query was cancelled.")
            if self._memory_bytes() > self._most_bytes:
                self.kill()
                raise ProcessLostError("The query needs more memory than queries may have; ask for less at once.")
        try:
            return self._pipe.recv()
        except (EOFError, OSError) as error:
            self._process.join(_GOODBYE_S)
            raise ProcessLostError(_epitaph(self._process.exitcode)) from error

    def cancel(self) -> None:
        """Tell the process to stop what it does; it is killed when it does not soon."""
        if self._stop_at is None:
            self._stop_at = time.monotonic() + _OBEY_S
            self._send(Cancel(self._number))

    @property
    def cancelled(self) -> bool:
        """Whether the present request has been cancelled."""
        return self._stop_at is not None

    def kill(self) -> None:
        """End the process at once."""
        if not ended(self._process):
            self._process.kill()
            ended(self._process, _GOODBYE_S)

    def close(self) -> None:
        """Let the process end, or end it; frees what it held."""
        self._pipe.close()
        if not ended(self._process, _GOODBYE_S):
            self._process.kill()
        let_go(self._process)

    def _ready(self, timeout_s: float) -> bool:
        return bool(wait([self._pipe, self._process.sentinel], timeout_s))

    def _send(self, message: object) -> None:
        try:
            with self._sending:
                self._pipe.send(message)
        except (BrokenPipeError, OSError):
            pass  # it is gone: `receive` says so

    def _memory_bytes(self) -> int:
        try:
            return int(psutil.Process(self._process.pid).memory_info().rss)
        except psutil.Error:
            return 0


def _epitaph(code: int | None) -> str:
    how = "exit code unknown" if code is None else f"signal {-code}" if code < 0 else f"exit code {code}"
    return (
        f"The query process ended unexpectedly ({how}), perhaps for lack of memory. "
        "A new one is ready; ask for less at once or try again."
    )
