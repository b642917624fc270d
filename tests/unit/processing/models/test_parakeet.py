"""The adapter with a tiny model of the right shape; what the real weights hear is up to who has them."""

from pathlib import Path

import numpy as np
import pytest

from processing.models.parakeet import Parakeet, words_of
from processing.processor import ModelFile, ModelUnavailableError
from processing.processors.transcription import Transcription, credible
from tests.data.tiny_onnx import parakeet

SAYS = {1: "▁good", 3: "▁mor", 4: "ning", 9: "▁sun"}
SECOND = np.zeros(16_000, np.float32)


@pytest.mark.parametrize("suffix", ["", ".int8"])
def test_pieces_become_words_with_times_and_how_sure(tmp_path: Path, suffix: str) -> None:
    model = Parakeet.load(parakeet(tmp_path, SAYS, suffix))

    ((passage,), nothing) = model.transcribe([SECOND, SECOND[:0]], "en", beam=3)

    assert nothing == []
    assert [word.text for word in passage.words] == [" good", " morning", " sun"]
    times = [(round(word.start_s, 2), round(word.end_s, 2)) for word in passage.words]
    assert times == [(0.08, 0.16), (0.24, 0.4), (0.72, 0.8)]
    assert all(word.probability > 0.9 for word in passage.words)
    assert passage.language == "en"
    assert credible(passage)


def test_it_tells_no_language_where_none_was_told(tmp_path: Path) -> None:
    ((passage,),) = Parakeet.load(parakeet(tmp_path, SAYS)).transcribe([SECOND], "auto", beam=1)
    assert passage.language == ""


def test_silence_says_nothing(tmp_path: Path) -> None:
    assert Parakeet.load(parakeet(tmp_path, {40: "▁never"})).transcribe([SECOND], "en", 1) == [[]]


def test_the_processor_knows_it_by_its_files(tmp_path: Path) -> None:
    folder = parakeet(tmp_path, SAYS)
    assert Parakeet.holds(folder)
    loaded = Transcription(str(folder)).load({"transcription": ModelFile("mine", "1", "transcription", folder)})
    assert isinstance(loaded.said, Parakeet)
    assert loaded.played is loaded.said


@pytest.mark.parametrize("absent", ["config.json", "decoder_joint-model.onnx"])
def test_a_file_that_is_not_there_is_named(tmp_path: Path, absent: str) -> None:
    (parakeet(tmp_path, SAYS) / absent).unlink()
    with pytest.raises(ModelUnavailableError, match=absent):
        Parakeet.load(tmp_path)


def test_no_word_reaches_into_the_next() -> None:
    found = words_of([" a", "b", " c"], [0.0, 0.08, 0.1], [0.0, 0.0, -1.0], 0.15)
    assert [(word.text, word.start_s, word.end_s) for word in found] == [(" ab", 0.0, 0.1), (" c", 0.1, 0.15)]
    assert words_of([], [], [], 1.0) == []
