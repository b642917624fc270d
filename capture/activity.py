"""What the owner is doing at this moment, in memory only: how sources act on one another without knowing each other."""

import threading
from collections import deque
from dataclasses import dataclass
from enum import StrEnum

from capture.wake import Wake
from capture.windows.protocol import Window

_REMEMBERED_CHANGES = 512


class Signal(StrEnum):
    """Something that other sources may want to act on."""

    FOCUS = "focus"
    CLICK = "click"
    KEY = "key"
    SCROLL = "scroll"
    CLIPBOARD = "clipboard"


@dataclass(frozen=True, slots=True)
class FocusChange:
    """From `at_us` on, `window` was in front (None: none was, or it cannot be known because of `cause`)."""

    serial: int
    at_us: int
    window: Window | None
    cause: str = ""


class Activity:
    """The window in front, and when what was last done. Any thread may call any method; nothing here is ever kept."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._changes: deque[FocusChange] = deque(maxlen=_REMEMBERED_CHANGES)
        self._last = FocusChange(0, 0, None, "")
        self._signals: dict[Signal, float] = {}
        self._wakes: list[Wake] = []

    @property
    def focus(self) -> FocusChange:
        """The newest change of focus."""
        return self._last

    def focus_since(self, serial: int) -> tuple[FocusChange, ...]:
        """Return the changes after the one with this serial, oldest first."""
        with self._lock:
            return tuple(change for change in self._changes if change.serial > serial)

    def focused(self, window: Window | None, at_us: int, cause: str = "") -> bool:
        """Note which window is in front; tell whether that is new."""
        with self._lock:
            if (window, cause) == (self._last.window, self._last.cause) and self._last.serial:
                return False
            self._last = FocusChange(self._last.serial + 1, at_us, window, cause)
            self._changes.append(self._last)
            wakes = tuple(self._wakes)
        for wake in wakes:
            wake.set()
        return True

    def note(self, signal: Signal, at_s: float) -> None:
        """Note that something was done at a monotonic time."""
        with self._lock:
            self._signals[signal] = at_s
            wakes = tuple(self._wakes)
        for wake in wakes:
            wake.set()

    def signals(self) -> dict[Signal, float]:
        """Return when each thing was last done, in monotonic seconds."""
        with self._lock:
            return dict(self._signals)

    def subscribe(self, wake: Wake) -> None:
        """Wake this one at every change."""
        with self._lock:
            self._wakes.append(wake)

    def unsubscribe(self, wake: Wake) -> None:
        """Leave this one alone from now on."""
        with self._lock:
            self._wakes.remove(wake)
