"""Observed events with real media for tests of processing: spoken sentences, pictures with text, and their log."""

import io
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import soundfile
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from processing.sound import read_mono
from storage.events import Event, JsonObject, new_uid
from storage.log import Log
from storage.media import MediaStore
from storage.topics import CAMERA, MICROPHONE, SCREEN
from tests.data.patience import PATIENCE_S

RATE_HZ = 16_000
NOON_US = 1_780_000_000_000_000
DEVICE = "desk"
FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"


@dataclass(frozen=True)
class Place:
    """A log and a media store to observe into."""

    log: Log
    media: MediaStore

    def speech(self, samples: NDArray[np.float32], start_us: int = NOON_US, topic: str = MICROPHONE) -> Event:
        """Append a segment of the microphone, or of what the computer plays."""
        address = self.media.put(flac(samples), "audio/flac")
        end_us = start_us + len(samples) * 1_000_000 // RATE_HZ
        return self._append(topic, start_us, end_us, {"rate_hz": RATE_HZ, "channels": 1}, address)

    def frame(self, picture: Image.Image, start_us: int = NOON_US, **data: str) -> Event:
        """Append a screen frame, stored as the recorder stores it."""
        content = io.BytesIO()
        picture.save(content, "WEBP", quality=80)
        address = self.media.put(content.getvalue(), "image/webp")
        size: JsonObject = {"display": 0, "width": picture.width, "height": picture.height, "trigger": "change"}
        return self._append(SCREEN, start_us, start_us, {**size, **data}, address)

    def still(self, picture: Image.Image, start_us: int = NOON_US) -> Event:
        """Append a camera picture."""
        content = io.BytesIO()
        picture.save(content, "JPEG", quality=85)
        address = self.media.put(content.getvalue(), "image/jpeg")
        data: JsonObject = {"camera": "Webcam", "width": picture.width, "height": picture.height}
        return self._append(CAMERA, start_us, start_us, data, address)

    def _append(self, topic: str, start_us: int, end_us: int, data: JsonObject, media: str) -> Event:
        event = Event(new_uid(), topic, DEVICE, start_us, end_us, end_us, data=data, media=media)
        self.log.append([event])
        return event


def spoken(
    text: str, *, voice: str = "en-us", speed: int = 150, before_s: float = 0.6, after_s: float = 0.8
) -> NDArray[np.float32]:
    """Return a sentence spoken by espeak-ng as mono samples at 16 kHz, with silence around it."""
    wav = subprocess.run(
        ["espeak-ng", "-v", voice, "-s", str(speed), "--stdout", text], capture_output=True, check=True
    ).stdout
    return np.concatenate([silence(before_s), read_mono(io.BytesIO(_sized(wav))), silence(after_s)])


def silence(seconds: float) -> NDArray[np.float32]:
    """Return digital silence."""
    return np.zeros(round(seconds * RATE_HZ), np.float32)


def flac(samples: NDArray[np.float32]) -> bytes:
    """Return samples as a FLAC file."""
    content = io.BytesIO()
    soundfile.write(content, samples, RATE_HZ, format="FLAC")
    return content.getvalue()


def page(
    lines: Sequence[str], *, size: tuple[int, int] = (1280, 720), dark: bool = False, points: int = 18
) -> Image.Image:
    """Return a picture with lines of text on it."""
    paper, ink = ("#1e1e2e", "#dddddd") if dark else ("white", "black")
    picture = Image.new("RGB", size, paper)
    draw, font = ImageDraw.Draw(picture), ImageFont.truetype(FONT, points)
    for row, line in enumerate(lines):
        draw.text((40, 40 + row * round(points * 1.7)), line, ink, font=font)
    return picture


def word_errors(said: str, heard: str) -> float:
    """Return the word error rate: edits over words said, without case and punctuation."""
    return edits(_words(said), _words(heard)) / max(1, len(_words(said)))


def edits(wanted: Sequence[str], got: Sequence[str]) -> int:
    """Return the Levenshtein distance of two sequences."""
    row = list(range(len(got) + 1))
    for index, item in enumerate(wanted, 1):
        previous, row[0] = row[0], index
        for column, other in enumerate(got, 1):
            previous, row[column] = row[column], min(row[column] + 1, row[column - 1] + 1, previous + (item != other))
    return row[-1]


def _words(text: str) -> list[str]:
    return "".join(letter if letter.isalnum() else " " for letter in text.lower().replace("'", "")).split()


def _sized(wav: bytes) -> bytes:
    """Put the true length into a header written to a pipe."""
    data = wav.index(b"data")
    length = len(wav) - data - 8
    return wav[: data + 4] + length.to_bytes(4, "little") + wav[data + 8 :]


def until(condition: Callable[[], bool], seconds: float = PATIENCE_S) -> None:
    """Wait for a condition; fails when it does not come true in time."""
    ends = time.monotonic() + seconds
    pause = threading.Event()
    while not condition():
        assert time.monotonic() < ends, f"waited {seconds:g} s in vain"
        pause.wait(0.02)
