"""The recorder's own slow thread: ends timed pauses, watches for a locked screen and for sleep, extends coverage."""

import logging
import threading
from collections.abc import Callable, Iterable

from capture.gate import Gate
from capture.status import Status
from capture.wake import Wake
from storage.clock import Clock

_log = logging.getLogger(__name__)

_TICK_S = 5.0
_EXTEND_S = 30.0
_SLEPT_US = 15_000_000


class Upkeep:
    """Runs between `start` and `stop`; any thread may call any method."""

    def __init__(
        self, clock: Clock, gate: Gate, statuses: Callable[[], Iterable[Status]], locked: Callable[[], bool] | None
    ) -> None:
        """Look after the statuses that `statuses` returns at each time; `locked` None: do not care about a lock."""
        self._clock = clock
        self._gate = gate
        self._statuses = statuses
        self._locked = locked
        self._wake = Wake()
        self._stopped = threading.Event()
        self._pause_until_us: int | None = None
        self._thread = threading.Thread(target=self._main, name="recorder-upkeep", daemon=True)

    @property
    def pause_until_us(self) -> int | None:
        """When the pause ends by itself, None when it does not."""
        return self._pause_until_us

    def start(self) -> None:
        """Start; once only."""
        self._thread.start()

    def stop(self) -> None:
        """Ask it to end; returns at once."""
        self._stopped.set()
        self._wake.set()

    def join(self, timeout_s: float) -> bool:
        """Wait for its end; tell whether it has ended."""
        self._thread.join(max(0.0, timeout_s))
        return not self._thread.is_alive()

    def pause_until(self, until_us: int | None) -> None:
        """Open the gate at that time; None: never."""
        self._pause_until_us = until_us
        self._wake.set()

    def _main(self) -> None:
        try:
            self._run()
        except Exception:
            _log.exception("the recorder's upkeep failed; timed pauses and locks are no longer seen")
            raise
        finally:
            self._wake.close()

    def _run(self) -> None:
        last_us, last_s = self._clock.now_us(), self._clock.monotonic_s()
        extended_s = last_s
        while not self._stopped.is_set():
            self._wake.wait(self._next_s())
            now_us, now_s = self._clock.now_us(), self._clock.monotonic_s()
            unseen_us = now_us - last_us - round((now_s - last_s) * 1_000_000)
            if unseen_us > _SLEPT_US:  # the wall clock went on while the other stood still, or was set
                for status in self._statuses():
                    status.slept(last_us, now_us)
            last_us, last_s = now_us, now_s
            if self._pause_until_us is not None and now_us >= self._pause_until_us:
                self._pause_until_us = None
                self._gate.open()
            if self._locked is not None:
                self._gate.set_locked(self._locked())
            if now_s - extended_s >= _EXTEND_S:
                extended_s = now_s
                for status in self._statuses():
                    status.extend()

    def _next_s(self) -> float:
        if self._pause_until_us is None:
            return _TICK_S
        return min(_TICK_S, max(0.0, (self._pause_until_us - self._clock.now_us()) / 1_000_000))
