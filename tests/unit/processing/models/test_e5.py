import platform
from pathlib import Path

import numpy as np
import pytest

from processing.models.catalog import Catalog
from processing.models.e5 import E5
from processing.processor import ModelUnavailableError

OTHER = platform.machine() != "x86_64" or platform.system() != "Linux"
pytestmark = pytest.mark.skipif(OTHER, reason="its package has no other")


@pytest.fixture(scope="module")
def e5() -> E5:
    """Loaded as workers do it: with one thread, since two that spin starve each other and their neighbours."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OMP_NUM_THREADS", "1")
        patch.setenv("OMP_WAIT_POLICY", "PASSIVE")
        return E5.load(Catalog().find("text-embedding", "e5-small").path)


def test_the_same_in_another_language_lies_closest(e5: E5) -> None:
    texts = [
        "We should lower the price of the printer.",
        "My dog ran away in the park.",
        "Der Zahnarzt hat am Dienstag Zeit.",
        "invoice from the electricity company",
        "La réunion est reportée à jeudi.",
    ]
    asked = ["Drucker billiger machen", "chien perdu", "dentist appointment", "Stromrechnung", "meeting postponed"]

    alike = e5.vectors(asked) @ e5.vectors(texts).T

    assert alike.argmax(axis=1).tolist() == [0, 1, 2, 3, 4]
    assert np.median(alike) + 0.1 < alike.max(axis=1).min()


def test_vectors_have_length_one_whatever_the_text(e5: E5) -> None:
    vectors = e5.vectors(["", "a\0b", "word " * 3_000, "日本語"])
    assert vectors.shape == (4, e5.dimension) == (4, 384)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-4)
    assert e5.vectors([]).shape == (0, 384)


def test_weights_without_engine_are_told(tmp_path: Path) -> None:
    (tmp_path / "e5-small-q4.bin").write_bytes(b"")
    assert E5.holds(tmp_path)
    with pytest.raises(ModelUnavailableError, match="engine"):
        E5.load(tmp_path)
    (tmp_path / "_engine.so").write_bytes(b"no library")
    with pytest.raises(ModelUnavailableError, match="engine"):
        E5.load(tmp_path)
