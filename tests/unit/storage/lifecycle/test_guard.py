import logging
from pathlib import Path

import pytest

from storage.lifecycle.guard import DiskGuard, GuardedMedia
from storage.lifecycle.retention import Layer
from storage.media import MediaFullError
from storage.objects.open import open_media


class Disk:
    """A disk with as much room as a test says."""

    def __init__(self, free: int) -> None:
        self.free = free

    def __call__(self, _folder: Path) -> int:
        return self.free


def test_pictures_stop_first_then_sound_and_both_come_back_with_some_reserve(tmp_path: Path) -> None:
    disk = Disk(10_000)
    guard = DiskGuard(tmp_path, 1_000, disk)
    steps = {
        900: {Layer.PICTURES},
        400: {Layer.PICTURES, Layer.SOUND},
        520: {Layer.PICTURES, Layer.SOUND},
        600: {Layer.PICTURES},
        1_050: {Layer.PICTURES},
        1_200: set(),
    }
    for free, stopped in steps.items():
        disk.free = free
        assert guard.look() == stopped, free


def test_it_says_once_when_something_changes(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    disk = Disk(10)
    with caplog.at_level(logging.WARNING):
        guard = DiskGuard(tmp_path, 1_000, disk)
        guard.look()
        disk.free = 10_000
        guard.look()
        guard.look()
    assert len(caplog.records) == 2


def test_no_limit_means_no_guard(tmp_path: Path) -> None:
    guard = DiskGuard(tmp_path, 1_000, Disk(0))
    assert guard.stopped == {Layer.PICTURES, Layer.SOUND}
    guard.set_limit(0)
    assert guard.stopped == set()


def test_the_guarded_store_refuses_pictures_and_takes_text(tmp_path: Path) -> None:
    disk = Disk(600)
    media = GuardedMedia(open_media(tmp_path), DiskGuard(tmp_path, 1_000, disk))
    with pytest.raises(MediaFullError, match="pictures are not kept"):
        media.put(b"pixels", "image/webp")
    sound = media.put(b"sound", "audio/flac")
    disk.free = 100
    media.put(b"page", "text/html")
    media.put(b"x" * (8 << 20), "application/pdf")
    with pytest.raises(MediaFullError, match="sound is not kept"):
        media.put(b"more sound", "audio/flac")
    disk.free = 5_000
    picture = media.put(b"pixels", "image/webp")
    assert (media.get(sound), media.get(picture)) == (b"sound", b"pixels")
    assert media.info(picture).kind == "image/webp"
    assert media.path(picture).exists()
    assert media.verify(media.addresses()).ok
    assert media.delete(picture)
    assert media.size_bytes() == len(b"sound") + len(b"page") + (8 << 20)
    media.close()


def test_the_real_disk_is_asked(tmp_path: Path) -> None:
    assert DiskGuard(tmp_path, 1).stopped == set()
    assert DiskGuard(tmp_path, 1 << 60).stopped == {Layer.PICTURES, Layer.SOUND}
