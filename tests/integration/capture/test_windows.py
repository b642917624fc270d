"""The window in front on a real X server: spans in order, titles, exclusion, windows that come and go."""

import itertools

from app.demo.desktop import VirtualDesktop
from app.demo.hand import DeedKind, Hand
from app.demo.waiting import until
from capture.health import SourceState
from storage.topics import WINDOW_FOCUS
from tests.integration.capture.rig import LEFT, RIGHT, Rig, terminal

ONE_SECOND_US = 1_000_000


def test_keeps_each_window_in_front_as_a_span_in_order(rig: Rig, desktop: VirtualDesktop, hand: Hand) -> None:
    first = hand.open(terminal("First"), "^First$", LEFT)
    recorder = rig.start(windows={})
    rig.until_event(WINDOW_FOCUS)
    hand.open(terminal("Second"), "^Second$", RIGHT)
    rig.until_event(WINDOW_FOCUS, lambda event: event.data["title"] == "Second")
    hand.switch(first)
    until(lambda: len(rig.events(WINDOW_FOCUS)) == 3, "three spans")
    assert recorder.stop(30)

    spans = rig.events(WINDOW_FOCUS)
    assert [span.data["title"] for span in spans] == ["First", "Second", "First"]
    assert [span.text for span in spans] == ["First", "Second", "First"]
    assert {(span.data["app"], span.data["process"]) for span in spans} == {("XTerm", "xterm")}
    for before, after in itertools.pairwise(spans):
        assert before.end_us == after.start_us
    assert spans[-1].end_us > spans[-1].start_us
    changes = [deed for deed in hand.deeds if deed.kind is DeedKind.WINDOW][1:]
    for span, deed in zip(spans[1:], changes, strict=True):
        assert abs(span.start_us - deed.start_us) < 5 * ONE_SECOND_US


def test_a_title_that_changes_begins_another_span(rig: Rig, desktop: VirtualDesktop, hand: Hand) -> None:
    window = hand.open(terminal("Before"), "^Before$", LEFT)
    rig.start(windows={})
    rig.until_event(WINDOW_FOCUS)
    desktop.programs.run(["xdotool", "set_window", "--name", "After", window])
    after = rig.until_event(WINDOW_FOCUS, lambda event: event.data["title"] == "After")
    assert after.data["window"] == int(window)


def test_a_span_grows_while_it_lasts(rig: Rig, desktop: VirtualDesktop, hand: Hand) -> None:
    hand.open(terminal("Long"), "^Long$", LEFT)
    rig.start(windows={"extend_s": 1})
    first = rig.until_event(WINDOW_FOCUS)
    rig.until_event(WINDOW_FOCUS, lambda event: event.end_us > first.start_us + 2 * ONE_SECOND_US)
    assert len(rig.events(WINDOW_FOCUS)) == 1


def test_a_span_that_its_owner_deletes_while_it_lasts_goes_on_as_another(
    rig: Rig, desktop: VirtualDesktop, hand: Hand
) -> None:
    hand.open(terminal("Long"), "^Long$", LEFT)
    rig.start(windows={"extend_s": 1})
    first = rig.until_event(WINDOW_FOCUS)
    rig.log.delete([first.uid])
    again = rig.until_event(WINDOW_FOCUS, lambda event: event.uid != first.uid)
    assert again.start_us > first.start_us
    assert again.data == first.data


def test_an_excluded_window_is_kept_neither_by_title_nor_application(
    rig: Rig, desktop: VirtualDesktop, hand: Hand
) -> None:
    hand.open(terminal("Open"), "^Open$", LEFT)
    rig.start(windows={}, privacy={"excluded_titles": ["vault"]})
    shown = rig.until_event(WINDOW_FOCUS)
    hand.open(terminal("My vault"), "vault", RIGHT)
    health = rig.until_state("windows", SourceState.EXCLUDED)
    assert "vault" not in health.cause
    until(lambda: ("excluded", health.cause) in rig.coverage("windows"), "coverage")
    assert [span.uid for span in rig.events(WINDOW_FOCUS)] == [shown.uid]


def test_an_application_can_be_excluded_by_its_class(rig: Rig, desktop: VirtualDesktop, hand: Hand) -> None:
    hand.open(["xterm", "-class", "KeePassXC", "-T", "Passwords", "-e", "cat"], "^Passwords$", LEFT)
    rig.start(windows={})
    rig.until_state("windows", SourceState.EXCLUDED)
    assert rig.events(WINDOW_FOCUS) == []


def test_no_window_in_front_ends_the_span(rig: Rig, desktop: VirtualDesktop, hand: Hand) -> None:
    window = hand.open(terminal("Only"), "^Only$", LEFT)
    rig.start(windows={"extend_s": 1})
    rig.until_event(WINDOW_FOCUS, lambda event: event.end_us > event.start_us)
    hand.close(window)
    assert rig.recorder is not None
    activity = rig.recorder._shared.activity
    until(lambda: activity.focus.window is None, "no window to be in front")
    assert len(rig.events(WINDOW_FOCUS)) == 1
    assert rig.health("windows").state is SourceState.RECORDING
