from pathlib import Path

import pytest

from processing.models.catalog import Catalog
from processing.models.whisper import Whisper
from processing.processor import ModelUnavailableError
from tests.data.observed import silence, spoken, word_errors


@pytest.fixture(scope="module")
def whisper() -> Whisper:
    return Whisper.load(Catalog().find("transcription", "tiny.en").path)


def test_writes_down_what_is_said_with_times_in_order(whisper: Whisper) -> None:
    said = "Good morning everybody and welcome to the weekly meeting"
    samples = spoken(said, before_s=1.0)

    (passage,) = whisper.transcribe(samples, "en", 1)

    assert word_errors(said, "".join(word.text for word in passage.words)) <= 0.12
    starts = [word.start_s for word in passage.words]
    assert starts == sorted(starts)
    assert all(0 <= word.start_s <= word.end_s <= len(samples) / 16_000 + 0.1 for word in passage.words)
    assert passage.language == "en"


def test_silence_gives_signs_of_silence(whisper: Whisper) -> None:
    assert all(passage.no_speech > 0.5 for passage in whisper.transcribe(silence(5), "en", 1))


def test_a_folder_without_model_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailableError, match=r"no model\.bin"):
        Whisper.load(tmp_path)
