import io

import pytest
from PIL import Image

from processing.processor import Work
from processing.processors.thumbnail import Thumbnail
from storage.events import Event
from tests.data.observed import Place, page


@pytest.mark.parametrize("size", [(1920, 1080), (640, 480), (100, 400)])
def test_a_small_picture_in_proportion(place: Place, size: tuple[int, int]) -> None:
    picture = Image.new("RGB", size, "#aa5500")
    for event in (place.frame(picture), place.still(picture)):
        ((found,),) = Thumbnail(160, 70).derive([Work(event, place.media.path(event.media or ""))], None)

        assert found.content is not None
        small = Image.open(io.BytesIO(found.content))
        assert small.format == "WEBP"
        assert small.size == (160, round(160 * size[1] / size[0]))
        assert (found.data["width"], found.data["height"]) == small.size
        assert all(abs(a - b) < 12 for a, b in zip(small.convert("RGB").getpixel((80, 40)), (170, 85, 0), strict=True))  # type: ignore[arg-type]


def test_it_is_much_smaller_than_the_picture(place: Place) -> None:
    event = place.frame(page(["word " * 15] * 20, size=(1920, 1080)))

    ((found,),) = Thumbnail().derive([Work(event, place.media.path(event.media or ""))], None)

    assert found.content is not None
    assert len(found.content) < place.media.info(event.media or "").size_bytes / 5


def test_an_event_without_picture_has_none() -> None:
    assert Thumbnail().derive([Work(Event(b"f" * 16, "x.y.z", "desk", 1, 1, 1), None)], None) == [()]
