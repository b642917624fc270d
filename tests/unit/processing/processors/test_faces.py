import pytest
from PIL import Image

from processing.models.catalog import Catalog
from processing.models.mtcnn import Mtcnn
from processing.processor import Work
from processing.processors.faces import Faces
from storage.topics import FACES
from tests.data.observed import Place
from tests.data.photographs import photograph_path


@pytest.fixture(scope="module")
def mtcnn() -> Mtcnn:
    return Faces().load({"faces": Catalog().find("faces", "mtcnn")})


@pytest.mark.parametrize(("name", "count"), [("astronaut.png", 1), ("coffee.png", 0)])
def test_faces_are_found_where_there_are_any(place: Place, mtcnn: Mtcnn, name: str, count: int) -> None:
    with Image.open(photograph_path(name)) as picture:
        event = place.still(picture.convert("RGB"))

    (found,) = Faces().derive([Work(event, place.media.path(event.media or ""))], mtcnn)

    assert [one.topic for one in found] == [FACES] * count
    for one in found:
        (face,) = one.data["faces"]  # type: ignore[misc]
        x, y, width, height = face["box"]  # type: ignore[index, call-overload, misc]
        assert x < 223 < x + width and y < 115 < y + height, "around the nose"
