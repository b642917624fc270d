import io
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import mss
import pytest
from PIL import Image

from processing.pipeline import Pipeline
from storage.topics import SCREEN_TEXT, THUMBNAIL
from tests.data.observed import NOON_US, Place, page, until
from tests.data.private_screen import private_screen

LINES = ["Harbour office", "Invoice number 4711", "Payable within thirty days"]


def test_text_on_a_frame_can_be_found_with_its_place(place: Place, drain: Callable[[], Pipeline]) -> None:
    frame = place.frame(page(LINES), app="Mail", title="Inbox")

    drain()

    (event,) = place.events(SCREEN_TEXT)  # type: ignore[attr-defined]
    assert event.text == "\n".join(LINES)
    assert (event.parent, event.media, event.start_us) == (frame.uid, frame.media, frame.start_us)
    assert (event.data["app"], event.data["title"]) == ("Mail", "Inbox")
    assert event.data["provenance"]["model"] == "pp-ocrv6-tiny@6"


def test_every_picture_gets_a_thumbnail_in_the_media_store(place: Place, drain: Callable[[], Pipeline]) -> None:
    frame = place.frame(page(LINES))
    still = place.still(Image.new("RGB", (640, 480), "green"), NOON_US + 1)

    drain()

    thumbnails = place.events(THUMBNAIL)  # type: ignore[attr-defined]
    assert [event.parent for event in thumbnails] == [frame.uid, still.uid]
    sizes = [Image.open(io.BytesIO(place.media.get(event.media))).size for event in thumbnails]
    assert sizes == [(160, 90), (160, 120)]


def test_a_sequence_of_frames_gives_each_its_own_text(place: Place, drain: Callable[[], Pipeline]) -> None:
    typed = [LINES[:1], LINES[:2], LINES, [*LINES, "Yours faithfully"], LINES]
    for number, lines in enumerate(typed):
        place.frame(page(lines), NOON_US + number * 2_000_000, app="Editor", title="letter.txt")

    drain()

    assert [event.text for event in place.events(SCREEN_TEXT)] == ["\n".join(lines) for lines in typed]  # type: ignore[attr-defined]


@pytest.fixture
def display() -> Iterator[str]:
    """A private virtual screen."""
    with private_screen() as name:
        yield name


def test_a_real_terminal_is_read(place: Place, drain: Callable[[], Pipeline], display: str, tmp_path: Path) -> None:
    shown = tmp_path / "shown"
    script = f"printf 'the lighthouse keeper counts seventeen ships\\n'; touch {shown}; cat"
    terminal = subprocess.Popen(
        ["xterm", "-fa", "DejaVu Sans Mono", "-fs", "11", "-geometry", "80x20+50+50", "-e", "sh", "-c", script],
        env={**os.environ, "DISPLAY": display},
        stdin=subprocess.DEVNULL,
    )
    try:
        until(shown.exists)
        with mss.MSS(display=display) as grabber:

            def grab() -> Image.Image:
                shot = grabber.grab(grabber.monitors[0])
                return Image.frombytes("RGB", shot.size, shot.rgb)

            until(lambda: len(set(grab().convert("L").crop((60, 50, 600, 80)).tobytes())) > 10)
            picture = grab()
    finally:
        terminal.terminate()
        terminal.wait(60)
    place.frame(picture)

    drain()

    (event,) = place.events(SCREEN_TEXT)  # type: ignore[attr-defined]
    assert "the lighthouse keeper counts seventeen ships" in event.text.replace("\n", " ")
