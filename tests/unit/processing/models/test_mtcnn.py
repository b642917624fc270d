from pathlib import Path

import numpy as np
import pytest

from processing.models.catalog import Catalog
from processing.models.mtcnn import Mtcnn
from processing.processor import ModelUnavailableError
from tests.data.photographs import photograph


@pytest.fixture(scope="module")
def mtcnn() -> Mtcnn:
    return Mtcnn.load(Catalog().find("faces", "mtcnn").path)


@pytest.mark.parametrize(
    ("name", "around"), [("astronaut.png", (180, 60, 268, 175)), ("camera.png", (200, 115, 255, 195))]
)
def test_a_face_is_found_where_it_is(mtcnn: Mtcnn, name: str, around: tuple[int, ...]) -> None:
    (face,) = mtcnn.faces(photograph(name), 0.95)

    assert face.score > 0.95
    assert np.allclose((face.left, face.top, face.right, face.bottom), around, atol=20)


def test_a_large_picture_is_looked_at_smaller_and_answered_in_its_own_pixels(mtcnn: Mtcnn) -> None:
    large = np.ascontiguousarray(np.repeat(np.repeat(photograph("astronaut.png"), 4, axis=0), 4, axis=1))

    (face,) = mtcnn.faces(large, 0.95)

    assert np.allclose((face.left, face.top, face.right, face.bottom), (720, 240, 1072, 700), atol=80)


@pytest.mark.parametrize("name", ["coffee.png", "chelsea.png", "motorcycle_left.png", "rocket.jpg"])
def test_things_have_no_face(mtcnn: Mtcnn, name: str) -> None:
    assert mtcnn.faces(photograph(name), 0.95) == []


def test_a_folder_without_networks_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailableError, match=r"pnet\.onnx"):
        Mtcnn.load(tmp_path)
