from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from processing.models.catalog import Catalog
from processing.processor import Derived, Work
from processing.processors.transcription import Transcribers, Transcription, credible, takes, without_loops
from processing.spoken import WINDOW_S, Passage, Word
from storage.events import Event, new_uid
from storage.topics import VOICE
from tests.data.observed import NOON_US, RATE_HZ, Place, silence, spoken, word_errors

MORNING = "Good morning everybody and welcome to the weekly meeting"
REPORT = "Please send the quarterly report to the finance department before Friday"


@pytest.fixture(scope="module")
def whisper() -> Transcribers:
    return Transcription().load({"transcription": Catalog().find("transcription", "tiny.en")})


def voice(segment: Event, start_us: int, end_us: int) -> Event:
    data = {"offset_us": start_us - segment.start_us, "duration_us": end_us - start_us}
    return Event(new_uid(), VOICE, "desk", start_us, end_us, end_us, data=data, media=segment.media, parent=segment.uid)


def work(place: Place, *sentences: str) -> list[Work]:
    """Each sentence as a stretch of speech in one recording."""
    spoken_s = [spoken(sentence) for sentence in sentences]
    segment = place.speech(np.concatenate(spoken_s))
    at, found = segment.start_us, []
    for samples in spoken_s:
        end_us = at + len(samples) * 1_000_000 // RATE_HZ
        found.append(Work(voice(segment, at, end_us), place.media.path(segment.media or "")))
        at = end_us
    return found


def text(results: Sequence[Derived]) -> str:
    return " ".join(str(one.text) for one in results)


def word(text: str, at_s: float = 0.0, probability: float = 0.9) -> Word:
    return Word(f" {text}", at_s, at_s + 0.2, probability)


SAID = Passage((word("hello"), word("world")), "en", 0.1, 1.2, -0.3)


def test_every_stretch_gets_its_own_words_at_its_own_times(place: Place, whisper: Transcribers) -> None:
    both = work(place, MORNING, REPORT)

    first, second = Transcription().derive(both, whisper)

    assert word_errors(MORNING, text(first)) <= 0.15
    assert word_errors(REPORT, text(second)) <= 0.15
    for piece, (one,) in zip(both, (first, second), strict=True):
        assert (one.start_us, one.end_us) == (piece.event.start_us, piece.event.end_us)
        length_us = one.end_us - one.start_us
        words = one.data["words"]
        assert isinstance(words, list)
        assert all(0 <= each["start_us"] <= each["end_us"] <= length_us for each in words)
        assert " ".join(str(each["word"]) for each in words) == one.text
        assert 0 < float(str(one.data["confidence"])) <= 1


def test_silence_taken_for_speech_gives_no_text(place: Place, whisper: Transcribers) -> None:
    segment = place.speech(silence(4))
    quiet = Work(voice(segment, segment.start_us, segment.end_us), place.media.path(segment.media or ""))

    assert Transcription().derive([quiet], whisper) == [()]


def test_what_fits_is_heard_in_one_go_and_no_more(place: Place) -> None:
    segment = place.speech(silence(40))
    path = place.media.path(segment.media or "")
    pieces = [
        Work(voice(segment, NOON_US + at * 1_000_000, NOON_US + (at + 9) * 1_000_000), path) for at in (0, 10, 20, 30)
    ]

    found = list(takes(pieces))

    assert [[placed.index for placed in take.placed] for take in found] == [[0, 1], [2, 3]] or [
        [placed.index for placed in take.placed] for take in found
    ] == [[0, 1, 2], [3]]
    assert all(len(take.samples) <= WINDOW_S * RATE_HZ for take in found)


def test_stretches_that_touch_are_joined_without_a_gap(place: Place) -> None:
    segment = place.speech(silence(8))
    path, middle = place.media.path(segment.media or ""), NOON_US + 4_000_000
    touching = [Work(voice(segment, NOON_US, middle), path), Work(voice(segment, middle, segment.end_us), path)]
    apart = [touching[0], Work(voice(segment, middle + 500_000, segment.end_us), path)]

    assert len(next(takes(touching)).samples) == 8 * RATE_HZ
    assert len(next(takes(apart)).samples) == round((8 - 0.5 + 0.1) * RATE_HZ)


def test_invented_text_is_told_from_speech() -> None:
    assert credible(SAID)
    assert not credible(replace(SAID, no_speech=0.9, log_probability=-1.5))
    assert credible(replace(SAID, no_speech=0.9, log_probability=-0.2))
    assert not credible(replace(SAID, compression=3.0))
    assert not credible(replace(SAID, words=(word("you", probability=0.05),)))
    assert not credible(replace(SAID, words=()))


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("no no no", "no no no"),
        ("no no no no", "no"),
        ("thank you thank you thank you thank you thank you bye", "thank you bye"),
        ("one two three four", "one two three four"),
        ("so Okay. okay, OKAY okay", "so Okay."),
    ],
)
def test_loops_are_cut_to_one(said: str, kept: str) -> None:
    words = without_loops([word(one) for one in said.split()])

    assert "".join(one.text for one in words).strip() == kept
