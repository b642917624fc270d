"""Runs slow reads off the main thread: the newest question of a name wins, and answers come back as a signal."""

import logging
import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from storage.store import StoreInterruptedError

_log = logging.getLogger(__name__)
_STOP_DEADLINE_S = 10.0


class Worker(QObject):
    """A thread of its own. `ask` and `stop` are for the main thread; jobs run one after the other on the worker's.

    Signals:
        answered(name, answer): a job returned; delivered on the main thread.
        failed(name, message): a job raised; its message, for the owner to read.
    """

    answered = Signal(str, object)
    failed = Signal(str, str)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs: dict[str, Callable[[], object]] = {}
        self._wake = threading.Condition()
        self._stopping = False
        self._finishing = False
        self._busy = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def ask(self, name: str, job: Callable[[], object]) -> None:
        """Run a job soon; one of the same name that has not begun is dropped in its favour."""
        with self._wake:
            self._jobs.pop(name, None)
            self._jobs[name] = job
            self._wake.notify()

    def idle(self) -> bool:
        """Tell whether nothing waits or runs."""
        with self._wake:
            return not self._jobs and not self._busy

    def stop(self) -> None:
        """End the thread after the job under way; waits for it."""
        with self._wake:
            self._stopping = True
            self._jobs.clear()
            self._wake.notify()
        self._thread.join(_STOP_DEADLINE_S)

    def finish(self) -> None:
        """Run everything that waits, then end the thread; waits for it."""
        with self._wake:
            self._finishing = True
            self._wake.notify()
        self._thread.join(_STOP_DEADLINE_S)

    def _run(self) -> None:
        while (taken := self._next()) is not None:
            self._do(*taken)

    def _next(self) -> tuple[str, Callable[[], object]] | None:
        with self._wake:
            self._busy = False
            self._wake.wait_for(lambda: self._stopping or self._finishing or self._jobs)
            if self._stopping or not self._jobs:
                return None
            self._busy = True
            name = next(iter(self._jobs))
            return name, self._jobs.pop(name)

    def _do(self, name: str, job: Callable[[], object]) -> None:
        try:
            answer = job()
        except StoreInterruptedError:
            return
        except Exception as error:  # noqa: BLE001 - the edge of a worker loop
            _log.exception("reading %s failed", name)
            self._tell(self.failed, name, str(error))
        else:
            self._tell(self.answered, name, answer)

    def _tell(self, signal: object, name: str, what: object) -> None:
        with self._wake:
            if self._stopping:
                return
        signal.emit(name, what)  # type: ignore[attr-defined]
