"""Pausing, private mode, changed settings and a full disk, with real sources on a real desktop."""

import contextlib
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.demo.desktop import VirtualDesktop
from app.demo.hand import Hand
from app.demo.waiting import until
from capture.health import SourceState
from capture.recorder import RecorderState
from storage.topics import CLIPBOARD, INPUT_ACTIVITY, MICROPHONE, SCREEN, WINDOW_FOCUS
from tests.integration.capture.rig import LEFT, RIGHT, Rig, chosen, terminal

EVERYTHING: dict[str, dict[str, object]] = {"screen": {}, "windows": {}, "input": {}, "microphone": {}}
OBSERVED = (SCREEN, WINDOW_FOCUS, INPUT_ACTIVITY, MICROPHONE, CLIPBOARD)


def files(rig: Rig) -> set[Path]:
    return {path for path in rig.media_folder.rglob("*") if path.is_file()}


def everything_recording(rig: Rig) -> None:
    for source in EVERYTHING:
        rig.until_state(source, SourceState.RECORDING)


@pytest.mark.parametrize("way", ["pause", "private"])
def test_nothing_is_kept_while_paused_or_private(rig: Rig, desktop: VirtualDesktop, hand: Hand, way: str) -> None:
    hand.open(terminal("Open"), "^Open$", LEFT)
    recorder = rig.start(**EVERYTHING)
    everything_recording(rig)
    rig.until_event(SCREEN)
    getattr(recorder, way)()
    began_us = rig.clock.now_us()
    assert recorder.state is {"pause": RecorderState.PAUSED, "private": RecorderState.PRIVATE}[way]
    before = {event.uid for topic in OBSERVED for event in rig.events(topic)}
    media = files(rig)

    hand.open(["xterm", "-T", "Secret", "-e", "cat"], "^Secret$", RIGHT)
    hand.type("the secret word is xyzzy")
    desktop.say("The secret word is xyzzy, do not tell anybody.")
    for source in EVERYTHING:
        rig.until_state(source, SourceState.PAUSED if way == "pause" else SourceState.PRIVATE)

    assert {event.uid for topic in OBSERVED for event in rig.events(topic)} == before
    assert files(rig) == media
    ended_us = rig.clock.now_us()
    recorder.resume()
    everything_recording(rig)
    rig.until_event(WINDOW_FOCUS, lambda event: event.data["title"] == "Secret")
    after = [event for topic in OBSERVED for event in rig.events(topic)]
    assert not [event for event in after if event.start_us < ended_us and event.end_us > began_us]
    for source in EVERYTHING:
        assert way.replace("pause", "paused") in [state for state, _ in rig.coverage(source)]


def test_a_timed_pause_ends_by_itself(rig: Rig, desktop: VirtualDesktop) -> None:
    recorder = rig.start(screen={})
    rig.until_event(SCREEN)
    until_us = rig.clock.now_us() + 1_500_000
    recorder.pause(until_us)
    assert recorder.paused_until_us == until_us
    rig.until_state("screen", SourceState.PAUSED)
    rig.until_state("screen", SourceState.RECORDING)
    assert rig.clock.now_us() >= until_us
    assert recorder.paused_until_us is None


def test_a_pause_outlasts_stop_and_start(rig: Rig, desktop: VirtualDesktop) -> None:
    recorder = rig.start(screen={})
    rig.until_event(SCREEN)
    recorder.pause()
    assert recorder.stop(30)
    assert recorder.stop(30)
    assert recorder.state is RecorderState.STOPPED
    kept = len(rig.events(SCREEN))
    recorder.start()
    rig.until_state("screen", SourceState.PAUSED)
    assert len(rig.events(SCREEN)) == kept
    recorder.resume()
    rig.until_event(SCREEN, lambda event: event.data["trigger"] == "start")


def test_changed_settings_start_and_stop_only_what_they_change(rig: Rig, desktop: VirtualDesktop, hand: Hand) -> None:
    hand.open(terminal("Open"), "^Open$", LEFT)
    recorder = rig.start(screen={}, windows={})
    rig.until_event(SCREEN)
    rig.until_event(WINDOW_FOCUS)
    recorder.apply(chosen(windows={}, input={}))
    assert rig.health("screen").state is SourceState.OFF
    rig.until_state("input", SourceState.RECORDING)
    assert len(rig.events(WINDOW_FOCUS)) == 1
    until(lambda: rig.coverage("screen")[-1] == ("off", ""), "coverage")


def test_new_rules_apply_at_once(rig: Rig, desktop: VirtualDesktop, hand: Hand) -> None:
    hand.open(terminal("My vault"), "vault", LEFT)
    recorder = rig.start(windows={})
    first = rig.until_event(WINDOW_FOCUS)
    recorder.apply(chosen(windows={}, privacy={"excluded_titles": ["vault"]}))
    rig.until_state("windows", SourceState.EXCLUDED)
    assert [event.uid for event in rig.events(WINDOW_FOCUS)] == [first.uid]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system with room for 16 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    done = subprocess.run(
        [str(shutil.which("mount")), "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(folder)], capture_output=True
    )
    if done.returncode:
        pytest.skip(f"a small file system cannot be mounted here: {done.stderr.decode()}")
    yield folder
    subprocess.run([str(shutil.which("umount")), "--lazy", str(folder)], check=True)


def test_a_full_disk_is_told_and_speech_waits_for_room(desktop: VirtualDesktop, hand: Hand, small_disk: Path) -> None:
    rig = Rig(small_disk / "home")
    try:
        rig.start(**EVERYTHING)
        everything_recording(rig)
        ballast = small_disk / "ballast"
        with ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
            while file.write(bytes(1 << 14)):
                pass
        spoken = desktop.say("We should plant the apple trees behind the old library.")
        cause = rig.until_state("microphone", SourceState.UNAVAILABLE).cause
        assert "full" in cause.lower() or "room" in cause.lower() or "space" in cause.lower()

        ballast.unlink()
        rig.until_state("microphone", SourceState.RECORDING)
        kept = rig.until_event(
            MICROPHONE, lambda event: event.data["silent"] is False and event.start_us <= spoken.end_us
        )
        assert kept.media is not None
        until(lambda: "unavailable" in rig.states("microphone"), "coverage, which waited for room, too")
    finally:
        rig.close()
