import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capture.audio.samples import Samples
from capture.audio.segments import Segment, Segmenter

RATE_HZ = 16_000


def segmenter() -> Segmenter:
    return Segmenter(RATE_HZ, shortest_s=3.0, longest_s=8.0, silence_peak=0.0005)


def speech(seconds: float) -> Samples:
    chance = np.random.default_rng(3)
    return np.asarray(chance.normal(0, 3_000, round(seconds * RATE_HZ)).clip(-32768, 32767), np.int16)


def silence(seconds: float) -> Samples:
    return np.zeros(round(seconds * RATE_HZ), np.int16)


def cut(*parts: Samples, block: int = 3_200) -> list[Segment]:
    sound = np.concatenate(parts)
    cutter, found = segmenter(), []
    for start in range(0, sound.size, block):
        found += cutter.feed(start, sound[start : start + block])
    return found + cutter.flush()


def lengths_s(segments: list[Segment]) -> list[float]:
    return [segment.samples.size / RATE_HZ for segment in segments]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.floats(0.05, 12)), max_size=6), st.integers(200, 20_000))
def test_nothing_is_added_lost_or_out_of_order(parts: list[tuple[bool, float]], block: int) -> None:
    sound = [speech(seconds) if loud else silence(seconds) for loud, seconds in parts]
    segments = cut(silence(0), *sound, block=block)
    whole = np.concatenate([segment.samples for segment in segments]) if segments else silence(0)
    assert np.array_equal(whole, np.concatenate([silence(0), *sound]))
    for before, after in itertools.pairwise(segments):
        assert before.end == after.start


def test_speech_is_cut_in_its_pauses() -> None:
    segments = cut(speech(4), silence(0.6), speech(4), silence(0.6))
    assert lengths_s(segments)[0] == pytest.approx(4.3, abs=0.25)
    assert lengths_s(segments)[1] == pytest.approx(4.6, abs=0.25)


def test_no_segment_is_longer_than_may_be_waited_for() -> None:
    assert max(lengths_s(cut(speech(60)))) <= 8.01


def test_a_pause_that_comes_too_soon_is_not_cut_in() -> None:
    segments = cut(speech(1), silence(0.6), speech(2), silence(0.6), speech(1))
    assert lengths_s(segments)[0] >= 3.0


def test_silence_is_told_apart_and_may_be_long() -> None:
    segments = cut(silence(70))
    assert [segment.silent for segment in segments] == [True, True, True]
    assert lengths_s(segments)[0] == pytest.approx(30, abs=0.3)


def test_speech_after_silence_begins_a_segment_of_its_own_with_a_lead() -> None:
    segments = cut(silence(10), speech(4), silence(0.6))
    assert [segment.silent for segment in segments][:2] == [True, False]
    assert segments[1].start / RATE_HZ == pytest.approx(9.75, abs=0.03)


def test_speech_is_handed_over_soon_after_it_ends() -> None:
    cutter = segmenter()
    sound = np.concatenate([speech(4), silence(1)])
    found_at = None
    for start in range(0, sound.size, 3_200):
        if cutter.feed(start, sound[start : start + 3_200]):
            found_at = (start + 3_200) / RATE_HZ
            break
    assert found_at is not None
    assert found_at <= 4.7


def test_where_samples_are_missing_a_segment_ends() -> None:
    cutter = segmenter()
    assert cutter.feed(0, speech(2)) == []
    ended = cutter.feed(5 * RATE_HZ, speech(1))
    assert [(segment.start, segment.end) for segment in ended] == [(0, 2 * RATE_HZ)]
    assert [segment.start for segment in cutter.flush()] == [5 * RATE_HZ]


def test_what_waits_to_be_complete_can_be_seen() -> None:
    cutter = segmenter()
    assert cutter.feed(32_000, speech(2)) == []
    start, held = cutter.held
    assert (start, held.size) == (32_000, 32_000)
    (flushed,) = cutter.flush()
    assert np.array_equal(flushed.samples, held)
    assert cutter.held[1].size == 0
