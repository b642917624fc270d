"""The recorder as a program: its settings file is changed while it runs, its figures are read from outside."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PIL import Image

from app.beacon import read_health
from app.home import Home
from storage.clock import SystemClock
from storage.objects.open import open_media
from storage.sqlite.open import open_sqlite
from storage.store import EventQuery
from storage.topics import THUMBNAIL
from tests.data.observed import Place
from tests.data.ports import free_port

T = TypeVar("T")
CONSENT = "[general]\nconsented = true\n[processing.governor]\nenabled = false\n[processing.ocr]\nenabled = false\n"


def until(ask: Callable[[], T | bool | None]) -> T:
    """Ask again and again until there is an answer, for a minute at most."""
    ends_s = time.monotonic() + 60
    while time.monotonic() < ends_s:
        if answer := ask():
            return answer
        threading.Event().wait(0.05)
    raise AssertionError("it did not come about within a minute")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The data folder of a recorder that runs; on no display, so that nothing can be recorded."""
    folder = tmp_path_factory.mktemp("recorded")
    (folder / "config.toml").write_text(CONSENT)
    with subprocess.Popen(
        [sys.executable, "-m", "app.cli.main", "record"],
        env=environment(folder),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as program:
        try:
            until(lambda: source(folder, "input") not in {"", "off"})
            yield folder
        finally:
            program.send_signal(signal.SIGTERM)
            assert program.wait(60) == 0


def environment(home: Path) -> dict[str, str]:
    outer = {name: value for name, value in os.environ.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    return {**outer, "DAYTRAIL_HOME": str(home), "DAYTRAIL_STORAGE__LOW_DISK_GB": "0"}


def source(home: Path, name: str) -> str:
    health = read_health(Home(home)) or {"sources": []}
    return next((str(one["state"]) for one in health["sources"] if one["name"] == name), "")


def level(home: Path) -> dict[str, object]:
    return dict((read_health(Home(home)) or {"health": {}})["health"])


def test_a_changed_file_is_followed_whole_or_refused_whole(home: Path) -> None:
    config = home / "config.toml"
    config.write_text(CONSENT + "[capture.input]\nenabled = false\n[processing.workers]\nbusy = 999\n")
    causes = until(lambda: [cause for cause in level(home)["causes"] if "processing.workers.busy" in cause])
    assert "not in force" in causes[0]
    assert source(home, "input") != "off"

    config.write_text(CONSENT + "[capture.input]\nenabled = false\n")
    until(lambda: source(home, "input") == "off")
    until(lambda: not any("not in force" in cause for cause in level(home)["causes"]))


def scraped(port: int) -> str:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=60) as answer:
            return str(answer.read().decode())
    except OSError:
        return ""


def test_figures_and_traces_lead_from_capture_to_result(home: Path) -> None:
    port = free_port()
    config = home / "config.toml"
    assert not scraped(port)
    config.write_text(CONSENT + f"[telemetry]\nprometheus = true\ntraces = true\nport = {port}\n")
    until(lambda: scraped(port))

    storage = open_sqlite(home, clock=SystemClock())
    frame = Place(storage.log, open_media(home / "media")).frame(Image.new("RGB", (160, 90), "olive"))
    until(lambda: 'daytrail_events_total{topic="media.image.thumbnail.webp"} 1.0' in scraped(port))
    (thumbnail,) = storage.store.events(EventQuery((THUMBNAIL,)))
    storage.close()

    assert thumbnail.data["provenance"]["trace"] == frame.uid.hex()
    traces = home / "logs" / "traces.jsonl"
    lines = until(lambda: traces.exists() and [each for each in traces.read_text().splitlines() if "process" in each])
    span = json.loads(lines[0])
    assert span["name"] == "process thumbnail"
    assert span["context"]["trace_id"] == f"0x{frame.uid.hex()}"
    status = subprocess.run(
        [sys.executable, "-m", "app.cli.main", "status"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        env=environment(home),
    )
    assert "Health     unhealthy" in status.stdout  # there is no display to record
    assert "Nothing is recorded." in status.stdout
