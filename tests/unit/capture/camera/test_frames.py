from pathlib import Path

import cv2
import numpy as np
import pytest

from capture.camera.frames import Frames, jpeg
from capture.health import SourceUnavailableError


@pytest.mark.parametrize(
    ("device", "says"),
    [
        ("/nowhere/film.avi", "film.avi is not there"),
        ("http://anna:secret@127.0.0.1:1/stream", "http://127.0.0.1:1/stream does not answer"),
        ("rtsp://127.0.0.1:1/live", "rtsp://127.0.0.1:1/live does not answer"),
    ],
)
def test_says_what_is_not_there_without_passwords(device: str, says: str) -> None:
    with pytest.raises(SourceUnavailableError) as told:
        Frames(device, 1.0)
    assert says in str(told.value)
    assert "secret" not in str(told.value)


def test_a_file_that_is_no_video_is_unavailable(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("no video")
    with pytest.raises(SourceUnavailableError, match="no video"):
        Frames(str(path), 1.0)


def test_a_picture_becomes_a_jpeg_of_the_same_size() -> None:
    content = jpeg(np.full((120, 160, 3), 90, np.uint8), 80)
    back = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR)
    assert back is not None
    assert back.shape == (120, 160, 3)
    assert abs(int(back.mean()) - 90) <= 2
