import logging
import threading
from collections.abc import Callable

import pytest

from app.demo.waiting import until
from capture.gate import GateState
from capture.health import SourceState, SourceUnavailableError
from capture.source import Source, SourceContext
from capture.thread import SourceThread
from storage.log import LogFullError
from tests.unit.capture.surroundings import Around


class Probe:
    """A source that does as it is told, once for each time it is run."""

    def __init__(self, *deeds: Callable[[SourceContext], None]) -> None:
        self.deeds = list(deeds)
        self.runs = 0

    def run(self, context: SourceContext) -> None:
        self.runs += 1
        if self.deeds:
            self.deeds.pop(0)(context)
        context.recording()
        while not context.over():
            context.wake.wait(None)


def fails(error: Exception) -> Callable[[SourceContext], None]:
    def deed(_: SourceContext) -> None:
        raise error

    return deed


def waits(for_: threading.Event) -> Callable[[SourceContext], None]:
    """What went before stays as it is until the test has seen it."""

    def deed(_: SourceContext) -> None:
        for_.wait(60)

    return deed


def run(around: Around, probe: Source) -> SourceThread:
    thread = SourceThread("probe", lambda: probe, around.shared(), around.status)
    thread.start()
    return thread


def state(around: Around) -> SourceState:
    return around.status.health.state


def ended(thread: SourceThread) -> bool:
    thread.stop()
    return thread.join(60)


def test_runs_until_it_is_stopped(around: Around) -> None:
    thread = run(around, Probe())
    until(lambda: state(around) is SourceState.RECORDING, "recording")
    assert not thread.join(0)
    assert ended(thread)


@pytest.mark.parametrize(
    ("close", "shown", "covered"),
    [
        (lambda gate: gate.close(GateState.PAUSED), SourceState.PAUSED, "paused"),
        (lambda gate: gate.close(GateState.PRIVATE), SourceState.PRIVATE, "private"),
        (lambda gate: gate.set_locked(True), SourceState.PAUSED, "locked"),
    ],
)
def test_ends_a_run_while_nothing_may_be_kept_and_begins_another(
    around: Around, close: Callable[[object], None], shown: SourceState, covered: str
) -> None:
    probe = Probe()
    thread = run(around, probe)
    until(lambda: state(around) is SourceState.RECORDING, "recording")
    close(around.gate)
    until(lambda: state(around) is shown, "the pause")
    until(lambda: covered in [name for name, _ in around.covered()], "coverage")
    around.gate.open()
    around.gate.set_locked(False)
    until(lambda: state(around) is SourceState.RECORDING, "recording again")
    assert probe.runs == 2
    assert ended(thread)


def test_what_is_not_there_is_tried_again(around: Around) -> None:
    seen = threading.Event()
    thread = run(around, Probe(fails(SourceUnavailableError("There is no microphone.")), waits(seen)))
    until(lambda: state(around) is SourceState.UNAVAILABLE, "unavailable")
    assert around.status.health.cause == "There is no microphone."
    seen.set()
    until(lambda: state(around) is SourceState.RECORDING, "another try")
    assert ended(thread)
    assert [name for name, _ in around.covered()] == ["unavailable", "recording"]


def test_a_full_disk_is_told_with_its_message(around: Around) -> None:
    seen = threading.Event()
    thread = run(around, Probe(fails(LogFullError("The disk is full; free some space.")), waits(seen)))
    until(lambda: around.status.health.cause == "The disk is full; free some space.", "the message")
    seen.set()
    assert ended(thread)


def test_a_crash_is_logged_with_its_traceback_once_and_the_source_starts_again(
    around: Around, caplog: pytest.LogCaptureFixture
) -> None:
    crash, seen = fails(ZeroDivisionError("by zero")), threading.Event()
    thread = run(around, Probe(crash, crash, waits(seen)))
    until(lambda: state(around) is SourceState.CRASHED, "the crash")
    assert "ZeroDivisionError" in around.status.health.cause
    seen.set()
    until(lambda: state(around) is SourceState.RECORDING, "the second restart")
    assert ended(thread)
    assert len([record for record in caplog.records if record.exc_info]) == 1
    assert "crashed" in [name for name, _ in around.covered()]
    assert not [record for record in caplog.records if record.levelno > logging.ERROR]


def test_a_pause_cuts_the_wait_for_another_try_short(around: Around) -> None:
    probe = Probe(*[fails(SourceUnavailableError("Not there."))] * 20)
    thread = run(around, probe)
    until(lambda: state(around) is SourceState.UNAVAILABLE, "unavailable")
    around.gate.close(GateState.PAUSED)
    until(lambda: state(around) is SourceState.PAUSED, "the pause")
    assert ended(thread)
