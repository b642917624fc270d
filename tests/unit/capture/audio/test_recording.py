import io

import numpy as np
import pytest
import soundfile

from capture.audio.recording import draft_of
from capture.audio.segments import Segment
from storage.topics import MICROPHONE


def test_what_is_heard_becomes_flac_with_levels() -> None:
    samples = np.asarray(np.sin(np.arange(48_000) / 10) * 16_384, np.int16)
    draft = draft_of(MICROPHONE, Segment(0, samples, silent=False), 1_000, 3_001_000, "Built-in")
    assert draft.content is not None
    sound, rate_hz = soundfile.read(io.BytesIO(draft.content), dtype="int16")
    assert rate_hz == 16_000
    assert np.array_equal(sound, samples)
    assert draft.data["peak"] == pytest.approx(0.5, abs=0.001)
    assert (draft.data["input"], draft.data["silent"]) == ("Built-in", False)
    assert len(draft.data["envelope"]) == 60  # type: ignore[arg-type]
    assert (draft.start_us, draft.end_us, draft.kind) == (1_000, 3_001_000, "audio/flac")


def test_how_far_it_stands_out_of_its_noise_is_kept_where_that_can_be_told() -> None:
    noise = np.random.default_rng(3).normal(0, 300, 48_000).astype(np.int16)
    said = noise.copy()
    said[20_000:24_000] *= 10
    steady, heard, short = (
        draft_of(MICROPHONE, Segment(0, samples, silent=False), 0, 3_000_000, "Built-in").data.get("rise")
        for samples in (noise, said, noise[:1_000])
    )
    assert isinstance(steady, float)
    assert 1 < steady < 1.25
    assert isinstance(heard, float)
    assert heard > 8
    assert short is None


def test_of_silence_nothing_is_kept_but_that_it_was_silent() -> None:
    draft = draft_of(MICROPHONE, Segment(0, np.zeros(48_000, np.int16), silent=True), 0, 3_000_000, "Built-in")
    assert draft.content is None
    assert draft.data["silent"] is True
    assert "envelope" not in draft.data
