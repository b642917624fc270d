"""Cameras that are files and streams on this computer, served by real servers."""

import http.server
import io
import threading
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from app.demo.waiting import until
from capture.health import SourceState
from storage.topics import CAMERA
from tests.integration.capture.rig import Rig


@pytest.fixture
def film(tmp_path: Path) -> Path:
    """Twenty frames that get brighter."""
    path = tmp_path / "film.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 10, (320, 240))
    for level in range(20):
        writer.write(np.full((240, 320, 3), level * 12, np.uint8))
    writer.release()
    return path


class Server(http.server.ThreadingHTTPServer):
    """Serves a moving picture as MJPEG at /stream and as one picture at /shot.jpg."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.over = threading.Event()
        self.shots = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def picture(self) -> bytes:
        self.shots += 1
        content = io.BytesIO()
        Image.fromarray(np.full((120, 160, 3), self.shots % 200, np.uint8)).save(content, "JPEG")
        return content.getvalue()


class Handler(http.server.BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.send_response(200)
        if self.path == "/shot.jpg":
            content = self.server.picture()
            self.send_header("Content-Type", "image/jpeg")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)
            return
        self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
        self.end_headers()
        while not self.server.over.wait(0.05):
            content = self.server.picture()
            try:
                self.wfile.write(b"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n" % len(content))
                self.wfile.write(content + b"\r\n")
            except OSError:
                return

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    thread = threading.Thread(target=server.serve_forever, name="camera-server")
    thread.start()
    yield server
    server.over.set()
    server.shutdown()
    server.server_close()
    thread.join()


def test_takes_the_next_still_of_a_file_at_each_interval(rig: Rig, film: Path) -> None:
    rig.start(camera={"device": str(film), "interval_s": 0.2})
    until(lambda: len(rig.events(CAMERA)) >= 3, "three stills")
    stills = rig.events(CAMERA)
    assert {(each.data["camera"], each.data["width"], each.data["height"]) for each in stills} == {
        ("film.avi", 320, 240)
    }
    brightness = [float(np.asarray(Image.open(io.BytesIO(rig.media.get(str(each.media))))).mean()) for each in stills]
    assert brightness == sorted(brightness)
    assert brightness[2] > brightness[0]


def test_begins_a_file_again_at_its_end(rig: Rig, film: Path) -> None:
    rig.start(camera={"device": str(film), "interval_s": 0.2})
    until(lambda: len(rig.events(CAMERA)) >= 22, "more stills than the film has frames")


@pytest.mark.parametrize("path", ["/stream", "/shot.jpg"])
def test_takes_stills_of_an_address(rig: Rig, server: Server, path: str) -> None:
    rig.start(camera={"device": server.address + path, "interval_s": 0.3})
    until(lambda: len(rig.events(CAMERA)) >= 3, "three stills")
    assert rig.events(CAMERA)[0].data["width"] == 160
    assert len({each.media for each in rig.events(CAMERA)}) >= 3


def test_a_stream_that_ends_is_unavailable(rig: Rig, server: Server) -> None:
    rig.start(camera={"device": f"{server.address}/stream", "interval_s": 0.3, "timeout_s": 1})
    rig.until_event(CAMERA)
    server.over.set()
    assert "gives no pictures" in rig.until_state("camera", SourceState.UNAVAILABLE).cause


def test_an_address_that_does_not_answer_shows_no_password(rig: Rig) -> None:
    rig.start(camera={"device": "http://anna:secret@127.0.0.1:1/stream", "timeout_s": 1})
    cause = rig.until_state("camera", SourceState.UNAVAILABLE).cause
    assert "does not answer" in cause
    assert "secret" not in cause


def test_no_camera(rig: Rig) -> None:
    if Path("/dev/video0").exists():
        pytest.skip("this computer has a camera")
    rig.start(camera={"device": "0"})
    assert "There is no camera 0" in rig.until_state("camera", SourceState.UNAVAILABLE).cause
