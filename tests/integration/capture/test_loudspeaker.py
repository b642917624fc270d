"""A real sound server whose loudspeaker is heard by its microphone: what was said stands there once."""

import threading
from datetime import UTC
from pathlib import Path

import pytest
import soundfile

from app.demo.desktop import VirtualDesktop
from capture.health import SourceState
from processing.pipeline import Pipeline
from processing.settings import ProcessingSettings
from storage.events import Event
from storage.search.parse import parse_query
from storage.store import SearchPage
from storage.topics import ECHO, LOUDSPEAKER, MICROPHONE, TRANSCRIPT
from tests.data.observed import RATE_HZ, spoken, word_errors
from tests.integration.capture.rig import Rig

PLAYED = "Please send the quarterly report to the finance department before Friday"
SAID = "We should plant the apple trees behind the old library"


@pytest.mark.slow
def test_what_the_loudspeaker_says_is_found_once_although_the_microphone_hears_it(
    rig: Rig, desktop: VirtualDesktop, tmp_path: Path
) -> None:
    _through_the_air(desktop)
    recorder = rig.start(microphone={}, loudspeaker={})
    for source in ("microphone", "loudspeaker"):
        rig.until_state(source, SourceState.RECORDING)
    _play(desktop, PLAYED, tmp_path)
    rig.until_event(LOUDSPEAKER)
    mine = desktop.say(SAID)
    rig.until_event(MICROPHONE, lambda event: event.end_us >= mine.end_us)
    assert recorder.stop(30)
    assert not any(event.data["silent"] for event in rig.events(LOUDSPEAKER)), "silence is not worth an event"

    _understand(rig)

    transcripts = rig.events(TRANSCRIPT)
    assert _text(transcripts, played=True, said=PLAYED) <= 0.2
    echoes = rig.events(ECHO)
    heard = [event for event in transcripts if event.uid in {echo.parent for echo in echoes}]
    assert heard
    assert not any(event.data.get("played") for event in heard)
    assert [bool(hit.event.data.get("played")) for hit in _search(rig, "quarterly").hits] == [True]
    assert [bool(hit.event.data.get("played")) for hit in _search(rig, "library").hits] == [False]


def test_without_a_sound_server_it_says_so(nowhere: None, rig: Rig) -> None:
    rig.start(loudspeaker={})
    assert "sound server" in rig.until_state("loudspeaker", SourceState.UNAVAILABLE).cause


def _through_the_air(desktop: VirtualDesktop) -> None:
    """The microphone hears the loudspeaker."""
    desktop.programs.run(
        ["pactl", "load-module", "module-loopback", "source=speaker.monitor", "sink=micbus", "latency_msec=100"]
    )


def _play(desktop: VirtualDesktop, text: str, folder: Path) -> None:
    sound = folder / "played.wav"
    soundfile.write(sound, spoken(text, before_s=0.5, after_s=1.0), RATE_HZ)
    desktop.programs.run(["paplay", "--device=speaker", sound], timeout_s=60)


def _understand(rig: Rig) -> None:
    pipeline = Pipeline(rig.log, rig.media, ProcessingSettings(), rig.clock)
    try:
        assert pipeline.drain(lambda _: None, threading.Event())
    finally:
        pipeline.stop(60)


def _text(transcripts: list[Event], *, played: bool, said: str) -> float:
    found = [str(event.text) for event in transcripts if bool(event.data.get("played")) is played]
    return word_errors(said, " ".join(found))


def _search(rig: Rig, text: str) -> SearchPage:
    return rig.search(parse_query(text, now_us=rig.clock.now_us(), zone=UTC))
