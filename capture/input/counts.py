"""Counts what was done with keyboard and pointer; which keys they were is not known here."""

import math
import threading
from dataclasses import dataclass

_MOST_POSITIONS = 200


@dataclass(frozen=True, slots=True)
class Click:
    """Where and when a button was pressed, in pixels of the desktop."""

    at_us: int
    x: int
    y: int
    button: str


@dataclass(frozen=True, slots=True)
class Counts:
    """What was done between the first and the last of it."""

    start_us: int
    end_us: int
    keys: int
    clicks: int
    scrolls: int
    moved_px: int
    positions: tuple[Click, ...]


class Counter:
    """Filled by the listeners' threads, emptied by the source's. Holds no more than a few hundred places of clicks."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._at: tuple[int, int] | None = None
        self._keys = self._clicks = self._scrolls = 0
        self._moved = 0.0
        self._positions: list[Click] = []
        self._first_us: int | None = None
        self._last_us = 0

    def key(self, at_us: int) -> bool:
        """Count a key; tell whether nothing was counted before."""
        with self._lock:
            self._keys += 1
            return self._touch(at_us)

    def click(self, click: Click) -> bool:
        """Count a click; tell whether nothing was counted before."""
        with self._lock:
            self._clicks += 1
            if len(self._positions) < _MOST_POSITIONS:
                self._positions.append(click)
            return self._touch(click.at_us)

    def scroll(self, at_us: int) -> bool:
        """Count a step of the wheel; tell whether nothing was counted before."""
        with self._lock:
            self._scrolls += 1
            return self._touch(at_us)

    def move(self, at_us: int, x: int, y: int) -> bool:
        """Add the way to a new place of the pointer; tell whether nothing was counted before."""
        with self._lock:
            before, self._at = self._at, (x, y)
            if before is None:
                return False
            self._moved += math.hypot(x - before[0], y - before[1])
            return self._touch(at_us)

    def take(self) -> Counts | None:
        """Return what was counted and begin anew; None when it was nothing."""
        with self._lock:
            if self._first_us is None:
                return None
            counts = Counts(
                start_us=self._first_us,
                end_us=self._last_us,
                keys=self._keys,
                clicks=self._clicks,
                scrolls=self._scrolls,
                moved_px=round(self._moved),
                positions=tuple(self._positions),
            )
            self._clear()
            return counts

    def _touch(self, at_us: int) -> bool:
        first = self._first_us is None
        if self._first_us is None:
            self._first_us = self._last_us = at_us
        self._last_us = max(self._last_us, at_us)
        return first

    def _clear(self) -> None:
        self._keys = self._clicks = self._scrolls = 0
        self._moved = 0.0
        self._positions = []
        self._first_us = None
