import threading
from collections.abc import Callable, Iterator

import pytest

from app.demo.waiting import until
from capture.gate import GateState
from capture.health import SourceState
from capture.sources.windows import WindowsSettings, WindowsSource
from capture.windows.protocol import Window
from storage.clock import SystemClock
from storage.topics import WINDOW_FOCUS
from tests.unit.capture.surroundings import Around

EDITOR = Window(1, "Editor", "garden.txt", "mousepad", 42, ("editor",))
TERMINAL = Window(2, "Terminal", "make")
VAULT = Window(3, "Keys", "My vault")
ALL = {window.title: window for window in (EDITOR, TERMINAL, VAULT)}

Show = Callable[[Window | None], None]


@pytest.fixture
def show(around: Around) -> Iterator[Show]:
    """Runs the source; yields a function that brings a window to the front."""
    clock = SystemClock()
    around.clock = clock  # type: ignore[assignment]
    source = WindowsSource(WindowsSettings(extend_s=1))
    thread = threading.Thread(target=source.run, args=(around.context(),), name="windows")
    thread.start()
    yield lambda window: around.activity.focused(window, clock.now_us())  # type: ignore[func-returns-value]
    around.stopped.set()
    around.wake.set()
    thread.join(60)


def titles(around: Around) -> list[str | None]:
    return [event.text for event in around.events(WINDOW_FOCUS)]


def test_each_window_in_front_is_a_span(around: Around, show: Show) -> None:
    show(EDITOR)
    until(lambda: titles(around) == ["garden.txt"], "the first")
    show(TERMINAL)
    until(lambda: titles(around) == ["garden.txt", "make"], "the second")
    first, second = around.events(WINDOW_FOCUS)
    assert first.end_us == second.start_us
    assert first.data == {"app": "Editor", "title": "garden.txt", "process": "mousepad", "pid": 42, "window": 1}
    assert second.data == {"app": "Terminal", "title": "make", "window": 2}


def test_windows_that_change_faster_than_it_looks_are_all_kept(around: Around, show: Show) -> None:
    show(EDITOR)
    until(lambda: titles(around), "the source to follow")
    for number in range(20):
        show(Window(number + 10, "App", f"window {number}"))
    until(lambda: titles(around)[-1:] == ["window 19"], "the last")
    assert titles(around) == ["garden.txt", *(f"window {number}" for number in range(20))]


def test_a_title_that_flickers_is_kept_once_a_second(around: Around, show: Show) -> None:
    show(EDITOR)
    until(lambda: titles(around), "the source to follow")
    for number in range(10):
        show(Window(5, "Player", f"0:0{number}"))
    until(lambda: "0:09" in titles(around), "the last title")
    assert [titles(around)[place] for place in (0, 1, -1)] == ["garden.txt", "0:00", "0:09"]
    assert len(titles(around)) <= 4, "ten titles within a moment; a machine that stumbles gets a second one"


def test_an_excluded_title_ends_the_span_at_once(around: Around, show: Show) -> None:
    show(EDITOR)
    until(lambda: titles(around), "a span")
    show(Window(1, "Editor", "My vault"))
    until(lambda: around.status.health.state is SourceState.EXCLUDED, "the exclusion")
    assert titles(around) == ["garden.txt"]


def test_that_windows_cannot_be_seen_is_told(around: Around, show: Show) -> None:
    show(EDITOR)
    around.activity.focused(None, around.clock.now_us(), "The display went away.")
    until(lambda: around.status.health.state is SourceState.UNAVAILABLE, "the loss")
    assert around.status.health.cause == "The display went away."
    show(TERMINAL)
    until(lambda: around.status.health.state is SourceState.RECORDING, "the return")


def test_a_pause_ends_the_span_before_it(around: Around, show: Show) -> None:
    show(EDITOR)
    until(lambda: titles(around), "a span")
    around.gate.close(GateState.PAUSED)
    paused_us = around.clock.now_us()
    around.wake.set()
    show(TERMINAL)
    assert titles(around) == ["garden.txt"]
    assert around.events(WINDOW_FOCUS)[0].end_us <= paused_us
