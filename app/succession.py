"""Waits until nobody else records into the data folder, to take that place; how is up to the wiring."""

from collections.abc import Callable

from storage.background import Background

INTERVAL_S = 1.0


class Succession(Background):
    """Tries every second to take the place, until it has it or will never have it.

    The lock of a dead process is freed by the system, and tells nobody: hence the asking.
    """

    def __init__(self, take: Callable[[], bool], interval_s: float = INTERVAL_S) -> None:
        """`take` runs in the thread of this and returns whether to ask no more."""
        super().__init__("succession")
        self._take = take
        self._interval_s = interval_s

    def run(self) -> None:
        while not self.rest(self._interval_s):
            if self._take():
                return
