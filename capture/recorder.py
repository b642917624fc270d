"""Runs the sources that the settings allow, and pauses, resumes and changes them while they run."""

import importlib
import sys
import threading
from contextlib import suppress
from enum import StrEnum

from capture.activity import Activity
from capture.audio.live import LiveSound
from capture.coverage import Coverage
from capture.gate import Gate, GateState
from capture.health import SourceHealth, SourceState
from capture.lock import session_locked
from capture.privacy import Rules
from capture.registry import SourceSpec, installed, registered
from capture.settings import CaptureSettings
from capture.status import Status
from capture.thread import SourceThread, Surroundings
from capture.upkeep import Upkeep
from capture.windows.watch import WindowWatch
from storage.clock import Clock
from storage.log import Log
from storage.media import MediaStore

_RESTART_S = 5.0


class RecorderState(StrEnum):
    """What the recorder as a whole is doing."""

    STOPPED = "stopped"
    RECORDING = "recording"
    PAUSED = "paused"
    PRIVATE = "private"


_STATES = {GateState.PAUSED: RecorderState.PAUSED, GateState.PRIVATE: RecorderState.PRIVATE}


class Recorder:
    """Any thread may call any method. It may be started again after a stop; a pause outlasts both."""

    def __init__(self, log: Log, media: MediaStore, settings: CaptureSettings, clock: Clock, device: str) -> None:
        _load_display_library()
        self._lock = threading.RLock()
        self._settings = settings
        found = installed()
        self._specs = registered(found)
        self.left_out = found.problems
        """A sentence about each source of an installed package that does not load."""
        self._clock = clock
        self._gate = Gate(Rules.of(settings.privacy))
        self._shared = Surroundings(log, media, clock, self._gate, Activity(), device)
        self._statuses = {spec.name: self._status(spec) for spec in self._specs}
        self._threads: dict[str, SourceThread] = {}
        self._watch: SourceThread | None = None
        self._upkeep: Upkeep | None = None
        self._leaving: list[SourceThread | Upkeep] = []
        self._pause_until_us: int | None = None

    @property
    def state(self) -> RecorderState:
        """What it is doing; instant."""
        if self._upkeep is None:
            return RecorderState.STOPPED
        return _STATES.get(self._gate.state, RecorderState.RECORDING)

    @property
    def paused_until_us(self) -> int | None:
        """When a timed pause ends, None when it has no end or there is none; instant."""
        upkeep = self._upkeep
        return self._pause_until_us if upkeep is None else upkeep.pause_until_us

    @property
    def live(self) -> LiveSound:
        """What the microphone hears and is not kept yet."""
        return self._shared.live

    def health(self) -> tuple[SourceHealth, ...]:
        """Return every source's health, in the order of the registry."""
        return tuple(self._statuses[spec.name].health for spec in self._specs)

    def start(self) -> None:
        """Start the sources that the settings allow; does nothing when it runs already."""
        with self._lock:
            if self._upkeep is not None:
                return
            self._start_upkeep()
            self._start_watch()
            for spec in self._specs:
                if spec.settings(self._settings).enabled:
                    self._start_source(spec)
                else:
                    self._statuses[spec.name].report(SourceState.OFF)

    def stop(self, deadline_s: float) -> bool:
        """Stop all sources; return whether all threads ended in time. May be called again to wait longer."""
        with self._lock:
            if self._upkeep is not None:
                self._pause_until_us = self._upkeep.pause_until_us
                self._leaving += [*self._threads.values(), self._upkeep]
                if self._watch is not None:
                    self._leaving.append(self._watch)
                self._threads, self._watch, self._upkeep = {}, None, None
            for thread in self._leaving:
                thread.stop()
            return self._wait_for_leaving(deadline_s)

    def pause(self, until_us: int | None = None) -> None:
        """Keep nothing until then, or until `resume`; nothing more is kept once this returns."""
        self._gate.close(GateState.PAUSED)
        self._pause_until(until_us)

    def private(self) -> None:
        """Keep nothing until `resume`, and say so only as "private"."""
        self._gate.close(GateState.PRIVATE)
        self._pause_until(None)

    def resume(self) -> None:
        """End a pause or private mode."""
        self._pause_until(None)
        self._gate.open()

    def apply(self, settings: CaptureSettings) -> None:
        """Put settings into effect: sources whose own settings changed are started, stopped or started again."""
        with self._lock:
            before, self._settings = self._settings, settings
            if settings.privacy.excluded_apps != before.privacy.excluded_apps or (
                settings.privacy.excluded_titles != before.privacy.excluded_titles
            ):
                self._gate.set_rules(Rules.of(settings.privacy))
            if self._upkeep is None:
                return
            if settings.privacy.pause_when_locked != before.privacy.pause_when_locked:
                self._restart_upkeep()
            self._start_watch()
            for spec in self._specs:
                if spec.settings(settings) != spec.settings(before):
                    self._restart_source(spec)

    def _status(self, spec: SourceSpec) -> Status:
        shared = self._shared
        return Status(spec.name, spec.title, Coverage(shared.log, spec.name, shared.device, shared.clock))

    def _start_watch(self) -> None:
        """Start the watch of windows as soon as a source needs it; from then on it stays."""
        needed = any(spec.watches and spec.settings(self._settings).enabled for spec in self._specs)
        if needed and self._watch is None:
            self._watch = SourceThread("watch", WindowWatch, self._shared, Status("watch", "Watch of windows", None))
            self._watch.start()

    def _start_source(self, spec: SourceSpec) -> None:
        settings = self._settings
        thread = SourceThread(spec.name, lambda: spec.make(settings), self._shared, self._statuses[spec.name])
        self._threads[spec.name] = thread
        thread.start()

    def _restart_source(self, spec: SourceSpec) -> None:
        running = self._threads.pop(spec.name, None)
        if running is not None:
            running.stop()
            if running.join(_RESTART_S):
                self._statuses[spec.name].end()
            else:  # it hangs in its device; it may report to nobody from now on
                self._leaving.append(running)
                self._statuses[spec.name] = self._status(spec)
        if spec.settings(self._settings).enabled:
            self._start_source(spec)
        else:
            self._statuses[spec.name].report(SourceState.OFF)

    def _start_upkeep(self) -> None:
        locked = session_locked if self._settings.privacy.pause_when_locked else None
        self._upkeep = Upkeep(self._clock, self._gate, lambda: tuple(self._statuses.values()), locked)
        self._upkeep.pause_until(self._pause_until_us)
        self._upkeep.start()

    def _restart_upkeep(self) -> None:
        if self._upkeep is not None:
            self._pause_until_us = self._upkeep.pause_until_us
            self._upkeep.stop()
            self._leaving.append(self._upkeep)
        self._gate.set_locked(False)
        self._start_upkeep()

    def _pause_until(self, until_us: int | None) -> None:
        self._pause_until_us = until_us
        upkeep = self._upkeep
        if upkeep is not None:
            upkeep.pause_until(until_us)

    def _wait_for_leaving(self, deadline_s: float) -> bool:
        until_s = self._clock.monotonic_s() + deadline_s
        self._leaving = [each for each in self._leaving if not each.join(until_s - self._clock.monotonic_s())]
        for status in self._statuses.values():
            if not self._leaving:
                status.end()
        return not self._leaving


def _load_display_library() -> None:
    """Import all that speaks to an X server before threads do: XCB's extensions may not grow while one connects."""
    if sys.platform == "linux":
        with suppress(ImportError, OSError):  # without the library the sources that need it say so
            importlib.import_module("capture.x11")
