import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np

from processing.pipeline import Pipeline
from processing.settings import ProcessingSettings, TranscriptionSettings
from storage.topics import LOUDSPEAKER, TRANSCRIPT, VOICE
from tests.data.observed import NOON_US, RATE_HZ, Place, silence, spoken, word_errors
from tests.data.tiny_onnx import parakeet

SAID = (
    "Good morning everybody and welcome to the weekly meeting",
    "Please send the quarterly report to the finance department before Friday",
    "We meet again on Thursday at noon",
)


def test_what_is_said_is_found_as_words_at_the_right_time(place: Place, drain: Callable[[], Pipeline]) -> None:
    at_us = NOON_US
    for sentence in SAID:
        segment = place.speech(np.concatenate([silence(1), spoken(sentence), silence(1)]), at_us)
        at_us = segment.end_us

    drain()

    transcripts = place.events(TRANSCRIPT)  # type: ignore[attr-defined]
    assert len(transcripts) == len(SAID)
    assert word_errors(" ".join(SAID), " ".join(event.text for event in transcripts)) <= 0.15
    voices = {event.uid: event for event in place.events(VOICE)}  # type: ignore[attr-defined]
    for event in transcripts:
        parent = voices[event.parent]
        assert (event.start_us, event.end_us, event.media) == (parent.start_us, parent.end_us, parent.media)
        assert event.data["provenance"]["processor"] == "transcription"
        assert event.data["provenance"]["model"] == "tiny.en@1"


def test_every_word_lies_where_it_was_said(place: Place, drain: Callable[[], Pipeline]) -> None:
    first, second = spoken("Welcome to the meeting", before_s=2, after_s=3), spoken("See you on Friday", after_s=2)
    place.speech(np.concatenate([first, second]))

    drain()

    transcripts = place.events(TRANSCRIPT)  # type: ignore[attr-defined]
    assert "welcome" in transcripts[0].text.lower()
    assert "friday" in transcripts[-1].text.lower()
    friday = transcripts[-1].start_us + transcripts[-1].data["words"][-1]["start_us"] - NOON_US
    assert len(first) * 1_000_000 // RATE_HZ + 800_000 < friday < (len(first) + len(second)) * 1_000_000 // RATE_HZ


def test_what_the_computer_plays_is_written_down_by_its_own_model_in_its_own_language(
    place: Place, make_pipeline: Callable[..., Pipeline], tmp_path: Path
) -> None:
    other = parakeet(tmp_path, {1: "▁guten", 3: "▁morgen"})
    speech = TranscriptionSettings(played_model=str(other), played_language="de")
    place.speech(spoken(SAID[0]))
    place.speech(spoken(SAID[1]), NOON_US + 60_000_000, LOUDSPEAKER)

    one = make_pipeline(settings=ProcessingSettings(transcription=speech))
    assert one.drain(lambda healths: None, threading.Event()), one.health()

    said, played = place.events(TRANSCRIPT)  # type: ignore[attr-defined]
    assert word_errors(SAID[0], said.text) <= 0.15
    assert (said.data["language"], said.data["provenance"]["model"], "played" in said.data) == (
        "en",
        "tiny.en@1",
        False,
    )
    assert (played.text, played.data["language"], played.data["played"]) == ("guten morgen", "de", True)
    assert played.data["provenance"]["model"].startswith(f"{other.name}@")


def test_noise_and_silence_say_nothing(place: Place, drain: Callable[[], Pipeline]) -> None:
    noise = np.random.default_rng(4).normal(0, 0.1, 8 * RATE_HZ).astype(np.float32)
    place.speech(noise)
    place.speech(silence(8), NOON_US + 8_000_000)

    drain()

    assert place.events(TRANSCRIPT) == []  # type: ignore[attr-defined]
