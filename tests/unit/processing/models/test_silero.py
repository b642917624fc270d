from pathlib import Path

import numpy as np
import pytest

from processing.models.catalog import Catalog
from processing.models.silero import FRAME, Silero, fresh_state
from processing.processor import ModelUnavailableError
from tests.data.observed import silence, spoken


@pytest.fixture(scope="module")
def silero() -> Silero:
    return Silero.load(Catalog().find("vad", "silero-v6").path)


def test_speech_is_likely_where_somebody_speaks(silero: Silero) -> None:
    samples = spoken("Good morning everybody", before_s=1, after_s=1)

    probabilities, _ = silero.probabilities(samples, fresh_state())

    assert len(probabilities) == -(-len(samples) // FRAME)
    assert probabilities[:20].max() < 0.3
    assert probabilities[35:-35].max() > 0.9


def test_piece_by_piece_gives_the_same_as_in_one_go(silero: Silero) -> None:
    samples = spoken("One two three four five six seven")[: 40 * FRAME]
    whole, _ = silero.probabilities(samples, fresh_state())

    state, pieces = fresh_state(), []
    for part in np.split(samples, 8):
        probabilities, state = silero.probabilities(part, state)
        pieces.append(probabilities)

    assert np.allclose(np.concatenate(pieces), whole, atol=1e-4)


def test_an_incomplete_frame_counts_as_one(silero: Silero) -> None:
    assert len(silero.probabilities(silence(0.001), fresh_state())[0]) == 1
    assert len(silero.probabilities(silence(0), fresh_state())[0]) == 0


def test_a_folder_without_model_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailableError, match="no voice activity model"):
        Silero.load(tmp_path)
