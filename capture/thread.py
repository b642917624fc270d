"""The thread of one source: runs it while something may be kept, and starts it again, ever later, when it fails."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from capture.activity import Activity
from capture.audio.live import LiveSound
from capture.gate import Gate, GateState
from capture.health import SourceState, SourceUnavailableError
from capture.source import Source, SourceContext
from capture.status import Status
from capture.wake import Wake
from storage.clock import Clock
from storage.log import Log, LogClosedError, LogError
from storage.media import MediaError, MediaStore

_log = logging.getLogger(__name__)

_FIRST_DELAY_S = 1.0
_LONGEST_DELAY_S = 30.0
_STEADY_S = 60.0

_CLOSED_AS = {
    GateState.PAUSED: (SourceState.PAUSED, "", ""),
    GateState.PRIVATE: (SourceState.PRIVATE, "", ""),
    GateState.LOCKED: (SourceState.PAUSED, "The screen is locked.", "locked"),
}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What all sources share."""

    log: Log
    media: MediaStore
    clock: Clock
    gate: Gate
    activity: Activity
    device: str
    live: LiveSound = field(default_factory=LiveSound)


class SourceThread:
    """Runs one source in a thread of its own. Any thread may call `stop` and `join`."""

    def __init__(self, name: str, make: Callable[[], Source], shared: Surroundings, status: Status) -> None:
        self._make = make
        self._shared = shared
        self._status = status
        self._name = name
        self._wake = Wake()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._main, name=f"source-{name}", daemon=True)

    def start(self) -> None:
        """Start; once only."""
        self._status.started()
        self._thread.start()

    def stop(self) -> None:
        """Ask it to end; returns at once."""
        self._stopped.set()
        self._wake.set()

    def join(self, timeout_s: float) -> bool:
        """Wait for its end; tell whether it has ended."""
        self._thread.join(max(0.0, timeout_s))
        return not self._thread.is_alive()

    def _main(self) -> None:
        self._shared.gate.subscribe(self._wake)
        try:
            self._supervise()
        finally:
            self._shared.gate.unsubscribe(self._wake)
            self._wake.close()

    def _supervise(self) -> None:
        delay_s = _FIRST_DELAY_S
        while not self._stopped.is_set():
            ticket = self._shared.gate.ticket()
            if ticket is None:
                self._wait_for_gate()
                continue
            began_s = self._shared.clock.monotonic_s()
            if self._attempt(ticket):
                delay_s = _FIRST_DELAY_S
                continue
            if self._shared.clock.monotonic_s() - began_s > _STEADY_S:
                delay_s = _FIRST_DELAY_S
            self._pass_time(ticket, delay_s)
            delay_s = min(delay_s * 2, _LONGEST_DELAY_S)

    def _attempt(self, ticket: int) -> bool:
        """Run the source once; tell whether it ended because it should."""
        shared = self._shared
        context = SourceContext(
            clock=shared.clock,
            gate=shared.gate,
            activity=shared.activity,
            wake=self._wake,
            ticket=ticket,
            device=shared.device,
            log=shared.log,
            media=shared.media,
            status=self._status,
            stopped=self._stopped,
            live=shared.live,
        )
        try:
            self._make().run(context)
        except (SourceUnavailableError, LogError, MediaError) as error:
            if context.over() and isinstance(error, LogClosedError):
                return True
            self._status.report(SourceState.UNAVAILABLE, str(error))
            return False
        except Exception as error:  # noqa: BLE001 - one source that fails must not end the others
            self._crashed(error)
            return False
        return True

    def _crashed(self, error: Exception) -> None:
        cause = f"It failed unexpectedly ({type(error).__name__}) and will be started again; the log has details."
        if cause != self._status.health.cause:
            _log.error("%s crashed", self._name, exc_info=error)
        self._status.report(SourceState.CRASHED, cause)

    def _wait_for_gate(self) -> None:
        closed = _CLOSED_AS.get(self._shared.gate.state)
        if closed is not None:
            state, cause, covered = closed
            self._status.report(state, cause, as_=covered)
            self._wake.wait(None)

    def _pass_time(self, ticket: int, delay_s: float) -> None:
        """Wait, unless something changes that makes another try worth while."""
        until_s = self._shared.clock.monotonic_s() + delay_s
        while not self._stopped.is_set() and self._shared.gate.valid(ticket):
            left_s = until_s - self._shared.clock.monotonic_s()
            if left_s <= 0:
                return
            self._wake.wait(left_s)
