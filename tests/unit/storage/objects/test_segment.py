import io
import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from storage.media import MediaError, Still
from storage.objects.address import address_of
from storage.objects.segment import (
    LEAST_PSNR_DB,
    decode_still,
    encode_stills,
    encoder_name,
    picture_size,
    read_contents,
    rewrite_segment,
)
from tests.unit.storage.objects.pictures import draw_screens

COUNT = 40


@pytest.fixture(scope="module")
def originals() -> list[bytes]:
    return draw_screens(COUNT)


def _encode_as(user: int, originals: list[bytes]) -> bytes | None:
    with pytest.MonkeyPatch.context() as patch:
        if sys.platform != "win32":
            patch.setattr(os, "geteuid", lambda: user)
        stills = [Still(address_of(content), 1_000 * number) for number, content in enumerate(originals)]
        return encode_stills(stills, originals)


@pytest.fixture(scope="module", params=[0, 1000], ids=["root", "user"])
def segment(request: pytest.FixtureRequest, originals: list[bytes]) -> bytes:
    """Encoded in a process of its own, as the encoder of everybody else changes the priority of root's."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        content = pool.submit(_encode_as, request.param, originals).result()
    assert content is not None
    return content


def likeness_db(picture: Image.Image, original: bytes) -> float:
    wanted = np.asarray(Image.open(io.BytesIO(original)).convert("RGB"), dtype=np.float64)
    error = np.mean((np.asarray(picture, dtype=np.float64) - wanted) ** 2)
    return float(10 * np.log10(255**2 / max(error, 1e-9)))


def test_it_takes_far_less_than_the_pictures(segment: bytes, originals: list[bytes]) -> None:
    assert len(segment) < 0.5 * sum(map(len, originals))


@pytest.mark.parametrize("index", [0, 1, 15, 16, 17, COUNT - 1])
def test_every_frame_is_found_exactly_whatever_came_before(
    segment: bytes, originals: list[bytes], tmp_path: Path, index: int
) -> None:
    path = tmp_path / "segment.mkv"
    path.write_bytes(segment)
    picture = decode_still(path, index)
    assert picture.size == (321, 201)  # odd sizes, too
    assert likeness_db(picture, originals[index]) >= LEAST_PSNR_DB
    assert likeness_db(picture, originals[(index + 6) % COUNT]) < LEAST_PSNR_DB


def test_it_says_what_is_in_it(segment: bytes, originals: list[bytes]) -> None:
    contents = read_contents(segment)
    assert [still.address for still in contents.stills] == [address_of(content) for content in originals]
    assert [still.at_us for still in contents.stills] == [1_000 * number for number in range(COUNT)]


def test_rewriting_leaves_out_the_others(segment: bytes, originals: list[bytes], tmp_path: Path) -> None:
    keep = [0, 3, 20, COUNT - 1]
    smaller = rewrite_segment(segment, keep)
    assert smaller is not None
    assert [still.address for still in read_contents(smaller).stills] == [address_of(originals[n]) for n in keep]
    path = tmp_path / "smaller.mkv"
    path.write_bytes(smaller)
    for place, number in enumerate(keep):
        assert likeness_db(decode_still(path, place), originals[number]) >= LEAST_PSNR_DB


def test_noise_that_no_video_can_stand_for_is_refused() -> None:
    noise = np.random.default_rng(1).integers(0, 256, (4, 128, 128, 3), dtype=np.uint8)
    originals = []
    for pixels in noise:
        out = io.BytesIO()
        Image.fromarray(pixels).save(out, "PNG")
        originals.append(out.getvalue())
    assert encode_stills([Still(address_of(content), 0) for content in originals], originals) is None


def test_a_truncated_segment_is_an_error_and_not_another_picture(segment: bytes, tmp_path: Path) -> None:
    path = tmp_path / "cut.mkv"
    path.write_bytes(segment[: len(segment) // 2])
    with pytest.raises(MediaError):
        decode_still(path, COUNT - 1)


def test_only_plain_pictures_can_be_packed(originals: list[bytes]) -> None:
    assert picture_size(originals[0]) == (321, 201)
    assert picture_size(b"no picture") is None
    clear = io.BytesIO()
    Image.new("RGBA", (100, 100), (1, 2, 3, 100)).save(clear, "PNG")
    assert picture_size(clear.getvalue()) is None
    moving = io.BytesIO()
    frames = [Image.new("RGB", (100, 100), colour) for colour in ("red", "blue")]
    frames[0].save(moving, "WEBP", save_all=True, append_images=frames[1:])
    assert picture_size(moving.getvalue()) is None


@pytest.mark.skipif(sys.platform == "win32", reason="has no root")
def test_root_does_without_the_encoder_that_takes_real_time_priority(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert encoder_name() == "libsvtav1"
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert encoder_name() == "libx264"


@pytest.mark.skipif(not hasattr(os, "sched_getscheduler"), reason="this system does not tell")
def test_encoding_leaves_the_priority_of_the_process_alone() -> None:
    assert _encode_as(os.geteuid(), draw_screens(4)) is not None
    assert os.sched_getscheduler(0) == os.SCHED_OTHER
