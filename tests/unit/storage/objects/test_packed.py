import io
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from storage.media import MediaMissingError, MediaStore, PackingMedia, Still
from storage.objects.encoder import EncoderHere
from storage.objects.open import open_media
from storage.objects.packed import SEGMENT_LEAST
from tests.unit.storage.objects.pictures import draw_screens, put_screens

COUNT = 8


@pytest.fixture
def media(tmp_path: Path) -> PackingMedia:
    return open_media(tmp_path / "media", encoder=EncoderHere())


@pytest.fixture
def stills(media: PackingMedia) -> list[Still]:
    return put_screens(media, draw_screens(COUNT))


def noise() -> bytes:
    out = io.BytesIO()
    Image.fromarray(np.random.default_rng(2).integers(0, 256, (90, 90, 3), dtype=np.uint8)).save(out, "PNG")
    return out.getvalue()


def test_the_number_of_freed_bytes_is_what_the_folder_shrinks_by(media: PackingMedia, stills: list[Still]) -> None:
    before = media.size_bytes()
    packed = media.pack(stills)
    assert packed.pictures == COUNT
    assert media.size_bytes() == before - packed.freed_bytes
    assert packed.freed_bytes > before / 3


def test_what_would_not_become_smaller_stays_as_it_is(media: PackingMedia) -> None:
    tiny = []
    for grey in range(COUNT):
        out = io.BytesIO()
        Image.new("RGB", (64, 64), (grey, grey, grey)).save(out, "WEBP", quality=10)
        tiny.append(out.getvalue())
    stills = put_screens(media, tiny)
    assert media.pack(stills).pictures == 0
    assert all(media.get(still.address) == content for still, content in zip(stills, tiny, strict=True))


def test_a_few_pictures_are_not_worth_a_video(media: PackingMedia, stills: list[Still]) -> None:
    assert media.pack(stills[: SEGMENT_LEAST - 1]).pictures == 0


def test_what_is_no_picture_is_left_alone(media: PackingMedia, stills: list[Still]) -> None:
    others = [
        Still(media.put(b"words", "text/plain"), 0),
        Still(media.put(noise(), "image/png"), 0),
        Still("0" * 64, 0),
    ]
    assert media.pack([*stills, *others]).pictures == COUNT
    assert media.get(others[0].address) == b"words"
    assert media.get(others[1].address) == noise()


def test_pictures_of_another_size_go_into_another_segment(media: PackingMedia) -> None:
    small, large = draw_screens(5, width=200), draw_screens(5, width=400)
    stills = put_screens(media, small + large)
    assert media.pack(stills).pictures == 10
    assert {len(media.companions(still.address)) for still in stills} == {5}
    widths = [Image.open(io.BytesIO(media.get(still.address))).width for still in stills]
    assert widths == [200] * 5 + [400] * 5


def test_a_segment_goes_with_the_last_picture_in_it(media: PackingMedia, stills: list[Still]) -> None:
    media.pack(stills)
    gone = media.delete_many([still.address for still in stills])
    assert gone == {still.address for still in stills}
    assert (media.size_bytes(), list(media.addresses())) == (0, [])


def test_files_that_were_handed_out_go_with_the_picture(
    media: PackingMedia, stills: list[Still], tmp_path: Path
) -> None:
    media.pack(stills)
    path = media.path(stills[2].address)
    assert path.suffix == ".jpg"
    other = open_media(tmp_path / "media", encoder=EncoderHere())  # as another process would
    assert other.delete(stills[2].address)
    assert not path.exists()
    with pytest.raises(MediaMissingError):
        media.path(stills[2].address)


def test_handed_out_files_of_a_process_that_was_killed_are_removed(tmp_path: Path) -> None:
    left = tmp_path / "media" / ".frames" / "99999999" / "x.jpg"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"someone's screen")
    mine = tmp_path / "media" / ".frames" / str(os.getpid())
    mine.mkdir()
    open_media(tmp_path / "media")
    assert not left.exists()
    assert mine.exists()


def test_the_same_picture_seen_again_is_not_stored_again(media: PackingMedia, stills: list[Still]) -> None:
    media.pack(stills)
    size = media.size_bytes()
    assert media.put(draw_screens(1)[0], "image/webp") == stills[0].address
    assert media.size_bytes() == size


def test_a_damaged_segment_names_the_pictures_in_it(media: PackingMedia, stills: list[Still], tmp_path: Path) -> None:
    media.pack(stills)
    [segment] = (tmp_path / "media").rglob("*.stills.mkv")
    content = bytearray(segment.read_bytes())
    content[len(content) // 2] ^= 0xFF
    segment.write_bytes(content)
    report = media.verify([still.address for still in stills])
    assert set(report.corrupt) == {still.address for still in stills}


def test_a_picture_deleted_while_it_is_packed_does_not_come_back(tmp_path: Path) -> None:
    class DeletedMeanwhile(EncoderHere):
        def encode(self, stills, originals, cancelled):  # type: ignore[no-untyped-def]
            content = super().encode(stills, originals, cancelled)
            open_media(tmp_path, encoder=EncoderHere()).delete(stills[0].address)
            return content

    media: MediaStore = open_media(tmp_path, encoder=DeletedMeanwhile())
    stills = put_screens(media, draw_screens(COUNT))  # type: ignore[arg-type]
    assert media.pack(stills).pictures == 0  # type: ignore[attr-defined]
    assert stills[0].address not in set(media.addresses())
    assert list(tmp_path.rglob("*.stills.mkv")) == []
    assert all(media.get(still.address) for still in stills[1:])


def test_readers_never_miss_a_picture_while_it_is_packed_and_rewritten(
    media: PackingMedia, stills: list[Still]
) -> None:
    done = threading.Event()

    def read() -> int:
        rounds = 0
        while not done.is_set() or rounds == 0:
            for still in stills[::2]:
                assert media.get(still.address)
            rounds += 1
        return rounds

    with ThreadPoolExecutor(2) as pool:
        reading = pool.submit(read)
        try:
            media.pack(stills)
            for still in stills[1::2]:
                media.delete(still.address)
        finally:
            done.set()
        assert reading.result() > 0


def test_it_says_when_a_packed_picture_was_stored(media: PackingMedia, stills: list[Still]) -> None:
    assert media.stored_us(stills[0].address) is not None
    media.pack(stills)
    assert media.stored_us(stills[0].address) is not None
    assert media.stored_us("0" * 64) is None
