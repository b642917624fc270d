"""Runs the processors over the log: one family of workers per kind of model, each at its own pace.

What a processor makes of an event is in `processing/processors`; how one batch is worked off is in `consumer`.
"""

import logging
import os
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from processing.consumer import Tally, group_of
from processing.echoes import ECHOES
from processing.family import Bell, Family, Means
from processing.gaze import Find, Gaze
from processing.governor import Governor, Situation, Tier, tier_of
from processing.health import ProcessorHealth, ProcessorState
from processing.models.catalog import Catalog
from processing.processor import Derived, ModelFile, Processor
from processing.redaction import redacted
from processing.registry import Plan, Planned, planned
from processing.sessions import SESSIONS
from processing.settings import ProcessingSettings
from processing.slots import Slots
from processing.stays import STAYS
from processing.stretches import Stretches
from processing.surroundings import Surroundings
from storage.clock import Clock
from storage.log import Log, LogClosedError, LogFullError
from storage.media import MediaStore

_log = logging.getLogger(__name__)
_WATCH_S = 0.5
_LOOK_S = 5.0
_CONCLUDE_S = 60.0
_ECHO_S = 2.0
_APPLY_DEADLINE_S = 10.0
_BUSY = (ProcessorState.WORKING, ProcessorState.WAITING)

Progress = Callable[[tuple[ProcessorHealth, ...]], None]


