"""Where telemetry goes: each outlet opened, used and closed by itself."""

import json
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.telemetry.health import judge
from app.telemetry.outlets import Outlets
from app.telemetry.settings import TelemetrySettings
from app.telemetry.subject import Running
from app.telemetry.tap import Passage, TappedLog
from storage.sqlite.fulltext import Indexed, IndexedText
from storage.topics import CLIPBOARD
from tests.data.passing import copied
from tests.data.ports import free_port

Open = Callable[[TelemetrySettings], Outlets]


@pytest.fixture
def opened(tapped: TappedLog, tmp_path: Path) -> Iterator[Open]:
    """Open outlets; whatever was opened is closed at the end, twice where the test did so itself."""
    every: list[Outlets] = []

    def make(settings: TelemetrySettings) -> Outlets:
        running = Running(tapped, tuple, tuple, dict, lambda: judge((), ()))
        every.append(Outlets(settings, running, tmp_path / "traces.jsonl"))
        return every[-1]

    yield make
    for one in every:
        one.close()


def passage(delay_s: float) -> Passage:
    event = copied()
    ended_us = event.end_us + round(delay_s * 1e6)
    return Passage((event,), "", ended_us, ended_us, ended_us)


def scraped(port: int | None) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=60) as answer:
        return str(answer.read().decode())


def test_with_nothing_wanted_nothing_is_told_and_nothing_is_wrong(opened: Open, tmp_path: Path) -> None:
    outlets = opened(TelemetrySettings())

    outlets.passed(passage(1))

    assert (outlets.trouble, outlets.port) == ("", None)
    assert not (tmp_path / "traces.jsonl").exists()


def test_delays_until_kept_and_until_searchable_are_told_apart(opened: Open) -> None:
    outlets = opened(TelemetrySettings(prometheus=True, port=free_port()))
    seen = passage(0.2)
    (event,) = seen.events
    text = IndexedText(event.uid, event.topic, event.end_us, event.uid)

    outlets.passed(seen)
    outlets.indexed(Indexed((text,), event.end_us, event.end_us + 4_000_000))

    figures = scraped(outlets.port)
    assert f'daytrail_delay_seconds_bucket{{le="0.25",topic="{CLIPBOARD}"}} 1.0' in figures
    assert f'daytrail_searchable_seconds_bucket{{le="2.5",topic="{CLIPBOARD}"}} 0.0' in figures
    assert f'daytrail_searchable_seconds_bucket{{le="5.0",topic="{CLIPBOARD}"}} 1.0' in figures


def test_a_clock_that_was_set_back_makes_no_negative_delay(opened: Open) -> None:
    outlets = opened(TelemetrySettings(prometheus=True, port=free_port()))
    outlets.passed(passage(-3))
    assert f'daytrail_delay_seconds_sum{{topic="{CLIPBOARD}"}} 0.0' in scraped(outlets.port)


def test_closing_writes_the_spans_that_wait_and_what_comes_after_is_nobodys(opened: Open, tmp_path: Path) -> None:
    outlets = opened(TelemetrySettings(traces=True))
    seen = passage(1)
    outlets.passed(seen)
    outlets.close()

    lines = (tmp_path / "traces.jsonl").read_text().splitlines()

    assert [json.loads(line)["name"] for line in lines] == [f"capture {CLIPBOARD}", "store"]
    assert {json.loads(line)["context"]["trace_id"] for line in lines} == {f"0x{seen.events[0].uid.hex()}"}
