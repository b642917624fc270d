"""What every media store promises, over every one that runs here."""

import os
import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from storage.media import MediaMissingError, MediaSizes, PackingMedia, SegmentCopy, Still
from storage.objects.encoder import EncoderHere
from storage.objects.open import open_media
from tests.data.s3_server import s3_server
from tests.unit.storage.objects.pictures import draw_screens, likeness_db, put_screens

NOWHERE = "0" * 64
_KEY, _SECRET = "testkey", "testsecret"


@pytest.fixture(scope="session")
def bucket_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A bucket of a real S3 server: the one named by DAYTRAIL_TEST_S3, or a private SeaweedFS where it is installed."""
    given = os.environ.get("DAYTRAIL_TEST_S3")
    if given:
        yield given
        return
    weed = shutil.which("weed") or shutil.which("weed", path=Path(sys.executable).parent)
    if weed is None:
        pytest.skip("no S3 server: set DAYTRAIL_TEST_S3=s3://bucket?endpoint=… or put SeaweedFS's `weed` on the PATH")
    folder = tmp_path_factory.mktemp("weed")
    with pytest.MonkeyPatch.context() as environment, s3_server(Path(weed), folder, _KEY, _SECRET) as port:
        environment.setenv("AWS_ACCESS_KEY_ID", _KEY)
        environment.setenv("AWS_SECRET_ACCESS_KEY", _SECRET)
        yield f"s3://life/media?endpoint=http://127.0.0.1:{port}"


@pytest.fixture(params=["folder", "memory", pytest.param("s3", marks=pytest.mark.slow)])
def media(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[PackingMedia]:
    place: str | Path = {"folder": tmp_path / "media", "memory": "memory://", "s3": ""}[request.param]
    if request.param == "s3":
        bucket, _, endpoint = request.getfixturevalue("bucket_url").partition("?")
        place = f"{bucket}/{tmp_path.name}?{endpoint}"
    store = open_media(place, encoder=EncoderHere())
    yield store
    store.close()


def test_returns_the_bytes_and_their_kind(media: PackingMedia) -> None:
    address = media.put(b"picture", "image/webp")
    assert len(address) == 64
    assert media.get(address) == b"picture"
    info = media.info(address)
    assert (info.address, info.kind, info.size_bytes) == (address, "image/webp", 7)


def test_keeps_kinds_that_have_no_extension_of_their_own(media: PackingMedia) -> None:
    address = media.put(b"x", "application/vnd.example+zip")
    assert media.info(address).kind == "application/vnd.example+zip"


def test_stores_the_same_bytes_once(media: PackingMedia) -> None:
    first = media.put(b"same", "image/webp")
    assert media.put(b"same", "image/webp") == first
    assert media.size_bytes() == 4
    assert list(media.addresses()) == [first]


def test_stores_empty_bytes(media: PackingMedia) -> None:
    assert media.get(media.put(b"", "application/octet-stream")) == b""


def test_counts_its_size_as_it_grows_and_shrinks(media: PackingMedia) -> None:
    assert media.size_bytes() == 0
    address = media.put(b"12345", "text/plain")
    media.put(b"123", "text/plain")
    assert media.size_bytes() == 8
    media.delete(address)
    assert media.size_bytes() == 3


def test_tells_pictures_sound_and_other_files_apart(media: PackingMedia) -> None:
    assert media.sizes() == MediaSizes()
    picture, sound = media.put(b"picture", "image/webp"), media.put(b"sound", "audio/flac")
    media.put(b"letter", "application/pdf")
    media.put(b"film", "video/mp4")
    assert media.sizes() == MediaSizes(11, 5, 6)
    media.delete(picture)
    media.delete(sound)
    assert media.sizes() == MediaSizes(4, 0, 6)
    assert media.verify().ok
    assert media.sizes() == MediaSizes(4, 0, 6)
    assert media.sizes().total_bytes == media.size_bytes()


def test_hands_out_a_local_file(media: PackingMedia) -> None:
    address = media.put(b"picture", "image/png")
    path = media.path(address)
    assert path.read_bytes() == b"picture"
    assert path.suffix == ".png"


def test_deletes_for_good_with_the_local_copy(media: PackingMedia) -> None:
    address = media.put(b"secret", "image/png")
    path = media.path(address)
    assert media.delete(address) is True
    assert media.delete(address) is False
    assert not path.exists()
    assert list(media.addresses()) == []
    with pytest.raises(MediaMissingError):
        media.get(address)


@pytest.mark.parametrize("address", [NOWHERE, "not-an-address", "../../etc/passwd"])
@pytest.mark.parametrize("ask", [lambda m, a: m.get(a), lambda m, a: m.info(a), lambda m, a: m.path(a)])
def test_says_that_media_is_missing(media: PackingMedia, address: str, ask: Callable[[PackingMedia, str], Any]) -> None:
    with pytest.raises(MediaMissingError, match=r"media"):
        ask(media, address)


def test_refuses_what_is_no_mime_type(media: PackingMedia) -> None:
    with pytest.raises(ValueError, match="MIME"):
        media.put(b"x", "../evil")


def test_takes_many_at_once_from_several_threads(media: PackingMedia) -> None:
    start = threading.Barrier(4)

    def write(thread: int) -> set[str]:
        start.wait()
        return {media.put(b"%d" % (number // 2 + 10 * (thread // 2)), "text/plain") for number in range(20)}

    with ThreadPoolExecutor(4) as pool:
        addresses = set().union(*pool.map(write, range(4)))
    assert set(media.addresses()) == addresses
    assert media.size_bytes() == sum(len(media.get(address)) for address in addresses)


def test_verify_finds_nothing_wrong_with_what_is_right(media: PackingMedia) -> None:
    addresses = [media.put(b"%d" % number, "text/plain") for number in range(5)]
    report = media.verify(addresses)
    assert report.ok
    assert (report.checked, report.size_bytes) == (5, 5)


def test_verify_names_what_is_gone(media: PackingMedia) -> None:
    report = media.verify([media.put(b"here", "text/plain"), NOWHERE])
    assert report.missing == (NOWHERE,)
    assert not report.ok


@pytest.fixture
def screens(media: PackingMedia) -> list[Still]:
    """Pictures of a screen on which little changes."""
    return put_screens(media, draw_screens(6))


def test_old_pictures_take_less_when_they_are_packed(media: PackingMedia, screens: list[Still]) -> None:
    originals = [media.get(still.address) for still in screens]
    before = media.size_bytes()
    assert media.pack(screens).pictures == len(screens)
    assert media.size_bytes() < before
    for still, original in zip(screens, originals, strict=True):
        assert likeness_db(media.get(still.address), original) > 33
        assert media.path(still.address).read_bytes() == media.get(still.address)
        assert media.info(still.address).kind == "image/jpeg"
    assert sorted(media.addresses()) == sorted(still.address for still in screens)
    assert media.verify([still.address for still in screens]).ok
    assert media.pack(screens).pictures == 0


def test_a_deleted_picture_leaves_its_video(media: PackingMedia, screens: list[Still]) -> None:
    media.pack(screens)
    path = media.path(screens[2].address)
    assert media.companions(screens[0].address) == {still.address for still in screens}
    assert media.delete_many([screens[2].address, NOWHERE]) == {screens[2].address}
    assert not path.exists()
    with pytest.raises(MediaMissingError):
        media.get(screens[2].address)
    copy = media.copy_segment(screens[0].address)
    assert copy is not None
    assert len(copy.addresses) == len(screens) - 1
    assert screens[2].address.encode() not in copy.content
    assert all(media.get(still.address) for still in screens if still != screens[2])


def test_a_segment_can_be_copied_less_what_is_not_wanted(media: PackingMedia, screens: list[Still]) -> None:
    media.pack(screens)
    copy = media.copy_segment(screens[0].address)
    assert copy is not None
    other = open_media("memory://", encoder=EncoderHere())
    other.adopt(SegmentCopy(copy.content, frozenset(still.address for still in screens[:3])))
    assert sorted(other.addresses()) == sorted(still.address for still in screens[:3])
    assert likeness_db(other.get(screens[1].address), media.get(screens[1].address)) > 33
    assert len(other.companions(screens[0].address)) == 3
    other.close()
