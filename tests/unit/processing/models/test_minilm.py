from pathlib import Path

import numpy as np
import pytest

from processing.models.catalog import Catalog
from processing.models.minilm import MiniLm
from processing.processor import ModelUnavailableError


@pytest.fixture(scope="module")
def minilm() -> MiniLm:
    return MiniLm.load(Catalog().find("text-embedding", "minilm-int8").path)


def test_the_same_in_other_words_lies_close(minilm: MiniLm) -> None:
    texts = ["We should lower the price of the printer.", "Make the printer cheaper!", "My dog ran away in the park."]

    vectors = minilm.vectors(texts)

    assert vectors.shape == (3, minilm.dimension) == (3, 384)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-4)
    assert vectors[0] @ vectors[1] > 0.5 > 0.2 > vectors[0] @ vectors[2]


def test_company_changes_little(minilm: MiniLm) -> None:
    """Eight-bit models scale by what is looked at together."""
    texts = ["short", "A somewhat longer sentence about the weather.", "word " * 90]

    together = minilm.vectors(texts)

    assert all(together[n] @ minilm.vectors([text])[0] > 0.95 for n, text in enumerate(texts))


def test_very_long_texts_count_by_their_beginning(minilm: MiniLm) -> None:
    beginning = "The ship sails to the island with a cargo of oranges. " * 40

    first, second = minilm.vectors([beginning, beginning + "Nobody knows about taxes. " * 300])

    assert first @ second > 0.99


def test_no_text_no_vector(minilm: MiniLm) -> None:
    assert len(minilm.vectors([])) == 0


def test_a_folder_without_model_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailableError, match="no text model"):
        MiniLm.load(tmp_path)
