"""The running application as its figures see it, over a real log."""

from app.telemetry.health import judge
from app.telemetry.subject import Running
from app.telemetry.tap import TappedLog
from capture.health import SourceHealth, SourceState
from storage.topics import CLIPBOARD
from tests.data.passing import copied

SOURCES = (SourceHealth("screen", "Screen", SourceState.RECORDING),)


def test_each_value_comes_from_the_part_that_knows_it(tapped: TappedLog) -> None:
    disk = {"free": 5}
    running = Running(tapped, lambda: SOURCES, tuple, lambda: disk, lambda: judge(SOURCES, ()))
    tapped.subscribe("first", [CLIPBOARD])
    tapped.subscribe("second", ["no.such.topic.raw"])
    event = copied()
    tapped.append([event])

    assert running.counts().appended == {CLIPBOARD: 1}
    assert {lag.group: lag.entries for lag in running.lags()}.items() >= {"first": 1, "second": 0}.items()
    assert running.sources() == SOURCES
    disk["free"] = 3
    assert running.disk_bytes()["free"] == 3, "asked anew each time"


def test_what_was_put_aside_is_counted_by_group(tapped: TappedLog) -> None:
    running = Running(tapped, tuple, tuple, dict, lambda: judge((), ()))
    tapped.subscribe("first", [CLIPBOARD])
    events = [copied(), copied()]
    tapped.append(events)
    assert running.dead_letters() == {}

    for event in events:
        tapped.fail("first", event.uid, "cause", "traceback", poison=True)

    assert running.dead_letters() == {"first": 2}
