"""Small pictures: decoded off the main thread at the size they are shown, kept by size, forgotten on demand."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from app.ui.timeline.thumbnails import Thumbnails, Wanted, decode
from storage.media import MediaStore
from storage.objects.open import open_media


@pytest.fixture
def media(tmp_path: Path) -> MediaStore:
    return open_media(tmp_path)


@pytest.fixture
def thumbnails(media: MediaStore, qtbot: QtBot) -> Iterator[Thumbnails]:
    made = Thumbnails(media, limit_bytes=200_000)
    yield made
    made.stop()


def picture(colour: str, size: tuple[int, int] = (640, 360), kind: str = "WEBP") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind)
    return out.getvalue()


def load(thumbnails: Thumbnails, qtbot: QtBot, wanted: Wanted) -> None:
    qtbot.waitUntil(lambda: thumbnails.image(wanted) is not None)


def test_a_picture_arrives_at_the_height_it_is_shown_at(
    media: MediaStore, thumbnails: Thumbnails, qtbot: QtBot
) -> None:
    wanted = Wanted(media.put(picture("#ff0000"), "image/webp"), 54)
    with qtbot.waitSignal(thumbnails.arrived):
        assert thumbnails.image(wanted) is None
    image = thumbnails.image(wanted)
    assert image is not None
    assert (image.width(), image.height()) == (96, 54)
    assert image.pixelColor(40, 20).red() > 240


def test_a_small_picture_is_not_blown_up(media: MediaStore, thumbnails: Thumbnails, qtbot: QtBot) -> None:
    wanted = Wanted(media.put(picture("#00ff00", (40, 30), "JPEG"), "image/jpeg"), 54)
    load(thumbnails, qtbot, wanted)
    image = thumbnails.image(wanted)
    assert image is not None
    assert image.height() == 30


def test_what_cannot_be_read_is_null_and_asked_for_only_once(thumbnails: Thumbnails, qtbot: QtBot) -> None:
    wanted = Wanted("0" * 64, 54)
    load(thumbnails, qtbot, wanted)
    image = thumbnails.image(wanted)
    assert image is not None
    assert image.isNull()
    assert thumbnails.idle()


def test_bytes_that_are_no_picture_are_null() -> None:
    assert decode(b"not a picture", 50).isNull()


def test_memory_stays_within_its_limit_and_the_newest_stay(
    media: MediaStore, thumbnails: Thumbnails, qtbot: QtBot
) -> None:
    wanted = [Wanted(media.put(picture(f"#{n:02x}0000"), "image/webp"), 90) for n in range(10)]
    for each in wanted:
        load(thumbnails, qtbot, each)
    assert thumbnails.size_bytes <= 200_000
    assert thumbnails.image(wanted[-1]) is not None
    assert thumbnails.image(wanted[0]) is None
    qtbot.waitUntil(thumbnails.idle)


def test_after_a_deletion_nothing_is_kept(media: MediaStore, thumbnails: Thumbnails, qtbot: QtBot) -> None:
    load(thumbnails, qtbot, Wanted(media.put(picture("#0000ff"), "image/webp"), 54))
    thumbnails.clear()
    assert thumbnails.is_empty
    assert thumbnails.size_bytes == 0
