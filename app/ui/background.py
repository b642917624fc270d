"""Work off the main thread with its answer on it: whatever may take a while goes through a `Background`."""

import logging
import threading
from collections.abc import Callable
from functools import cache
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, QRunnable, Qt, QThreadPool, Signal
from shiboken6 import isValid

from app.home import HomeError
from app.settings import SettingsError
from storage.log import LogError
from storage.media import MediaError
from storage.search.parse import QuerySyntaxError
from storage.store import Stop, StoreError, StoreInterruptedError

translate = QCoreApplication.translate

logger = logging.getLogger(__name__)

Answer = TypeVar("Answer")
THE_ENVIRONMENTS = (StoreError, MediaError, LogError, SettingsError, HomeError, QuerySyntaxError, OSError)


class Background(QObject):
    """Asks one question at a time for one place of the window; the newest wins. Used from the main thread.

    An answer that a newer question has overtaken is dropped. With `ordered`, a question starts when the one before it
    has ended (for what changes something); otherwise at once (for what only reads).
    """

    busyChanged = Signal(bool)  # noqa: N815

    def __init__(
        self, parent: QObject | None = None, *, ordered: bool = False, pool: QThreadPool | None = None
    ) -> None:
        super().__init__(parent)
        self._pool = pool or QThreadPool.globalInstance()
        self._ordered = ordered
        self._ticket = 0
        self._running = 0
        self._busy = False
        self._waiting: _Question[Any] | None = None
        self._asked: _Question[Any] | None = None
        self._post = _post()

    @property
    def busy(self) -> bool:
        """Whether an answer is still expected."""
        return self._busy

    def ask(
        self,
        work: Callable[[], Answer],
        done: Callable[[Answer], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Run `work` on another thread, then `done` with its answer, or `failed` with its error, on this one."""
        self._ticket += 1
        self._put(_Question(self._ticket, work, done, failed, threading.Event()))

    def ask_for_now(
        self,
        work: Callable[[Stop], Answer],
        done: Callable[[Answer], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Do the same with what only reads and may take long: `work` is told when nobody waits for it any more.

        Overtaken or cancelled before its turn came, it is not begun.
        """
        self._ticket += 1
        dropped = threading.Event()

        def unless_dropped() -> Answer:
            if dropped.is_set():
                raise StoreInterruptedError("Nobody waits for this any more.")
            return work(dropped.is_set)

        self._put(_Question(self._ticket, unless_dropped, done, failed, dropped))

    def relay(self, told: Callable[..., None]) -> Callable[..., None]:
        """Return what work may call as it goes on; `told` is called with the same on this thread, while this lives."""
        return self._post.relay(self, told)

    def _put(self, question: "_Question[Any]") -> None:
        if self._asked is not None:
            self._asked.dropped.set()
        self._asked = question
        if self._ordered and self._running:
            self._waiting = question
        else:
            self._start(question)
        self._set_busy(True)

    def cancel(self) -> None:
        """Forget what was asked: neither `done` nor `failed` will be called."""
        self._ticket += 1
        if self._asked is not None:
            self._asked.dropped.set()
        self._asked = self._waiting = None
        self._set_busy(False)

    def _start(self, question: "_Question[Any]") -> None:
        self._running += 1
        self._pool.start(_Work(self._post, self._post.expect(self, question), question.work))

    def _deliver(self, ticket: int, answer: object, error: Exception | None) -> None:
        self._running -= 1
        question, waiting = self._asked, self._waiting
        if waiting is not None:
            self._waiting = None
            self._start(waiting)
        if question is None or question.ticket != ticket:
            return
        self._asked = None
        self._set_busy(False)
        if error is None:
            question.done(answer)
        elif question.failed is not None:
            question.failed(error)

    def _set_busy(self, busy: bool) -> None:
        if busy != self._busy:
            self._busy = busy
            self.busyChanged.emit(busy)


def explain(error: Exception) -> str:
    """Return what to tell the owner about an error: its own words where the environment is to blame."""
    if isinstance(error, THE_ENVIRONMENTS):
        return str(error)
    return translate("errors", "Daytrail made a mistake here; its log says more.")


class _Question(Generic[Answer]):
    def __init__(
        self,
        ticket: int,
        work: Callable[[], Answer],
        done: Callable[[Answer], None],
        failed: Callable[[Exception], None] | None,
        dropped: threading.Event,
    ) -> None:
        self.dropped = dropped
        self.ticket = ticket
        self.work = work
        self.done = done
        self.failed = failed


class _Post(QObject):
    """Brings answers to the main thread, and lives as long as the process.

    The place that asked may be gone when the answer comes. Were it to receive the worker's signal itself, Qt could be
    taking it apart on the main thread meanwhile, and the process would crash. So a worker knows this alone, and who
    asked is looked up, and let go of, on the main thread.
    """

    arrived = Signal(int, object, object)
    told = Signal(int, object)

    def __init__(self) -> None:
        super().__init__()
        self._expected: dict[int, tuple[Background, _Question[Any]]] = {}
        self._listening: dict[int, Callable[..., None]] = {}
        self._last = 0
        self.arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self.told.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def expect(self, owner: Background, question: _Question[Any]) -> int:
        """Return the number under which the answer is to be sent."""
        self._last += 1
        self._expected[self._last] = owner, question
        return self._last

    def relay(self, owner: Background, told: Callable[..., None]) -> Callable[..., None]:
        """Return a function for any thread that has `told` called on the main one, as long as its owner is there."""
        self._last += 1
        number = self._last
        self._listening[number] = told
        owner.destroyed.connect(lambda: self._listening.pop(number, None))
        return lambda *words: self.told.emit(number, words)

    def _tell(self, number: int, words: tuple[object, ...]) -> None:
        told = self._listening.get(number)
        if told is not None:
            told(*words)

    def _deliver(self, number: int, answer: object, error: Exception | None) -> None:
        owner, question = self._expected.pop(number)
        if isValid(owner):
            owner._deliver(question.ticket, answer, error)


@cache
def _post() -> _Post:
    """Return the one there is; made on the main thread with the first place that asks."""
    return _Post()


class _Work(QRunnable):
    def __init__(self, post: _Post, number: int, work: Callable[[], object]) -> None:
        super().__init__()
        self._post = post
        self._number = number
        self._work: Callable[[], object] | None = work

    def run(self) -> None:
        """Do the work; an edge: whatever it raises is reported on the main thread, where all it refers to is freed."""
        work, self._work = self._work, None
        answer: object = None
        error: Exception | None = None
        try:
            answer = work() if work is not None else None
        except THE_ENVIRONMENTS as raised:
            error = raised.with_traceback(None)
        except Exception as raised:
            logger.exception("A question of the window failed")
            error = raised.with_traceback(None)
        del work
        try:
            self._post.arrived.emit(self._number, answer, error)
        except RuntimeError:
            logger.debug("an answer came when the process was ending")
