"""Keyboard and pointer on a real X server, moved by xdotool."""

from app.demo.desktop import VirtualDesktop
from app.demo.hand import Hand
from app.demo.waiting import until
from capture.health import SourceState
from storage.topics import INPUT_ACTIVITY, INPUT_IDLE
from tests.integration.capture.rig import LEFT, Rig, terminal


def total(rig: Rig, name: str) -> int:
    return sum(int(str(event.data[name])) for event in rig.events(INPUT_ACTIVITY))


def test_counts_keys_clicks_and_scrolls_without_the_keys(rig: Rig, desktop: VirtualDesktop, hand: Hand) -> None:
    window = hand.open(terminal("Paper"), "^Paper$", LEFT)
    recorder = rig.start(input={}, windows={})
    rig.until_state("input", SourceState.RECORDING)
    hand.type("ten letters")
    hand.click(window)
    desktop.programs.run(["xdotool", "click", "4", "click", "5"])
    until(lambda: total(rig, "scrolls") == 2, "everything to be counted")
    assert recorder.stop(30)

    assert total(rig, "keys") == len("ten letters")
    assert total(rig, "clicks") == 1
    clicked = next(event for event in rig.events(INPUT_ACTIVITY) if event.data["clicks"])
    place = clicked.data["positions"][0]  # type: ignore[index, call-overload]
    assert (place["x"], place["button"]) == (270, "left")  # type: ignore[index, call-overload]
    assert {event.data["app"] for event in rig.events(INPUT_ACTIVITY)} == {"XTerm"}
    assert all(event.text is None and "letters" not in str(event.data) for event in rig.events(INPUT_ACTIVITY))


def test_capitals_count_once_though_shift_is_pressed_for_them(rig: Rig, desktop: VirtualDesktop) -> None:
    rig.start(input={})
    rig.until_state("input", SourceState.RECORDING)
    desktop.programs.run(["xdotool", "type", "--delay", "50", "ABC"])
    until(lambda: total(rig, "keys") >= 3, "three keys")
    assert total(rig, "keys") == 3


def test_counts_nothing_in_an_excluded_window(rig: Rig, desktop: VirtualDesktop, hand: Hand) -> None:
    hand.open(terminal("My vault"), "vault", LEFT)
    rig.start(input={}, privacy={"excluded_titles": ["vault"]})
    rig.until_state("input", SourceState.EXCLUDED)
    hand.type("secret")
    hand.open(terminal("Open"), "^Open$", LEFT)
    rig.until_state("input", SourceState.RECORDING)
    hand.type("ab")
    until(lambda: total(rig, "keys") > 0, "keys")
    assert total(rig, "keys") == 2


def test_being_away_is_a_span_that_ends_with_the_next_input(rig: Rig, desktop: VirtualDesktop) -> None:
    desktop.programs.run(["xdotool", "key", "a"])
    rig.start(input={"idle_after_s": 10})
    away = rig.until_event(INPUT_IDLE)
    assert away.end_us - away.start_us >= 5_000_000
    desktop.programs.run(["xdotool", "key", "a"])
    rig.until_event(INPUT_ACTIVITY)
    ended = rig.events(INPUT_IDLE)[0].end_us
    assert abs(ended - rig.events(INPUT_ACTIVITY)[0].start_us) < 5_000_000
