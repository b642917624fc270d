"""The screen on a real X server: what is kept, what is painted over, and what happens when displays come and go."""

import io

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from app.demo.desktop import VirtualDesktop
from app.demo.hand import Hand
from app.demo.waiting import until
from capture.health import SourceState
from storage.events import Event
from storage.topics import SCREEN
from tests.data.private_screen import private_screen
from tests.integration.capture.rig import LEFT, RIGHT, Rig, terminal

SECRET = {"excluded_titles": ["vault"]}


def picture(rig: Rig, event: Event) -> NDArray[np.uint8]:
    assert event.media is not None
    return np.asarray(Image.open(io.BytesIO(rig.media.get(event.media))).convert("RGB"))


def inside(pixels: NDArray[np.uint8], place: object) -> NDArray[np.uint8]:
    left, top = place.x + 30, place.y + 60
    return pixels[top : top + 150, left : left + 300]


def test_keeps_the_display_with_trigger_geometry_and_window(rig: Rig, desktop: VirtualDesktop, hand: Hand) -> None:
    hand.open(terminal("Letters"), "^Letters$", LEFT)
    rig.start(screen={})
    first = rig.until_event(SCREEN)
    assert first.data["trigger"] == "start"
    assert (first.data["width"], first.data["height"], first.data["display"]) == (1280, 800, 0)
    assert (first.data["app"], first.data["title"]) == ("XTerm", "Letters")
    assert picture(rig, first).shape == (800, 1280, 3)
    assert rig.health("screen").detail == "1 display"


def test_sees_what_changes_by_itself_and_nothing_while_nothing_does(
    rig: Rig, desktop: VirtualDesktop, hand: Hand
) -> None:
    lines = [desktop.folder / "first", desktop.folder / "second"]
    command = terminal("Slow")
    command[-1] = "".join(f"until [ -e {line} ]; do sleep 0.1; done; echo {line.name} line; " for line in lines)
    command[-1] += "exec sleep 600"
    hand.open(command, "^Slow$", LEFT)
    rig.start(screen={})
    rig.until_event(SCREEN)
    for count, line in enumerate(lines, 2):
        line.touch()
        until(lambda count=count: len(rig.events(SCREEN)) >= count, "a picture of the line")
        before, changed = rig.events(SCREEN)[-2:]
        if changed.data["trigger"] == "change":
            break  # else the look that the window in front deserves at the start was late, and took the first line
    assert changed.data["trigger"] == "change"
    assert 0 < float(str(changed.data["changed"])) < 0.05
    assert not np.array_equal(picture(rig, changed), picture(rig, before))
    assert len(rig.events(SCREEN)) == count


def test_another_window_in_front_triggers_a_picture(rig: Rig, desktop: VirtualDesktop, hand: Hand) -> None:
    hand.open(terminal("First"), "^First$", LEFT)
    rig.start(screen={})
    rig.until_event(SCREEN)
    hand.open(terminal("Second"), "^Second$", RIGHT)
    found = rig.until_event(SCREEN, lambda event: event.data["trigger"] == "focus")
    assert found.data["title"] == "Second"


def test_typing_triggers_one_picture_when_it_pauses(rig: Rig, desktop: VirtualDesktop, hand: Hand) -> None:
    hand.open(["xterm", "-T", "Paper", "-e", "cat"], "^Paper$", LEFT)
    rig.start(screen={}, input={})
    rig.until_event(SCREEN)
    rig.until_state("input", SourceState.RECORDING)
    hand.type("walnut shelf")
    rig.until_event(SCREEN, lambda event: event.data["trigger"] == "typing_pause")


def test_an_excluded_window_is_painted_over_though_another_is_in_front(
    rig: Rig, desktop: VirtualDesktop, hand: Hand
) -> None:
    hand.open(
        [
            *terminal("My vault", "x" * 400),
        ],
        "vault",
        LEFT,
    )
    hand.open(terminal("Open", "y" * 400), "^Open$", RIGHT)
    rig.start(screen={}, privacy=SECRET)
    event = rig.until_event(SCREEN)
    pixels = picture(rig, event)
    assert event.data["cut"]
    assert inside(pixels, LEFT).std() < 1
    assert inside(pixels, RIGHT).std() > 10
    assert event.data["title"] == "Open"


