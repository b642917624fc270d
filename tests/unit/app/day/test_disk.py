"""What a day's media take: each file once, those that are gone not at all."""

from pathlib import Path

from app.day.disk import read_disk
from storage.events import Event, new_uid
from storage.topics import CAMERA
from tests.data.sample_store import opened


def test_each_file_counts_once_and_missing_ones_not_at_all(tmp_path: Path) -> None:
    with opened(tmp_path) as recorded:
        kept, gone = recorded.media.put(b"x" * 5_000, "image/webp"), recorded.media.put(b"y" * 900, "image/webp")
        data = {"camera": "Webcam", "width": 4, "height": 3}
        at = [(1, kept), (2, kept), (3, gone), (99, kept)]
        events = [Event(new_uid(), CAMERA, "desk", us, us, us, data=data, media=address) for us, address in at]
        assert recorded.storage.log.append(events).added == 4
        recorded.media.delete(gone)
        found = read_disk(recorded.storage.store, recorded.media, 0, 50)
    assert found.by_kind == {"screen": 0, "sound": 0, "camera": 5_000}
    assert found.total_bytes == 5_000
