from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from processing.models.catalog import Catalog
from processing.processor import Derived, Work
from processing.processors.vad import Ears, Vad, speech_spans
from storage.events import Event
from tests.data.observed import NOON_US, RATE_HZ, Place, silence, spoken

FRAME_US = 32_000


@pytest.fixture(scope="module")
def ears() -> Ears:
    return Vad().load({"vad": Catalog().find("vad", "silero-v6")})


def listen(place: Place, ears: Ears, *events: Event) -> Sequence[Sequence[Derived]]:
    return Vad().derive([Work(one, place.media.path(one.media) if one.media else None) for one in events], ears)


def frames(*runs: tuple[int, float]) -> np.ndarray:
    return np.concatenate([np.full(count, value, np.float32) for count, value in runs])


def test_each_sentence_is_an_event_at_its_time(place: Place, ears: Ears) -> None:
    first, second = spoken("Good morning everybody", before_s=1, after_s=1), spoken("See you tomorrow", after_s=1)

    (found,) = listen(place, ears, event := place.speech(np.concatenate([first, second])))

    assert len(found) == 2
    assert NOON_US + 600_000 <= found[0].start_us <= NOON_US + 1_100_000
    assert found[0].end_us < NOON_US + len(first) * 1_000_000 // RATE_HZ <= found[1].start_us + 300_000
    for one in found:
        assert one.media == event.media
        assert one.data["offset_us"] == one.start_us - NOON_US
        assert one.data["duration_us"] == one.end_us - one.start_us


def test_silence_and_noise_are_not_speech(place: Place, ears: Ears) -> None:
    noise = np.random.default_rng(1).normal(0, 0.05, 5 * RATE_HZ).astype(np.float32)
    hum = (0.2 * np.sin(2 * np.pi * 100 * np.arange(5 * RATE_HZ) / RATE_HZ)).astype(np.float32)

    assert listen(place, ears, place.speech(silence(5)), place.speech(noise), place.speech(hum)) == [(), (), ()]


def test_what_was_measured_when_it_was_recorded_spares_listening(place: Place, ears: Ears) -> None:
    speech = place.speech(spoken("The harbour was quiet when the fishing boats came back"))

    assert listen(place, ears, speech) != [()]
    assert listen(place, ears, replace(speech, data={**speech.data, "rise": 9.5})) != [()]
    assert listen(place, ears, replace(speech, data={**speech.data, "rise": 1.1})) == [()]


def test_a_segment_without_sound_is_passed_over(place: Place, ears: Ears) -> None:
    quiet = Event(b"q" * 16, "device.audio.microphone.raw", "desk", NOON_US, NOON_US + 8_000_000, NOON_US)

    assert listen(place, ears, quiet) == [()]


def test_speech_across_two_segments_touches_at_the_seam(place: Place, ears: Ears) -> None:
    samples = spoken("This sentence is cut in the middle of it by the end of a segment", after_s=0.5)
    half = len(samples) // 2 // RATE_HZ * RATE_HZ
    first = place.speech(samples[:half])
    second = place.speech(samples[half:], NOON_US + half * 1_000_000 // RATE_HZ)

    before, after = listen(place, ears, first, second)

    assert before[-1].end_us == first.end_us == after[0].start_us


def test_short_pauses_belong_to_a_phrase_and_long_ones_part_it() -> None:
    breath, pause = 500_000 // FRAME_US, 900_000 // FRAME_US
    speech = frames((30, 0.9), (breath, 0.1), (30, 0.9), (pause, 0.1), (30, 0.9))

    spans = speech_spans(speech, len(speech) * FRAME_US, 0.5)

    assert len(spans) == 2
    assert spans[0].start_us == 0
    assert spans[1].end_us == len(speech) * FRAME_US


def test_a_click_is_not_speech() -> None:
    assert speech_spans(frames((50, 0.1), (3, 0.9), (50, 0.1)), 103 * FRAME_US, 0.5) == []


def test_margins_do_not_overlap_nor_leave_the_recording() -> None:
    pause = 23
    spans = speech_spans(frames((2, 0.1), (20, 0.9), (pause, 0.1), (20, 0.9), (2, 0.1)), 67 * FRAME_US, 0.5)

    assert spans[0].start_us == 0
    assert spans[0].end_us <= spans[1].start_us
    assert spans[1].end_us == 67 * FRAME_US
