"""Start and stop as one ordered list: what starts later stops earlier, each part with a deadline of its own."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Part:
    """Something that runs.

    Attributes:
        name: for messages.
        start: returns when it runs.
        stop: is given its deadline in seconds; returns whether it ended in time.
        deadline_s: how long stopping may take.
    """

    name: str
    start: Callable[[], None]
    stop: Callable[[float], bool]
    deadline_s: float


class Parts:
    """Runs parts in order. Used from one thread at a time."""

    def __init__(self, parts: tuple[Part, ...]) -> None:
        self._parts = parts
        self._running: list[Part] = []

    def start(self) -> None:
        """Start all; when one fails, stop those before it and raise what it raised."""
        for part in self._parts:
            try:
                part.start()
            except BaseException:
                self.stop()
                raise
            self._running.append(part)

    def stop(self) -> bool:
        """Stop what runs, last started first; return whether each ended in time."""
        in_time = True
        while self._running:
            part = self._running.pop()
            began = time.monotonic()
            if not part.stop(part.deadline_s):
                in_time = False
                logger.warning("%s did not stop within %.0f s", part.name, part.deadline_s)
            logger.debug("%s stopped in %.2f s", part.name, time.monotonic() - began)
        return in_time
