"""Asks the computer how it is: owner's activity, battery, temperature, full screen, night. Judges nothing."""

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, time, timedelta
from typing import Any

import psutil

from processing.governor import Situation
from storage.clock import Clock
from storage.events import Event
from storage.log import Log
from storage.topics import INPUT_ACTIVITY, PRESENCE

_GROUP = "governor"
_LIMIT = 500
_CRITICAL_C = 95.0
_BEFORE_CRITICAL_C = 7.0
_HIGHEST_PLAUSIBLE_C = 130.0


class Surroundings:
    """Looks around. Used by one thread; what cannot be told on this computer stays None.

    That the owner is there is taken from the log: counts of input are appended while keys or the pointer are touched,
    and who only watches is seen by the camera, where that is on.
    """

    def __init__(self, log: Log, clock: Clock) -> None:
        self._log = log
        self._clock = clock
        self._touched_us: int | None = None
        self._subscribed = False
        self._full_screen: Callable[[], bool] | None = None

    def look(self, night: tuple[time, time]) -> Situation:
        """Return how things are now; `night` is when the night begins and ends, in local time."""
        on_battery, percent = _battery()
        return Situation(
            idle_s=self._idle_s(),
            on_battery=on_battery,
            battery_percent=percent,
            too_hot_by_c=_heat_c(),
            full_screen=self._covered(),
            night=within(self._local_time(), *night),
        )

    def _local_time(self) -> time:
        local = timedelta(microseconds=self._clock.now_us(), minutes=self._clock.tz_offset_min())
        return (datetime(1970, 1, 1, tzinfo=UTC) + local).time()

    def _idle_s(self) -> float | None:
        """Seconds since the last input in the log; None where input is not recorded at all."""
        if not self._subscribed:
            self._log.subscribe(_GROUP, (INPUT_ACTIVITY, PRESENCE), from_end=True)
            self._subscribed = True
        while (batch := self._log.read(_GROUP, limit=_LIMIT)).entries:
            there = [_there_us(entry.event) for entry in batch.entries if entry.event is not None]
            self._touched_us = max([*there, self._touched_us or 0])
            self._log.commit(_GROUP, batch.offset)
        if self._touched_us is None:
            return None
        return max(0.0, (self._clock.now_us() - self._touched_us) / 1_000_000)

    def _covered(self) -> bool:
        if self._full_screen is None:
            self._full_screen = _full_screen_probe()
        return self._full_screen()


def _there_us(event: Event) -> int:
    return event.start_us if event.topic == PRESENCE else event.end_us


def within(now: time, begins: time, ends: time) -> bool:
    """Tell whether a time of day lies in a span that may go over midnight; an empty span holds nothing."""
    if begins <= ends:
        return begins <= now < ends
    return now >= begins or now < ends


def _battery() -> tuple[bool, float | None]:
    read = getattr(psutil, "sensors_battery", None)
    with suppress(OSError, ValueError):
        found = None if read is None else read()
        if found is not None:
            return not found.power_plugged, float(found.percent)
    return False, None


def _heat_c() -> float | None:
    """The sensor that is nearest to where its part slows down, in degrees above a little below that."""
    read = getattr(psutil, "sensors_temperatures", None)
    with suppress(OSError, ValueError):
        if read is not None:
            return hottest_c([one for many in read().values() for one in many])
    return None


def hottest_c(readings: list[Any]) -> float | None:
    """Return degrees above the warning threshold of the worst of psutil's readings, None without any."""
    found = []
    for one in readings:
        if one.current is None or not 0 < one.current < _HIGHEST_PLAUSIBLE_C:
            continue
        limit = one.high or one.critical or _CRITICAL_C
        found.append(one.current - (limit - _BEFORE_CRITICAL_C))
    return max(found) if found else None


def _full_screen_probe() -> Callable[[], bool]:
    if sys.platform == "linux" and os.environ.get("DISPLAY"):
        from processing.fullscreen import FullScreenProbe

        return FullScreenProbe(os.environ["DISPLAY"])
    return lambda: False
