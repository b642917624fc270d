"""A real sound server whose microphone speaks: what is kept, when it was, and what happens when it goes away."""

import io
import itertools

import numpy as np
import pytest
import soundfile

from app.demo.desktop import VirtualDesktop
from app.demo.waiting import until
from capture.health import SourceState
from storage.events import Event
from storage.topics import MICROPHONE
from tests.integration.capture.rig import Rig


def heard(event: Event) -> bool:
    return event.data["silent"] is False


def test_keeps_speech_at_the_time_it_was_spoken(rig: Rig, desktop: VirtualDesktop) -> None:
    recorder = rig.start(microphone={})
    rig.until_state("microphone", SourceState.RECORDING)
    spoken = desktop.say("Remember to buy bread and milk on the way home this evening.")
    rig.until_event(MICROPHONE, lambda event: heard(event) and event.end_us >= spoken.end_us - 1_000_000)
    assert recorder.stop(30)

    segments = [event for event in rig.events(MICROPHONE) if heard(event)]
    samples = [soundfile.read(io.BytesIO(rig.media.get(str(event.media)))) for event in segments]
    assert {rate for _, rate in samples} == {16_000}
    for event, (sound, rate) in zip(segments, samples, strict=True):
        assert (event.end_us - event.start_us) / 1e6 == pytest.approx(len(sound) / rate, abs=0.05)
        assert event.data["peak"] == pytest.approx(float(np.abs(sound).max()), abs=0.01)
        assert len(event.data["envelope"]) == pytest.approx(len(sound) / rate * 20, abs=1)  # type: ignore[arg-type]
    loud = np.flatnonzero(np.abs(samples[0][0]) > 0.05)
    began_us = segments[0].start_us + int(loud[0] / 16_000 * 1e6)
    assert abs(began_us - spoken.start_us) < 400_000


def test_segments_follow_each_other_without_gaps(rig: Rig, desktop: VirtualDesktop) -> None:
    recorder = rig.start(microphone={"shortest_s": 1, "longest_s": 2})
    rig.until_state("microphone", SourceState.RECORDING)
    desktop.say("We should plant the apple trees behind the old library before the winter comes.")
    until(lambda: len([event for event in rig.events(MICROPHONE) if heard(event)]) > 2, "segments")
    assert recorder.stop(30)
    spans = rig.events(MICROPHONE)
    assert all(before.end_us == after.start_us for before, after in itertools.pairwise(spans))
    assert all(
        1_000_000 <= span.end_us - span.start_us <= 2_100_000 for span in spans if heard(span) and span is not spans[-1]
    )


def test_of_silence_only_that_it_was_silent_is_kept(rig: Rig, desktop: VirtualDesktop) -> None:
    recorder = rig.start(microphone={})
    rig.until_state("microphone", SourceState.RECORDING)
    desktop.say("One sentence, so that the silence before it is over.")
    rig.until_event(MICROPHONE, heard)
    assert recorder.stop(30)
    silent = [event for event in rig.events(MICROPHONE) if not heard(event)]
    assert silent
    assert all(event.media is None for event in silent)


def test_a_sound_server_that_dies_and_comes_back(rig: Rig, desktop: VirtualDesktop) -> None:
    rig.start(microphone={})
    rig.until_state("microphone", SourceState.RECORDING)
    desktop.say("Before it was unplugged.")
    desktop.programs.end(desktop.sound.server)
    assert "microphone" in rig.until_state("microphone", SourceState.UNAVAILABLE).cause.lower()
    desktop.sound.start()
    back = rig.until_state("microphone", SourceState.RECORDING)
    assert back.detail
    spoken = desktop.say("After it was plugged in again.")
    rig.until_event(MICROPHONE, lambda event: heard(event) and event.start_us >= spoken.start_us - 8_000_000)
    states = [state for state, _ in rig.coverage("microphone")]
    assert states[0] == "recording"
    assert "unavailable" in states


def test_the_source_is_chosen_by_the_name_the_sound_server_gives_it(rig: Rig, desktop: VirtualDesktop) -> None:
    rig.start(microphone={"device": "speaker.monitor"})
    assert rig.until_state("microphone", SourceState.RECORDING).detail == "speaker.monitor"
    desktop.programs.run(["espeak-ng", "-w", desktop.folder / "music.wav", "This comes out of the loudspeaker."])
    desktop.programs.run(["paplay", "--device=speaker", desktop.folder / "music.wav"])
    rig.until_event(MICROPHONE, heard)


def test_a_microphone_that_is_not_there(rig: Rig, desktop: VirtualDesktop) -> None:
    rig.start(microphone={"device": "no such thing"})
    until(lambda: "no such thing" in rig.health("microphone").cause, "its name in the cause")


def test_no_sound_at_all(rig: Rig, nowhere: None) -> None:
    rig.start(microphone={})
    cause = rig.until_state("microphone", SourceState.UNAVAILABLE).cause
    assert cause == "No microphone was found. Connect one, or choose one in the settings."
    until(lambda: ("unavailable", cause) in rig.coverage("microphone"), "coverage")
