from pathlib import Path

import numpy as np
import pytest

from processing.models.catalog import Catalog
from processing.models.whisper import RATE_HZ, Whisper, alike, without_filling
from processing.processor import ModelUnavailableError
from tests.data.observed import silence, spoken, word_errors


@pytest.fixture(scope="module")
def whisper() -> Whisper:
    return Whisper.load(Catalog().find("transcription", "tiny.en").path)


def test_writes_down_what_is_said_with_times_in_order(whisper: Whisper) -> None:
    said = "Good morning everybody and welcome to the weekly meeting"
    samples = spoken(said, before_s=1.0)

    ((passage,),) = whisper.transcribe([samples], "en", 1)

    assert word_errors(said, "".join(word.text for word in passage.words)) <= 0.12
    starts = [word.start_s for word in passage.words]
    assert starts == sorted(starts)
    assert all(0 <= word.start_s <= word.end_s <= len(samples) / 16_000 + 0.1 for word in passage.words)
    assert passage.language == "en"


def test_silence_gives_signs_of_silence(whisper: Whisper) -> None:
    (found,) = whisper.transcribe([silence(5)], "en", 1)
    assert all(passage.no_speech > 0.5 for passage in found)


def test_several_takes_side_by_side_are_written_down_as_each_alone(whisper: Whisper) -> None:
    sentences = ("The harbour was quiet at sunrise", "Please send the report before Friday", "We meet again on Monday")
    takes = [spoken(sentence, before_s=0.3) for sentence in sentences]

    together = whisper.transcribe([takes[0], silence(0), *takes[1:]], "en", 1)

    assert together.pop(1) == []
    for take, found in zip(takes, together, strict=True):
        ((alone,),) = whisper.transcribe([take], "en", 1)
        assert [word.text for word in found[0].words] == [word.text for word in alone.words]
        for word, same in zip(found[0].words, alone.words, strict=True):
            assert word.start_s == pytest.approx(same.start_s, abs=0.05)


def test_a_short_take_is_written_down_beside_a_long_one_and_looked_at_only_as_far_as_it_goes(whisper: Whisper) -> None:
    said = "Good morning everybody and welcome to the weekly meeting"
    more = "Please send the quarterly report to the finance department before Friday"
    short = spoken(said, before_s=0.3)
    long = np.concatenate([short, *(spoken(more, before_s=0.3) for _ in range(3))])

    whole, passages = whisper.transcribe([long, short], "en", 2)

    for text, found in ((" ".join((said, more, more, more)), whole), (said, passages)):
        assert word_errors(text, "".join(word.text for passage in found for word in passage.words)) <= 0.12


def test_takes_of_about_one_length_are_heard_together() -> None:
    lengths_s = (4, 28, 11, 27, 9, 26, 2)
    takes = [np.zeros(RATE_HZ * seconds, np.float32) for seconds in lengths_s]
    assert [[lengths_s[place] for place in group] for group in alike(takes, 2)] == [[28, 27], [26], [11, 9], [4, 2]]


def test_what_fills_a_take_up_is_cut_off_but_for_five_seconds() -> None:
    features = np.zeros((2, 80, 3_000), np.float32)
    features[1, 40, 700] = 1
    assert without_filling(features).shape == (2, 80, 1_202)
    features[0, 0, 2_900] = 1
    assert without_filling(features).shape == (2, 80, 3_000)
    assert without_filling(np.zeros((80, 3_000), np.float32)).shape == (80, 500)


def test_nothing_to_hear_is_nothing_to_write(whisper: Whisper) -> None:
    assert whisper.transcribe([], "en", 1) == []
    assert whisper.transcribe([silence(0)], "auto", 1) == [[]]


def test_a_folder_without_model_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailableError, match=r"no model\.bin"):
        Whisper.load(tmp_path)
