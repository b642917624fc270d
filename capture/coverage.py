"""Records what each source was doing when, so that an empty stretch of the timeline can say why it is empty."""

import logging
import threading
from collections import deque
from dataclasses import replace

from storage.clock import Clock
from storage.events import Event, new_uid
from storage.log import Log, LogError
from storage.topics import COVERAGE

_log = logging.getLogger(__name__)

_MOST_WAITING = 500


class Coverage:
    """One source's spans of coverage. Any thread may call any method; none raises when the log cannot take them.

    What the log refuses (a full disk) waits in memory, the oldest going first when there is too much of it.
    """

    def __init__(self, log: Log, source: str, device: str, clock: Clock) -> None:
        self._log = log
        self._source = source
        self._device = device
        self._clock = clock
        self._lock = threading.Lock()
        self._waiting: deque[Event] = deque(maxlen=_MOST_WAITING)
        self._span: Event | None = None
        self._written = False
        self._refused = False

    def enter(self, state: str, cause: str = "") -> None:
        """End the span that lasts and begin one of this state; the same state and cause go on as they were."""
        with self._lock:
            if self._span is not None and (self._span.data["state"], self._span.data["cause"]) == (state, cause):
                return
            now_us = self._clock.now_us()
            self._finish(now_us)
            self._span, self._written = self._event(state, cause, now_us, now_us), False
            self._write()

    def extend(self) -> None:
        """Say that the span still lasts."""
        with self._lock:
            self._move_end(self._clock.now_us())
            self._write()

    def slept(self, from_us: int, until_us: int) -> None:
        """Take back what was claimed of a time when the computer was asleep."""
        with self._lock:
            if self._span is None:
                return
            state, cause = str(self._span.data["state"]), str(self._span.data["cause"])
            self._finish(max(from_us, self._span.start_us))
            self._waiting.append(self._event("asleep", "The computer was asleep.", from_us, until_us))
            self._span, self._written = self._event(state, cause, until_us, until_us), False
            self._write()

    def lost(self, start_us: int, end_us: int, cause: str) -> None:
        """Say that something was observed in this time but could not be kept."""
        with self._lock:
            self._waiting.append(self._event("lost", cause, start_us, max(start_us, end_us)))
            self._write()

    def end(self) -> None:
        """End the span that lasts; nothing is claimed from now on."""
        with self._lock:
            self._finish(self._clock.now_us())
            self._span = None
            self._write()

    def _finish(self, at_us: int) -> None:
        if self._span is None:
            return
        self._move_end(at_us)
        if not self._written:
            self._waiting.append(self._span)

    def _move_end(self, end_us: int) -> None:
        span = self._span
        if span is None or end_us <= span.end_us:
            return
        self._span = replace(span, end_us=end_us)
        if not self._written:
            return
        try:
            self._log.extend(span.uid, end_us)
        except KeyError:  # its owner has deleted it meanwhile
            self._span, self._written = replace(span, uid=new_uid(), start_us=end_us, end_us=end_us), False
        except LogError as error:
            self._say_refused(error)

    def _write(self) -> None:
        batch = list(self._waiting)
        if self._span is not None and not self._written:
            batch.append(self._span)
        if not batch:
            return
        try:
            self._log.append(batch)
        except LogError as error:
            self._say_refused(error)
            return
        self._waiting.clear()
        self._written = self._span is not None
        self._refused = False

    def _say_refused(self, error: LogError) -> None:
        if not self._refused:
            _log.warning("coverage of %s waits to be written: %s", self._source, error)
        self._refused = True

    def _event(self, state: str, cause: str, start_us: int, end_us: int) -> Event:
        return Event(
            uid=new_uid(),
            topic=COVERAGE,
            device=self._device,
            start_us=start_us,
            end_us=end_us,
            received_us=self._clock.now_us(),
            tz_offset_min=self._clock.tz_offset_min(),
            data={"source": self._source, "state": state, "cause": cause},
        )
