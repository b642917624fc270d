"""Decides when to look at the screen: when what was done has settled, and now and then for what changes by itself."""

from dataclasses import dataclass
from enum import StrEnum


class Trigger(StrEnum):
    """Why a picture is taken; the first of several is named."""

    START = "start"
    DISPLAY = "display"
    FOCUS = "focus"
    CLICK = "click"
    SCROLL_STOP = "scroll_stop"
    CLIPBOARD = "clipboard"
    TYPING_PAUSE = "typing_pause"
    CHANGE = "change"
    IDLE = "idle"


@dataclass(frozen=True, slots=True)
class _Settling:
    """How long something must be quiet before a look, and how long to wait at most when it is not."""

    quiet_s: float
    most_s: float


_SETTLING = {
    Trigger.START: _Settling(0.0, 0.0),
    Trigger.DISPLAY: _Settling(0.5, 2.0),
    Trigger.FOCUS: _Settling(0.4, 2.0),
    Trigger.CLICK: _Settling(0.3, 1.0),
    Trigger.SCROLL_STOP: _Settling(0.4, 3.0),
    Trigger.CLIPBOARD: _Settling(0.2, 1.0),
    Trigger.TYPING_PAUSE: _Settling(0.7, 5.0),
    Trigger.CHANGE: _Settling(0.3, 0.3),
}


class Schedule:
    """Pure arithmetic on monotonic seconds."""

    def __init__(self, change_interval_s: float, idle_interval_s: float) -> None:
        self._change_interval_s = change_interval_s
        self._idle_interval_s = idle_interval_s
        self._pending: dict[Trigger, tuple[float, float]] = {}
        self._looked_s: float | None = None
        self._interval_s = change_interval_s

    def note(self, trigger: Trigger, at_s: float) -> None:
        """Take in that something was done."""
        first_s, _ = self._pending.get(trigger, (at_s, at_s))
        self._pending[trigger] = (first_s, at_s)

    def due(self, now_s: float) -> Trigger | None:
        """Return why to look now, None when it is not time yet."""
        for trigger in Trigger:
            due_s = self._due_s(trigger)
            if due_s is not None and due_s <= now_s:
                return trigger
        return None

    def wait_s(self, now_s: float) -> float:
        """Return how long it is until a look is due, unless something else is noted."""
        due_s = min(found for found in map(self._due_s, Trigger) if found is not None)
        return max(0.0, due_s - now_s)

    def looked(self, now_s: float, *, small: bool) -> None:
        """Take in that a look was taken: it answers all that had settled, and every change until now.

        After a small change (a clock, a cursor) the next change by itself waits twice as long.
        """
        answered = [trigger for trigger in self._pending if (self._due_s(trigger) or now_s) <= now_s]
        for trigger in {*answered, Trigger.CHANGE}:
            self._pending.pop(trigger, None)
        self._looked_s = now_s
        self._interval_s = self._change_interval_s * (2 if small else 1)

    def _due_s(self, trigger: Trigger) -> float | None:
        if trigger is Trigger.IDLE:
            return 0.0 if self._looked_s is None else self._looked_s + self._idle_interval_s
        if trigger not in self._pending:
            return None
        first_s, last_s = self._pending[trigger]
        settling = _SETTLING[trigger]
        due_s = min(last_s + settling.quiet_s, first_s + settling.most_s)
        if trigger is Trigger.CHANGE:
            # What was done will be looked at anyway, once it has settled: that look shows this change too.
            done = [self._due_s(other) or 0.0 for other in self._pending if other is not Trigger.CHANGE]
            looked_s = due_s if self._looked_s is None else self._looked_s + self._interval_s
            due_s = max(due_s, looked_s, *done)
        return due_s
