"""How one source is doing, for its owner to see now and, as coverage, to see later."""

import logging
import threading
from dataclasses import replace

from capture.coverage import Coverage
from capture.health import SourceHealth, SourceState

_log = logging.getLogger(__name__)

_FAILED = (SourceState.UNAVAILABLE, SourceState.CRASHED)

_COVERED_AS = {
    SourceState.OFF: "off",
    SourceState.RECORDING: "recording",
    SourceState.PAUSED: "paused",
    SourceState.PRIVATE: "private",
    SourceState.EXCLUDED: "excluded",
    SourceState.UNAVAILABLE: "unavailable",
    SourceState.CRASHED: "crashed",
}


class Status:
    """A source's health. Any thread may call any method."""

    def __init__(self, name: str, title: str, coverage: Coverage | None) -> None:
        """Start as off; without `coverage` nothing is recorded about it (parts that are not sources)."""
        self._lock = threading.Lock()
        self._health = SourceHealth(name, title, SourceState.OFF)
        self._coverage = coverage

    @property
    def health(self) -> SourceHealth:
        """The health now."""
        return self._health

    def report(self, state: SourceState, cause: str = "", *, detail: str | None = None, as_: str = "") -> None:
        """Change the state; `detail` None leaves it as it was; `as_` names the coverage where the state does not."""
        with self._lock:
            self._say(state, cause)
            detail = self._health.detail if detail is None else detail
            self._health = replace(self._health, state=state, cause=cause, detail=detail)
        covered = as_ or _COVERED_AS.get(state)
        if covered and self._coverage is not None:
            self._coverage.enter(covered, cause)

    def _say(self, state: SourceState, cause: str) -> None:
        """Log once what is lost, and once that it is back."""
        before = self._health
        if state in _FAILED and (state, cause) != (before.state, before.cause):
            _log.warning("%s is %s: %s", before.name, state, cause)
        elif state is SourceState.RECORDING and before.state in _FAILED:
            _log.info("%s is back", before.name)

    def kept(self, end_us: int) -> None:
        """Count an event that was kept."""
        with self._lock:
            last_us = max(end_us, self._health.last_event_us or end_us)
            self._health = replace(self._health, events=self._health.events + 1, last_event_us=last_us)

    def lost(self, start_us: int, end_us: int, cause: str) -> None:
        """Record that something was observed but could not be kept."""
        if self._coverage is not None:
            self._coverage.lost(start_us, end_us, cause)

    def started(self) -> None:
        """Begin to count anew."""
        with self._lock:
            self._health = replace(self._health, state=SourceState.STARTING, cause="", detail="", events=0)

    def extend(self) -> None:
        """Say that the state still lasts."""
        if self._coverage is not None:
            self._coverage.extend()

    def slept(self, from_us: int, until_us: int) -> None:
        """Take in that the computer was asleep."""
        if self._coverage is not None:
            self._coverage.slept(from_us, until_us)

    def end(self) -> None:
        """Be off, and claim nothing more."""
        with self._lock:
            self._health = replace(self._health, state=SourceState.OFF, cause="")
        if self._coverage is not None:
            self._coverage.end()
