"""Decides whether anything may be kept at this moment: pause, private mode, locked screen, and the rules of exclusion.

Whoever observes takes a ticket first and hands it in with what was observed; a ticket ends with the moment it was
given for, so what was seen before a pause but not yet kept is not kept after it.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

from capture.privacy import Rules
from capture.wake import Wake

_SETTLE_S = 5.0


class GateState(StrEnum):
    """Whether anything may be kept, and if not, why."""

    OPEN = "open"
    PAUSED = "paused"
    PRIVATE = "private"
    LOCKED = "locked"


class Gate:
    """Shared by all sources; any thread may call any method."""

    def __init__(self, rules: Rules) -> None:
        self._changed = threading.Condition()
        self._rules = rules
        self._mode = GateState.OPEN
        self._locked = False
        self._ticket = 1
        self._passing = 0
        self._wakes: list[Wake] = []

    @property
    def rules(self) -> Rules:
        """The exclusion rules in force."""
        return self._rules

    @property
    def state(self) -> GateState:
        """Whether anything may be kept; a pause by the owner comes before a locked screen."""
        with self._changed:
            return self._state()

    def ticket(self) -> int | None:
        """Return a ticket for what is observed from now on, None while nothing may be kept."""
        with self._changed:
            return self._ticket if self._state() is GateState.OPEN else None

    def valid(self, ticket: int) -> bool:
        """Tell whether what was observed under this ticket may still be kept."""
        return ticket == self._ticket

    @contextmanager
    def passing(self, ticket: int) -> Iterator[bool]:
        """Yield whether the ticket holds; while it is being used, `close` and its like wait for it."""
        with self._changed:
            holds = ticket == self._ticket
            self._passing += holds
        try:
            yield holds
        finally:
            if holds:
                with self._changed:
                    self._passing -= 1
                    self._changed.notify_all()

    def close(self, state: GateState) -> None:
        """Keep nothing from now on, because of a pause or private mode; nothing is being kept when it returns."""
        self._change(mode=state)

    def open(self) -> None:
        """End a pause or private mode; a locked screen still keeps the gate closed."""
        self._change(mode=GateState.OPEN)

    def set_locked(self, locked: bool) -> None:
        """Note that the screen was locked or unlocked."""
        if locked != self._locked:
            self._change(locked=locked)

    def set_rules(self, rules: Rules) -> None:
        """Put other rules in force; what was observed under the old ones is not kept."""
        self._change(rules=rules)

    def subscribe(self, wake: Wake) -> None:
        """Wake this one at every change."""
        with self._changed:
            self._wakes.append(wake)

    def unsubscribe(self, wake: Wake) -> None:
        """Leave this one alone from now on."""
        with self._changed:
            self._wakes.remove(wake)

    def _state(self) -> GateState:
        if self._mode is GateState.OPEN and self._locked:
            return GateState.LOCKED
        return self._mode

    def _change(self, *, mode: GateState | None = None, locked: bool | None = None, rules: Rules | None = None) -> None:
        with self._changed:
            self._mode = self._mode if mode is None else mode
            self._locked = self._locked if locked is None else locked
            self._rules = self._rules if rules is None else rules
            self._ticket += 1
            wakes = tuple(self._wakes)
            self._changed.wait_for(lambda: self._passing == 0, _SETTLE_S)
        for wake in wakes:
            wake.set()
