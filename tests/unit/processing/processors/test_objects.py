import pytest
from PIL import Image

from processing.models.catalog import Catalog
from processing.models.yolo import Yolo
from processing.processor import Work
from processing.processors.objects import Objects
from storage.events import Event
from storage.topics import CAMERA, OBJECTS, PRESENCE
from tests.data.observed import Place
from tests.data.photographs import photograph_path


@pytest.fixture(scope="module")
def yolo() -> Yolo:
    return Objects().load({"objects": Catalog().find("objects", "yolox-nano")})


def work(place: Place, name: str) -> Work:
    with Image.open(photograph_path(name)) as picture:
        event = place.still(picture.convert("RGB"))
    return Work(event, place.media.path(event.media or ""))


def test_somebody_in_the_picture_is_there_for_a_while(place: Place, yolo: Yolo) -> None:
    piece = work(place, "astronaut.png")

    ((seen, there),) = Objects(presence_s=60).derive([piece], yolo)

    assert (seen.topic, seen.text, seen.data["people"]) == (OBJECTS, "person", 1)
    assert there.topic == PRESENCE
    assert (there.start_us, there.end_us) == (piece.event.start_us, piece.event.start_us + 60_000_000)


def test_things_are_named_so_that_they_are_found(place: Place, yolo: Yolo) -> None:
    ((seen,),) = Objects().derive([work(place, "coffee.png")], yolo)

    assert str(seen.text).split(", ") == ["cup", "dining table"]
    assert seen.data["people"] == 0
    assert (seen.data["width"], seen.data["height"]) == (600, 400)


def test_a_picture_without_anything_known_says_nothing(place: Place, yolo: Yolo) -> None:
    assert Objects().derive([work(place, "rocket.jpg")], yolo) == [()]
    assert Objects().derive([Work(Event(b"e" * 16, CAMERA, "desk", 1, 1, 1), None)], yolo) == [()]
