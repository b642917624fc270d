"""The window that every speech model is promised, held against the real one that ships."""

import logging

import numpy as np
import pytest

from processing.models.catalog import Catalog
from processing.models.whisper import Whisper
from processing.processors.transcription import Transcription
from processing.sound import RATE_HZ
from processing.spoken import WINDOW_S, Transcriber
from tests.data.observed import silence, spoken

SENTENCE = "Please send the quarterly report to the finance department before Friday"
BEFORE = (
    "We should plant the apple trees behind the old library",
    "The train to the coast was late again because of the storm last night",
    "My sister has moved to a small house near the river with her two dogs",
    "The new printer on the second floor is out of paper and nobody knows why",
    "He bought three bottles of milk and a loaf of bread on his way home",
)


@pytest.fixture(scope="module")
def model() -> Transcriber:
    found = Transcription().load({"transcription": Catalog().find("transcription", "tiny.en")}).said
    assert isinstance(found, Whisper)
    return found


def test_what_is_said_at_the_end_of_the_longest_take_is_heard_at_its_time(
    model: Transcriber, caplog: pytest.LogCaptureFixture
) -> None:
    said = spoken(SENTENCE, before_s=0.2, after_s=0.2)
    before = np.concatenate([spoken(one, before_s=0.1, after_s=0.2) for one in BEFORE])
    begins = round(WINDOW_S * RATE_HZ) - len(said)
    take = np.concatenate([before, silence(begins / RATE_HZ - len(before) / RATE_HZ), said])

    with caplog.at_level(logging.WARNING):
        ((*passages,),) = model.transcribe([take], "en", 1)

    words = [word for passage in passages for word in passage.words]
    assert "friday" in words[-1].text.lower()
    assert not caplog.records, "the library says when it is given more than it looks at"
    assert begins / RATE_HZ < words[-1].start_s <= words[-1].end_s <= WINDOW_S + 0.5
    assert all(0 <= word.probability <= 1 for word in words)


def test_nothing_comes_of_no_sound_and_each_take_has_its_own_place(model: Transcriber) -> None:
    nothing, heard = model.transcribe([np.zeros(0, np.float32), spoken(SENTENCE)], "en", 1)

    assert nothing == []
    assert "quarterly report" in "".join(word.text for passage in heard for word in passage.words).lower()
