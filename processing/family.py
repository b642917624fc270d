"""Processors that share a worker process, and the thread that works off their backlogs.

The thread sleeps while there is nothing to do; its worker process leaves when that lasts.
"""

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from processing.consumer import Consumer, HaltedError, Tally
from processing.gaze import Gaze
from processing.governor import Governor
from processing.health import ProcessorState
from processing.processor import Derived, ModelFile, ModelUnavailableError, Processor, ProcessorSpec
from processing.slots import Slots
from processing.worker_process import WorkerProcess
from storage.clock import Clock
from storage.confinement import Limits
from storage.events import Event
from storage.log import Log, LogClosedError, LogFullError
from storage.media import MediaFullError, MediaStore
from storage.store import StoreError

_log = logging.getLogger(__name__)
RETRY_S = 30.0
FULL_RETRY_S = 5.0
_KILLED_S = 5.0
_LONGEST_REST_S = 5.0
_LOOKED_AT = 15
"""Priority of what the owner looks at: right behind finding speech."""
_RESTS = "Rests a moment, to leave the processor to you."

FindModels = Callable[[Processor[Any]], Mapping[str, ModelFile]]


class Bell:
    """Tells threads that the log has grown or the plan has changed. Thread-safe."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._rung = 0

    def ring(self) -> None:
        """Wake everybody."""
        with self._changed:
            self._rung += 1
            self._changed.notify_all()

    def heard(self) -> int:
        """Return how often it has rung; ask before looking for work, then `wait` for more."""
        with self._changed:
            return self._rung

    def wait(self, heard: int, timeout_s: float | None) -> None:
        """Return as soon as it rings again, or after the timeout."""
        with self._changed:
            self._changed.wait_for(lambda: self._rung != heard, timeout_s)


@dataclass(frozen=True, slots=True)
class Means:
    """What a family works with."""

    log: Log
    media: MediaStore
    clock: Clock
    slots: Slots
    bell: Bell
    find_models: FindModels
    governor: Governor
    finish: Callable[[Derived], Derived] = lambda derived: derived
    gaze: Gaze = field(default_factory=Gaze)


@dataclass(frozen=True, slots=True)
class Condition:
    """How one processor of the family is doing, and why."""

    state: ProcessorState
    cause: str = ""


class Family:
    """A thread and a worker process for some processors. `start`, `finish` and `kill` may be called from any thread."""

    def __init__(
        self,
        name: str,
        processors: Sequence[Processor[Any]],
        means: Means,
        tallies: Mapping[str, Tally],
        *,
        nice: int,
        idle_s: float,
        limits: Limits = Limits(),  # noqa: B008 - frozen
    ) -> None:
        self.name = name
        self.processors = sorted(processors, key=lambda processor: processor.spec.priority)
        self._means = means
        self._tallies = tallies
        self._nice = nice
        self._idle_s = idle_s
        self._limits = limits
        self._stop = threading.Event()
        self._conditions = {p.spec.name: Condition(ProcessorState.UP_TO_DATE) for p in processors}
        self._retry_at_s: dict[str, float] = {}
        self._consumers: dict[str, Consumer] = {}
        background = any(p.spec.background for p in processors)
        self._worker = WorkerProcess(f"daytrail-{name}", nice, background, limits)
        self._thread = threading.Thread(target=self._run, name=f"processing-{name}", daemon=True)

    def same_as(self, other: "Family | None") -> bool:
        """Tell whether another family would do exactly the same."""
        return other is not None and self._setup() == other._setup()

    def _setup(self) -> tuple[object, ...]:
        return (self.name, tuple(self.processors), self._nice, self._idle_s, self._limits)

    def start(self) -> None:
        """Start the thread; the worker process starts with the first work."""
        self._thread.start()

    def condition(self, name: str) -> Condition:
        """Return how a processor is doing."""
        return self._conditions[name]

    @property
    def at_work(self) -> bool:
        """Whether a batch is under way, or was until a moment ago."""
        return any(one.state is ProcessorState.WORKING for one in self._conditions.values())

    @property
    def worker_pid(self) -> int | None:
        """Process id of the worker, None while there is none."""
        return self._worker.pid

    def ask_to_finish(self) -> None:
        """Have the thread end after the batch it is at."""
        self._stop.set()
        self._means.slots.wake()
        self._means.bell.ring()

    def join(self, timeout_s: float) -> bool:
        """Wait for the thread; if it is not done in time, kill the worker and drop the batch. True if it finished."""
        self._thread.join(max(0.0, timeout_s))
        finished = not self._thread.is_alive()
        if not finished:
            for consumer in tuple(self._consumers.values()):
                consumer.halt()
            self._worker.kill()
            self._thread.join(_KILLED_S)
        return finished

    def _run(self) -> None:
        idle_since_s = self._means.clock.monotonic_s()
        while not self._stop.is_set():
            heard = self._means.bell.heard()
            if self._round():
                self._means.bell.ring()
                idle_since_s = self._means.clock.monotonic_s()
                continue
            if not self._stop.is_set():
                self._means.bell.wait(heard, self._patience_s(idle_since_s))
        self._worker.leave()

    def _patience_s(self, idle_since_s: float) -> float | None:
        """How long to wait for the bell: until the worker should leave or something is tried again; None: for ever."""
        now_s = self._means.clock.monotonic_s()
        ends = [at_s - now_s for at_s in self._retry_at_s.values()]
        if self._worker.pid is not None:
            leaves_in_s = idle_since_s + self._idle_s - now_s
            if leaves_in_s <= 0:
                self._worker.leave()
                self._consumers.clear()
            else:
                ends.append(leaves_in_s)
        return max(0.0, min(ends)) if ends else None

    def _round(self) -> bool:
        """Give each processor, in order of priority, one batch; True if any had work."""
        worked = False
        for processor in self.processors:
            if self._stop.is_set():
                return False
            name = processor.spec.name
            if self._retry_at_s.get(name, 0.0) > self._means.clock.monotonic_s():
                continue
            self._retry_at_s.pop(name, None)
            try:
                worked |= self._turn(processor)
            except HaltedError:
                return False
            except LogClosedError:
                self._stop.set()
            except ModelUnavailableError as error:
                self._put_off(name, ProcessorState.UNAVAILABLE, str(error), RETRY_S)
            except (LogFullError, MediaFullError) as error:
                self._put_off(name, ProcessorState.UNAVAILABLE, str(error), FULL_RETRY_S)
            except Exception:  # noqa: BLE001 - the loop's edge: one processor's trouble stops no other
                _log.exception("processor %s stumbled; it is tried again", name)
                self._put_off(name, ProcessorState.UNAVAILABLE, "An error in Daytrail; see its log.", RETRY_S)
        return worked

    def _turn(self, processor: Processor[Any]) -> bool:
        """Work off one batch of a processor; True if there was one."""
        spec = processor.spec
        consumer = self._consumer(processor)
        if consumer.pending() is None:
            if self._conditions[spec.name].state is not ProcessorState.UP_TO_DATE:
                self._conditions[spec.name] = Condition(ProcessorState.UP_TO_DATE)
                self._means.bell.ring()
            return False
        if not self._may_run(spec):
            return False
        self._conditions[spec.name] = Condition(ProcessorState.WAITING, "Waits for a worker to be free.")
        ahead = self._looked_at(consumer)
        priority = min(spec.priority, _LOOKED_AT) if ahead else spec.priority
        with self._means.slots.taken(priority, self._stop) as got:
            if not got:
                return False
            batch = consumer.pending()  # more may have come while waiting for a place
            if batch is None:
                return False
            self._conditions[spec.name] = Condition(ProcessorState.WORKING)
            before_s = self._worker.cpu_s()
            if ahead:
                consumer.work_ahead(ahead)
            else:
                consumer.work_off(batch)
            self._means.governor.spend(max(0.0, self._worker.cpu_s() - before_s))
        return True

    def _looked_at(self, consumer: Consumer) -> list[Event]:
        """What the owner looks at goes before the rest of the backlog; where the store cannot tell, order is kept."""
        try:
            return consumer.ahead(self._means.gaze)
        except StoreError as error:
            _log.info("what is looked at waits for its turn: %s", error)
            return []

    def _may_run(self, spec: ProcessorSpec) -> bool:
        """Ask the governor; what has to wait is looked at again when the bell rings or the rest is over."""
        cause = self._means.governor.held_back(spec.priority)
        rest_s = self._means.governor.rest_s(spec.priority)
        if not cause and not rest_s:
            return True
        self._conditions[spec.name] = Condition(ProcessorState.WAITING, cause or _RESTS)
        if not cause:
            self._retry_at_s[spec.name] = self._means.clock.monotonic_s() + min(rest_s, _LONGEST_REST_S)
        return False

    def _consumer(self, processor: Processor[Any]) -> Consumer:
        name = processor.spec.name
        if name not in self._consumers:
            means = self._means
            models = means.find_models(processor)
            self._consumers[name] = Consumer(
                processor,
                models,
                means.log,
                means.media,
                means.clock,
                self._worker,
                self._tallies[name],
                finish=means.finish,
            )
        return self._consumers[name]

    def _put_off(self, name: str, state: ProcessorState, cause: str, seconds: float) -> None:
        if self._conditions[name] != Condition(state, cause):
            _log.warning("processor %s: %s", name, cause)
        self._conditions[name] = Condition(state, cause)
        self._consumers.pop(name, None)
        self._retry_at_s[name] = self._means.clock.monotonic_s() + seconds