class Pipeline:
    """Works off what has been recorded, while it runs. Every method may be called from any thread.

    A processor's backlog is its group's lag in the log, so stopping, or being killed, loses nothing.
    """

    def __init__(
        self,
        log: Log,
        media: MediaStore,
        settings: ProcessingSettings,
        clock: Clock,
        *,
        plan: Plan = planned,
        catalog: Catalog | None = None,
        look: Callable[[], Situation] | None = None,
        find: Find | None = None,
    ) -> None:
        """`find` reads the store, so that what is looked at can go first."""
        self._log = log
        self._settings = settings
        self._plan_for = plan
        self._plan: tuple[Planned, ...] = tuple(plan(settings))
        self._catalog = Catalog() if catalog is None else catalog
        surroundings = Surroundings(log, clock)
        look = look or (lambda: surroundings.look(self._settings.governor.night))
        self._governor = Governor(settings.governor, look, clock.monotonic_s)
        self._concluding = threading.Lock()
        self._stretches = Stretches(log, clock, (SESSIONS, STAYS))
        self._echoes = Stretches(log, clock, (ECHOES,))
        slots = Slots(settings.workers.busy)
        self._means = Means(
            log, media, clock, slots, Bell(), self._find_models, self._governor, self._redact, Gaze(find)
        )
        self._tallies: dict[str, Tally] = {}
        self._families: dict[str, Family] = {}
        self._lock = threading.RLock()
        self._stop = threading.Event()
        self._watcher: threading.Thread | None = None

    def start(self) -> None:
        """Start working off the backlog; worker processes start with their first work. Twice is once."""
        with self._lock:
            if self._watcher is not None:
                return
            self._stop.clear()
            self._arrange()
            self._watcher = threading.Thread(target=self._watch, name="processing-watch", daemon=True)
            self._watcher.start()

    def stop(self, deadline_s: float) -> None:
        """Finish what is under way, but kill it at the deadline; all threads and processes are gone when it returns."""
        with self._lock:
            watcher, self._watcher = self._watcher, None
            families, self._families = self._families, {}
        self._stop.set()
        self._finish(tuple(families.values()), deadline_s)
        if watcher is not None:
            watcher.join()

    def apply(self, settings: ProcessingSettings) -> None:
        """Follow changed settings; only the families they touch are restarted."""
        with self._lock:
            if settings.workers.device is not self._settings.workers.device:
                families, self._families = self._families, {}
                self._finish(tuple(families.values()), _APPLY_DEADLINE_S)  # they load their models anew
            self._settings = settings
            self._plan = tuple(self._plan_for(settings))
            self._governor.apply(settings.governor)
            self._make_way()
            if self._watcher is not None:
                self._arrange()

    def drain(self, progress: Progress, cancelled: threading.Event) -> bool:
        """Work off the whole backlog, starting if need be, and report now and then.

        Returns True when nothing is left; False when cancelled, stopped, or when what is left cannot be worked off now
        (its cause is in `health`). The owner asked for it, so nothing waits for them to be away.
        """
        self._governor.ask_for_all(True)
        try:
            done = self._drain(progress, cancelled)
            self._conclude(self._stretches, self._echoes)
            return done
        finally:
            self._governor.ask_for_all(False)
            self._make_way()

    def _drain(self, progress: Progress, cancelled: threading.Event) -> bool:
        self.start()
        self._make_way()
        while not cancelled.is_set() and not self._stop.is_set():
            heard = self._means.bell.heard()
            healths = self.health()
            progress(healths)
            waiting = [one for one in healths if one.backlog and one.state is not ProcessorState.OFF]
            if all(one.state is ProcessorState.UNAVAILABLE for one in waiting) and not self._at_work():
                return not waiting
            self._means.bell.wait(heard, _WATCH_S)
        return False

    def health(self) -> tuple[ProcessorHealth, ...]:
        """Return the state of every processor, those that feed others first; also while stopped."""
        with self._lock:
            plan, families = self._plan, dict(self._families)
        known = set(self._log.groups())
        return tuple(self._health(one, families, known) for one in plan)

    def look_at(self, start_us: int, end_us: int) -> None:
        """What lies in this span goes before the rest of each backlog, as far as it may run; instant."""
        self._means.gaze.at(start_us, end_us)
        self._means.bell.ring()

    def at_leisure(self) -> bool:
        """Tell whether all speech is worked off and more than that may run: then a preview keeps nobody waiting."""
        if self._governor.verdict.tier is Tier.SPEECH:
            return False
        with self._lock:
            speech = [one.processor.spec for one in self._plan if one.enabled]
        known = set(self._log.groups())
        groups = {group_of(spec.name) for spec in speech if tier_of(spec.priority) is Tier.SPEECH} & known
        return not any(self._log.lag(group).entries for group in groups)

    def at_rest(self) -> bool:
        """Tell whether everything may run and nothing is left to do: time for what is not urgent at all."""
        verdict = self._governor.verdict
        if verdict.tier is not Tier.REST or verdict.cores is not None:
            return False
        with self._lock:
            wanted = {group_of(one.processor.spec.name) for one in self._plan if one.enabled}
        return not any(self._log.lag(group).entries for group in wanted & set(self._log.groups()))

    def charge(self, cpu_s: float) -> None:
        """Take processor time that was spent beside the processors from the same budget."""
        self._governor.spend(cpu_s)

    def worker_pids(self) -> Mapping[str, int]:
        """Return the process ids of the workers that run now, by family."""
        with self._lock:
            families = tuple(self._families.values())
        return {family.name: pid for family in families if (pid := family.worker_pid) is not None}

    def _at_work(self) -> bool:
        with self._lock:
            return any(family.at_work for family in self._families.values())

    def _health(self, one: Planned, families: Mapping[str, Family], known: set[str]) -> ProcessorHealth:
        spec = one.processor.spec
        backlog = self._log.lag(group_of(spec.name)).entries if group_of(spec.name) in known else 0
        tally = self._tallies.get(spec.name, Tally())
        state, cause = self._state(one, families.get(one.family), backlog)
        held_back = state is ProcessorState.UNAVAILABLE or bool(self._governor.held_back(spec.priority))
        estimate_s = None if tally.entry_s is None or held_back else backlog * tally.entry_s
        return ProcessorHealth(spec.name, spec.title, state, cause, backlog, estimate_s, tally.done, tally.failed)

    def _state(self, one: Planned, family: Family | None, backlog: int) -> tuple[ProcessorState, str]:
        if not one.enabled:
            return ProcessorState.OFF, ""
        if family is None:
            waits = (ProcessorState.WAITING, "Starts with the recorder.")
            return waits if backlog else (ProcessorState.UP_TO_DATE, "")
        condition = family.condition(one.processor.spec.name)
        if condition.state is ProcessorState.UP_TO_DATE and backlog:
            return ProcessorState.WORKING, ""
        if condition.state in _BUSY and not backlog:
            return ProcessorState.UP_TO_DATE, ""
        return condition.state, condition.cause

    def _redact(self, derived: Derived) -> Derived:
        return redacted(derived) if self._settings.entities.redact else derived

    def _find_models(self, processor: Processor[Any]) -> Mapping[str, ModelFile]:
        device = self._settings.workers.device
        models = processor.spec.models
        return {task: replace(self._catalog.find(task, name), device=device) for task, name in models}

    def _arrange(self) -> None:
        """Have a family run for each that the plan wants, keeping those that need not change. The lock is held."""
        wanted: dict[str, list[Planned]] = {}
        for one in self._plan:
            if one.enabled:
                spec = one.processor.spec
                self._log.subscribe(group_of(spec.name), spec.consumes)
                self._tallies.setdefault(spec.name, Tally())
                wanted.setdefault(one.family, []).append(one)
        fresh = {name: self._family(name, members) for name, members in wanted.items()}
        stale = [family for name, family in self._families.items() if not family.same_as(fresh.get(name))]
        self._finish(stale, _APPLY_DEADLINE_S)
        kept = {family.name: family for family in self._families.values() if family not in stale}
        for name, family in fresh.items():
            if name not in kept:
                family.start()
        self._families = {**fresh, **kept}

    def _family(self, name: str, members: list[Planned]) -> Family:
        workers = self._settings.workers
        processors = [one.processor for one in members]
        background = any(processor.spec.background for processor in processors)
        nice = workers.vision_nice if background else workers.speech_nice
        limits = members[0].limits(workers.memory_mb)  # who comes from elsewhere shares with nobody
        return Family(name, processors, self._means, self._tallies, nice=nice, idle_s=workers.idle_s, limits=limits)

    def _finish(self, families: list[Family] | tuple[Family, ...], deadline_s: float) -> None:
        ends_s = self._means.clock.monotonic_s() + deadline_s
        for family in families:
            family.ask_to_finish()
        for family in families:
            if not family.join(ends_s - self._means.clock.monotonic_s()):
                _log.warning("family %s did not finish in time; its batch is done again later", family.name)

    def _make_way(self) -> None:
        """Give out as many places as the governor's verdict allows, and have everybody look again."""
        busy = self._settings.workers.busy
        shared = self._governor.verdict.cores is not None
        self._means.slots.resize(min(busy, max(1, (os.cpu_count() or 1) - 1)) if shared else busy)
        self._means.bell.ring()

    def _conclude(self, *stretches: Stretches) -> None:
        try:
            with self._concluding:
                for one in stretches:
                    one.advance()
        except LogFullError as error:
            _log.warning("sessions, stays and echoes wait: %s", error)

    def _watch(self) -> None:
        """Ring the bell when the log grows or something else may run than before; conclude when it is time.

        Sessions and stays can wait. An echo is found twice until it is marked, so that is looked for wherever the log
        has grown.
        """
        head = searched = 0
        look_at_s = conclude_at_s = echoes_at_s = self._means.clock.monotonic_s()
        try:
            while not self._stop.is_set():
                if (now_s := self._means.clock.monotonic_s()) >= look_at_s:
                    look_at_s = now_s + _LOOK_S
                    if self._governor.refresh():
                        self._make_way()
                if now_s >= conclude_at_s:
                    conclude_at_s = now_s + _CONCLUDE_S
                    self._conclude(self._stretches)
                if now_s >= echoes_at_s and head != searched:
                    echoes_at_s, searched = now_s + _ECHO_S, head
                    self._conclude(self._echoes)
                grown = self._log.wait(head, _WATCH_S)
                if grown != head:
                    head = grown
                    self._means.bell.ring()
        except LogClosedError:
            return
