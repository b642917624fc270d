"""The picture of an event is found through what it was derived from, or what was on the screen then."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from app.ui.pictures import NEAR_US, Pictures, load_frame, picture_event
from storage.events import Event, derived_uid, new_uid
from storage.media import MediaStore
from storage.objects.open import open_media
from storage.sqlite.open import SqliteStorage, open_sqlite
from storage.topics import SCREEN, SCREEN_TEXT, THUMBNAIL, TRANSCRIPT
from tests.gui.fake_controls import FixedClock
from tests.unit.app.ui.sample_controls import NOW_US


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[SqliteStorage]:
    opened = open_sqlite(tmp_path, clock=FixedClock(NOW_US))
    yield opened
    opened.close()


@pytest.fixture
def media(tmp_path: Path) -> MediaStore:
    return open_media(tmp_path / "media")


def _png(colour: str, width: int, height: int) -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return buffer.data().data()


def _frame(media: MediaStore) -> Event:
    address = media.put(_png("#ff0000", 800, 400), "image/png")
    data = {"display": 0, "width": 800, "height": 400, "trigger": "focus"}
    return Event(new_uid(), SCREEN, "desk", NOW_US, NOW_US, NOW_US, data=data, media=address)


def _text(frame: Event) -> Event:
    uid = derived_uid("ocr", "1", frame.uid, 0)
    data = {"boxes": [], "width": 800, "height": 400}
    return Event(uid, SCREEN_TEXT, "desk", NOW_US, NOW_US, NOW_US, text="x", data=data, parent=frame.uid)


def _speech(at_us: int) -> Event:
    return Event(new_uid(), TRANSCRIPT, "desk", at_us, at_us + 1, at_us, text="hello", data={"words": []})


def test_text_shows_the_frame_it_was_read_from(storage: SqliteStorage, media: MediaStore) -> None:
    frame = _frame(media)
    storage.log.append([frame])
    found = picture_event(storage.store, _text(frame))
    assert found == (frame, True)
    loaded = load_frame(storage.store, media, _text(frame), 200)
    assert (loaded.image.width(), loaded.image.height(), loaded.width, loaded.height) == (200, 100, 800, 400)
    assert loaded.own


def test_speech_shows_what_was_on_the_screen_then(storage: SqliteStorage, media: MediaStore) -> None:
    frame = _frame(media)
    storage.log.append([frame])
    assert picture_event(storage.store, _speech(NOW_US + 1_000_000)) == (frame, False)
    assert picture_event(storage.store, _speech(NOW_US + NEAR_US + 1_000_000)) is None
    assert load_frame(storage.store, media, _speech(NOW_US - 1), 200).image.isNull()


def test_a_deleted_picture_is_replaced_by_its_thumbnail(storage: SqliteStorage, media: MediaStore) -> None:
    frame = _frame(media)
    small = media.put(_png("#00ff00", 160, 80), "image/png")
    uid = derived_uid("thumbnail", "1", frame.uid, 0)
    data = {"width": 160, "height": 80}
    thumbnail = Event(uid, THUMBNAIL, "desk", NOW_US, NOW_US, NOW_US, data=data, media=small, parent=frame.uid)
    storage.log.append([frame, thumbnail])
    media.delete(frame.media or "")
    loaded = load_frame(storage.store, media, frame, 336)
    assert loaded.image.pixelColor(5, 5).name() == "#00ff00"
    assert (loaded.width, loaded.height) == (800, 400)
    media.delete(small)
    assert load_frame(storage.store, media, frame, 336).image.isNull()


def test_pictures_arrive_once_and_are_kept(storage: SqliteStorage, media: MediaStore, qtbot: QtBot) -> None:
    frame = _frame(media)
    storage.log.append([frame])
    pictures = Pictures(storage.store, media, 200)
    with qtbot.waitSignal(pictures.arrived):
        assert pictures.frame(frame) is None
    kept = pictures.frame(frame)
    assert kept is not None
    assert kept.image.width() == 200
    assert pictures.idle()
    pictures.stop()
