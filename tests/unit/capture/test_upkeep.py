import threading
from collections.abc import Iterator

import pytest

from app.demo.waiting import until
from capture.gate import GateState
from capture.upkeep import Upkeep
from storage.clock import SystemClock
from tests.unit.capture.surroundings import Around


class Sleeper(SystemClock):
    """A clock whose wall time can jump ahead, as it does when the computer wakes up."""

    def __init__(self) -> None:
        self.ahead_us = 0

    def now_us(self) -> int:
        return super().now_us() + self.ahead_us


class Kept:
    def __init__(self, around: Around) -> None:
        self.clock = Sleeper()
        self.locked = threading.Event()
        self.upkeep = Upkeep(self.clock, around.gate, lambda: (around.status,), self.locked.is_set)


@pytest.fixture
def kept(around: Around) -> Iterator[Kept]:
    kept = Kept(around)
    kept.upkeep.start()
    yield kept
    kept.upkeep.stop()
    assert kept.upkeep.join(60)


def test_ends_a_timed_pause_when_its_time_has_come(around: Around, kept: Kept) -> None:
    around.gate.close(GateState.PAUSED)
    kept.upkeep.pause_until(kept.clock.now_us() + 200_000)
    until(lambda: around.gate.state is GateState.OPEN, "the pause to end")
    assert kept.upkeep.pause_until_us is None


def test_sees_that_the_screen_is_locked_and_open_again(around: Around, kept: Kept) -> None:
    kept.locked.set()
    kept.upkeep.pause_until(None)
    until(lambda: around.gate.state is GateState.LOCKED, "the lock to be seen")
    kept.locked.clear()
    kept.upkeep.pause_until(None)
    until(lambda: around.gate.state is GateState.OPEN, "the lock to be gone")


def test_sees_that_the_computer_was_asleep(around: Around, kept: Kept) -> None:
    around.status.report(around.status.health.state)

    def on_record() -> bool:
        """Sleep for an hour more: what went before its first look at the clock it cannot know."""
        kept.clock.ahead_us += 3_600_000_000
        kept.upkeep.pause_until(None)
        return "asleep" in [state for state, _ in around.covered()]

    until(on_record, "the sleep to be on record")
