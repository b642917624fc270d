import io

import numpy as np
import pytest
from PIL import Image

from processing.layout import reading_order
from processing.models.catalog import Catalog
from processing.models.ppocr import Picture, PpOcr, Quad
from processing.screen_reader import LineMemory, ScreenReader, Sight
from tests.data.observed import page

SIZE = (1280, 720)
MINUTE_US = 60_000_000


class Counting:
    """The real reader, counting what it is asked."""

    def __init__(self) -> None:
        self._reader = PpOcr.load(Catalog().find("ocr", "pp-ocrv6-tiny").path)
        self.looked_at = 0
        self.recognised = 0

    def detect(self, picture: Picture, scale: float) -> list[Quad]:
        self.looked_at += picture.shape[0] * picture.shape[1]
        return self._reader.detect(picture, scale)

    def crop(self, picture: Picture, quad: Quad) -> Picture:
        return self._reader.crop(picture, quad)

    def recognise(self, crop: Picture) -> tuple[str, float]:
        self.recognised += 1
        return self._reader.recognise(crop)

    def reset(self) -> None:
        self.looked_at = self.recognised = 0


@pytest.fixture
def counting() -> Counting:
    return Counting()


@pytest.fixture
def reader(counting: Counting) -> ScreenReader:
    return ScreenReader(counting, 0.8)


def see(
    reader: ScreenReader, lines: list[str], *, subject: str = "editor", at_us: int = 0, screen: str = "0"
) -> list[str]:
    content = io.BytesIO()
    page(lines, size=SIZE).save(content, "WEBP", quality=60)
    picture = np.ascontiguousarray(np.asarray(Image.open(content).convert("RGB"))[:, :, ::-1])
    return [line.text for line in reading_order(reader.read(Sight(picture, screen, subject, at_us)))]


TEXT = [f"Paragraph {word} of the letter" for word in ("one", "two", "three", "four", "five", "six", "seven")]


def test_what_stays_the_same_is_not_read_again(counting: Counting, reader: ScreenReader) -> None:
    assert see(reader, TEXT) == TEXT
    counting.reset()

    assert see(reader, TEXT) == TEXT

    assert (counting.looked_at, counting.recognised) == (0, 0)


def test_a_typed_line_is_read_and_the_others_carried_over(counting: Counting, reader: ScreenReader) -> None:
    see(reader, TEXT)
    counting.reset()
    typed = [*TEXT[:3], "Paragraph four was changed", *TEXT[4:]]

    assert see(reader, typed) == typed

    assert counting.recognised == 1
    assert 0 < counting.looked_at < 0.1 * SIZE[0] * SIZE[1]


def test_a_line_that_vanished_is_gone(reader: ScreenReader) -> None:
    see(reader, TEXT)

    assert see(reader, TEXT[:5]) == TEXT[:5]


def test_scrolled_lines_are_known_by_their_looks(counting: Counting, reader: ScreenReader) -> None:
    see(reader, TEXT)
    counting.reset()
    scrolled = [*TEXT[1:], "Paragraph eight comes into view"]

    assert see(reader, scrolled) == scrolled

    assert counting.recognised <= 2


def test_coming_back_to_a_window_costs_nothing(counting: Counting, reader: ScreenReader) -> None:
    other = ["Something else entirely", "in another window"]
    see(reader, TEXT)
    see(reader, other, subject="mail")
    counting.reset()

    assert see(reader, TEXT) == TEXT
    assert see(reader, other, subject="mail") == other

    assert counting.recognised == 0


def test_another_window_is_looked_at_as_a_whole(counting: Counting, reader: ScreenReader) -> None:
    see(reader, TEXT)
    counting.reset()

    see(reader, TEXT, subject="mail")

    assert counting.looked_at == SIZE[0] * SIZE[1]


def test_now_and_then_everything_is_looked_at_again(counting: Counting, reader: ScreenReader) -> None:
    see(reader, TEXT)
    counting.reset()

    see(reader, TEXT, at_us=4 * MINUTE_US)
    assert counting.looked_at == 0
    see(reader, TEXT, at_us=6 * MINUTE_US)

    assert counting.looked_at == SIZE[0] * SIZE[1]


def test_displays_do_not_mix(counting: Counting, reader: ScreenReader) -> None:
    see(reader, TEXT, screen="0")
    counting.reset()

    assert see(reader, TEXT[:2], screen="1") == TEXT[:2]

    assert counting.looked_at == SIZE[0] * SIZE[1]


def test_a_slow_change_is_noticed_in_the_end(reader: ScreenReader) -> None:
    """Each step is too small to see, so it must be compared with what was read, not with the step before."""
    picture = page(["Now you see me"], size=SIZE)
    blank = Image.new("RGB", SIZE, "white")
    found: list[str] = []
    for step in range(21):
        mixed = np.asarray(Image.blend(blank, picture, step / 20))[:, :, ::-1]
        sight = Sight(np.ascontiguousarray(mixed), "0", "editor", step)
        found = [line.text for line in reader.read(sight)]

    assert found == ["Now you see me"]


def test_the_least_recently_seen_lines_are_forgotten() -> None:
    memory = LineMemory(limit=3)
    for width in (20, 30, 40, 50):
        memory.keep(np.full((10, width), width, np.uint8), str(width), 1.0)

    assert memory.find(np.full((10, 20), 20, np.uint8)) is None
    assert memory.find(np.full((10, 50), 50, np.uint8)) == ("50", 1.0)