def test_an_excluded_window_in_front_leaves_no_trace(rig: Rig, desktop: VirtualDesktop, hand: Hand) -> None:
    hand.open(terminal("Open"), "^Open$", RIGHT)
    rig.start(screen={}, privacy=SECRET)
    rig.until_event(SCREEN)
    hand.open(["xterm", "-fs", "14", "-fa", "DejaVu Sans Mono", "-T", "My vault", "-e", "cat"], "vault", LEFT)
    rig.until_state("screen", SourceState.EXCLUDED)
    hand.type("the secret word is xyzzy")
    rig.until_state("screen", SourceState.EXCLUDED)
    kept = [event for event in rig.events(SCREEN) if event.data.get("title") != "Open"]
    assert all("vault" not in str(event.data) for event in rig.events(SCREEN))
    for event in kept:
        assert inside(picture(rig, event), LEFT).std() < 1
    assert ("excluded", "A window that is excluded is in front; it is painted over.") in rig.coverage("screen")


def test_what_an_open_window_hides_of_an_excluded_one_is_not_painted(
    rig: Rig, desktop: VirtualDesktop, hand: Hand
) -> None:
    hand.open(terminal("My vault", "x" * 400), "vault", LEFT)
    hand.open(terminal("Open", "y" * 400), "^Open$", LEFT)
    rig.start(screen={}, privacy=SECRET)
    assert inside(picture(rig, rig.until_event(SCREEN)), LEFT).std() > 10


def test_keeps_only_the_display_that_changed(rig: Rig, desktop: VirtualDesktop, hand: Hand) -> None:
    split = desktop.programs.run
    split(["xrandr", "--setmonitor", "LEFT", "640/160x800/200+0+0", "screen"])
    split(["xrandr", "--setmonitor", "RIGHT", "640/160x800/200+640+0", "none"])
    rig.start(screen={})
    until(lambda: len(rig.events(SCREEN)) == 2, "a picture of each display")
    assert {(e.data["display"], e.data["x"], e.data["width"]) for e in rig.events(SCREEN)} == {
        (0, 0, 640),
        (1, 640, 640),
    }
    assert rig.health("screen").detail == "2 displays"
    hand.open(terminal("Right only"), "^Right only$", RIGHT)
    rig.until_event(SCREEN, lambda event: event.data["trigger"] == "focus" and event.data["display"] == 1)

    split(["xrandr", "--delmonitor", "RIGHT"])
    until(lambda: rig.health("screen").detail == "1 display", "a display to be gone")


def test_keeps_only_the_display_with_the_window_in_front_where_asked_to(
    rig: Rig, desktop: VirtualDesktop, hand: Hand
) -> None:
    desktop.programs.run(["xrandr", "--setmonitor", "LEFT", "640/160x800/200+0+0", "screen"])
    desktop.programs.run(["xrandr", "--setmonitor", "RIGHT", "640/160x800/200+640+0", "none"])
    hand.open(terminal("Left one"), "^Left one$", LEFT)
    rig.start(screen={"displays": "with_the_window_in_front"})
    assert rig.until_event(SCREEN).data["display"] == 0
    hand.open(terminal("Right one"), "^Right one$", RIGHT)
    rig.until_event(SCREEN, lambda event: event.data["display"] == 1 and event.data["title"] == "Right one")
    assert all(event.data["display"] == 0 for event in rig.events(SCREEN) if event.data.get("title") == "Left one")


def test_a_display_that_goes_away_is_unavailable_until_another_comes(
    rig: Rig, desktop: VirtualDesktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    rig.start(screen={}, windows={}, input={})
    for source in ("screen", "windows", "input"):
        rig.until_state(source, SourceState.RECORDING)
    rig.until_event(SCREEN)
    before = len(rig.events(SCREEN))
    desktop.programs.end(desktop.screen.server)
    for source in ("screen", "windows", "input"):
        assert "display" in rig.until_state(source, SourceState.UNAVAILABLE).cause
    assert len(rig.events(SCREEN)) >= before

    with private_screen() as another:  # the name of the first one may belong to another test by now
        monkeypatch.setenv("DISPLAY", another)
        for source in ("screen", "windows", "input"):
            rig.until_state(source, SourceState.RECORDING)
        until(lambda: rig.states("screen") == ["recording", "unavailable", "recording"], "coverage")
        assert rig.recorder is not None
        assert rig.recorder.stop(30)


def test_no_display(rig: Rig, nowhere: None) -> None:
    rig.start(screen={}, windows={}, input={}, clipboard={})
    for source in ("screen", "windows", "input", "clipboard"):
        assert "There is no display" in rig.until_state(source, SourceState.UNAVAILABLE).cause
    until(lambda: ("unavailable", rig.health("screen").cause) in rig.coverage("screen"), "coverage")
