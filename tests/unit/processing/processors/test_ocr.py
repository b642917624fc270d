from collections.abc import Sequence

import pytest
from PIL import Image

from processing.models.catalog import Catalog
from processing.processor import Derived, Work
from processing.processors.ocr import Ocr
from storage.events import Event
from tests.data.observed import Place, page

LINES = ["Harbour office", "Invoice number 4711", "Payable within thirty days"]


@pytest.fixture
def read(place: Place) -> "Reader":
    return Reader(place)


class Reader:
    """Reads frames one after the other, as a worker does."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.ocr = Ocr()
        self.model = self.ocr.load({"ocr": Catalog().find("ocr", "pp-ocrv6-tiny")})

    def __call__(self, event: Event) -> Sequence[Derived]:
        path = self.place.media.path(event.media) if event.media else None
        return self.ocr.derive([Work(event, path)], self.model)[0]


def test_text_comes_line_by_line_with_boxes_on_the_picture(read: Reader) -> None:
    frame = read.place.frame(page(LINES), app="Mail", title="Inbox")

    (found,) = read(frame)

    assert found.text == "\n".join(LINES)
    assert (found.start_us, found.end_us, found.media) == (frame.start_us, frame.end_us, frame.media)
    assert (found.data["app"], found.data["title"]) == ("Mail", "Inbox")
    assert (found.data["width"], found.data["height"]) == (1280, 720)
    lines = found.data["lines"]
    assert isinstance(lines, list)
    for row, line in enumerate(lines):
        x, y, width, height = line["box"]
        assert abs(x - 40) <= 8
        assert y <= 40 + row * 31 + 9 <= y + height
        assert 100 < width < 400
        assert 0.5 <= line["score"] <= 1


def test_a_picture_without_text_gives_nothing(read: Reader) -> None:
    assert read(read.place.frame(Image.new("RGB", (640, 480), "gray"))) == ()


def test_a_frame_without_picture_gives_nothing(read: Reader) -> None:
    assert read(Event(b"f" * 16, "device.video.screen.raw", "desk", 1, 1, 1)) == ()


@pytest.mark.parametrize("size", [(64, 32), (3840, 2160)])
def test_small_and_large_pictures_are_read(read: Reader, size: tuple[int, int]) -> None:
    found = read(read.place.frame(page(LINES if size[0] > 1000 else [], size=size)))

    assert [one.text for one in found] == (["\n".join(LINES)] if size[0] > 1000 else [])
