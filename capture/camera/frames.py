"""Pictures from a camera, a video file or a stream through OpenCV; the newest is what counts."""

import contextlib
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import cv2
import numpy as np
from numpy.typing import NDArray

from capture.health import SourceUnavailableError

Picture = NDArray[np.uint8]
"""Shape (height, width, 3), order blue, green, red."""

_END_S = 2.0
_STILLS = (".jpg", ".jpeg", ".png")
_RTSP_OVER_TCP = "rtsp_transport;tcp"


class Frames:
    """An open camera, file or stream; one thread may use it."""

    def __init__(self, device: str, timeout_s: float) -> None:
        """Open `device`: a camera's number, a file, or the address of a stream or of a single picture.

        Raises:
            SourceUnavailableError: it cannot be opened in time.
        """
        self._device = device
        self._timeout_ms = round(timeout_s * 1000)
        self._still = "://" in device and urlsplit(device).path.lower().endswith(_STILLS)
        self._file = Path(device).is_file()
        self._capture: Any = self._open()
        self._reader = None if self._still or self._file else _NewestFrame(self._capture, timeout_s)

    def picture(self) -> Picture:
        """Return the newest picture; of a file, the next.

        Raises:
            SourceUnavailableError: there is none any more.
        """
        if self._reader is not None:
            found = self._reader.newest()
        elif self._file:
            found = self._next_of_file()
        else:
            found = self._fresh_still()
        if found is None:
            raise SourceUnavailableError(f"{self.name} gives no pictures any more.")
        return found

    @property
    def name(self) -> str:
        """What to call it; of an address, without user and password."""
        return _named(self._device)

    def close(self) -> None:
        """Let it go."""
        if self._reader is not None:
            self._reader.close()
        else:
            self._capture.release()

    def _next_of_file(self) -> Picture | None:
        done, picture = self._capture.read()
        if not done:  # the file is over: begin again
            self._capture.release()
            self._capture = self._open()
            done, picture = self._capture.read()
        return picture if done else None

    def _fresh_still(self) -> Picture | None:
        done, picture = self._capture.read()
        if not done:  # the address gives one picture each time it is opened
            self._capture.release()
            self._capture = self._open()
            done, picture = self._capture.read()
        return picture if done else None

    def _open(self) -> Any:
        with _rtsp_over_tcp(), _quiet():
            if self._device.isdecimal():
                capture = cv2.VideoCapture(int(self._device))
            else:
                limits = (cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, cv2.CAP_PROP_READ_TIMEOUT_MSEC)
                options = [value for limit in limits for value in (limit, self._timeout_ms)]
                capture = cv2.VideoCapture(self._device, cv2.CAP_FFMPEG, options)
        if not capture.isOpened():
            capture.release()
            raise SourceUnavailableError(_not_there(self._device))
        return capture


class _NewestFrame:
    """Reads a live source as fast as it gives, so that what it has buffered is never mistaken for now."""

    def __init__(self, capture: Any, timeout_s: float) -> None:
        self._capture = capture
        self._timeout_s = timeout_s
        self._changed = threading.Condition()
        self._wanted = False
        self._picture: Picture | None = None
        self._over = False
        self._thread = threading.Thread(target=self._read, name="camera-frames", daemon=True)
        self._thread.start()

    def newest(self) -> Picture | None:
        """Return the next picture that comes, None when none comes any more."""
        with self._changed:
            self._picture, self._wanted = None, True
            self._changed.wait_for(lambda: self._picture is not None or self._over, 2 * self._timeout_s)
            return self._picture

    def close(self) -> None:
        with self._changed:
            self._over = True
        self._thread.join(_END_S)  # a stream that stalls ends it later, by its own time limit

    def _read(self) -> None:
        while not self._over and self._capture.grab():
            with self._changed:
                if self._wanted:
                    done, picture = self._capture.retrieve()
                    self._picture, self._wanted = (picture if done else None), not done
                    self._changed.notify_all()
        with self._changed:
            self._over = True
            self._changed.notify_all()
        self._capture.release()


def _named(device: str) -> str:
    if device.isdecimal():
        return f"Camera {device}"
    parts = urlsplit(device)
    if not parts.scheme or not parts.hostname:
        return Path(device).name
    return f"{parts.scheme}://{parts.hostname}{f':{parts.port}' if parts.port else ''}{parts.path}"


def _not_there(device: str) -> str:
    if device.isdecimal():
        return f"There is no camera {device}, or another program uses it."
    if "://" in device:
        return f"{_named(device)} does not answer or is no video. Is the camera on, and the address right?"
    return f"{_named(device)} is not there or is no video."


@contextlib.contextmanager
def _rtsp_over_tcp() -> Iterator[None]:
    """OpenCV takes this option from the environment alone; what the owner has set there stands."""
    name = "OPENCV_FFMPEG_CAPTURE_OPTIONS"
    if name in os.environ:
        yield
        return
    os.environ[name] = _RTSP_OVER_TCP
    try:
        yield
    finally:
        del os.environ[name]


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """A camera that is not there is told of in the health, not on the terminal."""
    level = cv2.utils.logging.getLogLevel()
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    try:
        yield
    finally:
        cv2.utils.logging.setLogLevel(level)


def jpeg(picture: Picture, quality: int) -> bytes:
    """Return the picture as JPEG, quality 1 to 100."""
    done, content = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
    if not done:
        raise ValueError(f"a picture of {picture.shape[1]}x{picture.shape[0]} could not be encoded")
    return bytes(content)
