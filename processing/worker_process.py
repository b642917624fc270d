"""A worker process seen from outside: started at the first request, killed when it hangs, replaced when it died."""

import logging
import os
import threading
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess

import psutil

from processing.answers import ForeignAnswerError, read_answer
from processing.worker_main import Answer, Request, WorkerSetup, serve
from storage.child_process import ended, let_go, spawn
from storage.confinement import Limits

_log = logging.getLogger(__name__)
_GOODBYE_S = 2.0
_DEATH_S = 0.2
"""A closed pipe precedes the end of its process by a moment."""


class WorkerLostError(Exception):
    """The worker died or was killed over a request; the message says how."""


@dataclass(slots=True)
class _Running:
    process: SpawnProcess
    pipe: Connection


class WorkerProcess:
    """One worker process, or none: `ask` starts it where needed.

    One thread asks; `kill` may be called from another. On Linux the process dies with the thread that first asked.
    """

    def __init__(self, name: str, nice: int, idle_io: bool, limits: Limits = Limits()) -> None:  # noqa: B008 - frozen
        self._name = name
        self._nice = nice
        self._idle_io = idle_io
        self._limits = limits
        self._running: _Running | None = None
        self._lock = threading.Lock()

    @property
    def pid(self) -> int | None:
        """Process id, None while there is no process."""
        running = self._running
        return None if running is None else running.process.pid

    def cpu_s(self) -> float:
        """Return the processor time the process has taken so far, 0 while there is none."""
        pid = self.pid
        if pid is None:
            return 0.0
        try:
            times = psutil.Process(pid).cpu_times()
        except psutil.Error:
            return 0.0
        return float(times.user + times.system)

    def ask(self, request: Request, timeout_s: float) -> Answer:
        """Send a request and wait for the answer.

        Raises:
            WorkerLostError: the process died, or did not answer in time and was killed; the next call starts another.
        """
        running = self._start()
        try:
            running.pipe.send(request)
            wait([running.pipe, running.process.sentinel], timeout_s)
            if not running.pipe.poll():
                raise WorkerLostError(self._bury(running, timeout_s))
            # What runs foreign code could answer with a pickle that runs code here.
            answer = read_answer(running.pipe.recv_bytes()) if self._limits.foreign else running.pipe.recv()
        except ForeignAnswerError as error:
            self._bury(running, timeout_s)
            raise WorkerLostError(f"The worker answered with what may not be in an answer ({error}).") from error
        except (EOFError, OSError) as error:
            raise WorkerLostError(self._bury(running, timeout_s)) from error
        if not isinstance(answer, Answer):
            raise WorkerLostError(self._bury(running, timeout_s))
        return answer

    def leave(self) -> None:
        """Let the process end, which frees its memory; none running is fine."""
        with self._lock:
            running, self._running = self._running, None
        if running is None:
            return
        running.pipe.close()
        if not ended(running.process, _GOODBYE_S):
            running.process.kill()
        let_go(running.process)

    def kill(self) -> None:
        """End the process at once, from any thread; a request under way raises WorkerLostError."""
        with self._lock:
            if self._running is not None and not ended(self._running.process):
                self._running.process.kill()

    def _start(self) -> _Running:
        with self._lock:
            if self._running is None:
                ours, theirs = Pipe()
                setup = WorkerSetup(self._name, self._nice, self._idle_io, os.getpid(), self._limits)
                process = spawn(serve, (theirs, setup), self._name)
                theirs.close()
                self._running = _Running(process, ours)
                _log.debug("worker %s started as process %s", self._name, process.pid)
            return self._running

    def _bury(self, running: _Running, timeout_s: float) -> str:
        """Clear away a process that died or hangs, and say which."""
        hung = not ended(running.process, _DEATH_S)
        with self._lock:
            self._running = None
            if hung:
                running.process.kill()
        running.pipe.close()
        code = let_go(running.process)
        if hung:
            return f"The worker did not answer within {timeout_s:.0f} s and was replaced."
        return f"The worker died ({_exit_reason(code)}) and was replaced."


def _exit_reason(code: int | None) -> str:
    if code is None:
        return "somebody else has taken its exit code"
    return f"signal {-code}" if code < 0 else f"exit code {code}"
