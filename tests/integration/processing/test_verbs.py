import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from storage.clock import SystemClock
from storage.objects.open import open_media
from storage.sqlite.open import open_sqlite
from storage.store import EventQuery
from storage.topics import THUMBNAIL
from tests.data.observed import Place, page


def daytrail(home: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "app.cli.main", *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "DAYTRAIL_HOME": str(home)},
    )


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A data folder with one frame a minute ago, and one event that nothing understands."""
    folder = tmp_path / "home"
    storage = open_sqlite(folder, clock=SystemClock())
    place = Place(storage.log, open_media(folder / "media"))
    frame = place.frame(page(["Harbour office"]), SystemClock().now_us() - 60_000_000)
    place.log.subscribe("processor.ocr", (frame.topic,))
    place.log.fail("processor.ocr", frame.uid, "The worker died (signal 9) and was replaced.", "here", poison=True)
    storage.close()
    return folder


def test_a_span_is_understood_once_more(home: Path) -> None:
    first = daytrail(home, "reprocess", "--processor", "thumbnail", "--from", "yesterday", "--json")
    again = daytrail(home, "reprocess", "--processor", "thumbnail", "--from", "yesterday")

    assert json.loads(first.stdout) == {
        "total": 1, "done": 1, "added": 1, "removed": 0, "failed": 0, "cancelled": False
    }  # fmt: skip
    assert "0 results new, 0 old removed" in again.stdout
    storage = open_sqlite(home, clock=SystemClock(), read_only=True)
    assert len(storage.store.events(EventQuery((THUMBNAIL,)))) == 1
    storage.close()


def test_wrong_names_and_spans_are_told(home: Path) -> None:
    unknown = daytrail(home, "reprocess", "--processor", "tasting", "--from", "today")
    assert unknown.returncode == 1
    assert "ocr" in unknown.stderr

    assert daytrail(home, "reprocess", "-p", "ocr", "--from", "now", "--to", "yesterday").returncode == 2


def test_what_was_put_aside_is_listed_and_put_back(home: Path) -> None:
    (letter,) = json.loads(daytrail(home, "retry", "--json").stdout)
    assert "signal 9" in letter["cause"]
    assert "signal 9" in daytrail(home, "retry", "--traceback").stdout

    back = daytrail(home, "retry", str(letter["id"]))

    assert back.returncode == 0, back.stderr
    assert "Nothing was put aside" in daytrail(home, "retry").stdout
    assert daytrail(home, "retry", "999").returncode == 1


def test_models_are_listed_fetched_verified_and_removed(home: Path, tmp_path: Path) -> None:
    listed = {model["name"]: model for model in json.loads(daytrail(home, "models", "list", "--json").stdout)}
    assert listed["pp-ocrv6-tiny"]["problem"] == ""
    assert listed["pp-ocrv6-tiny"]["licence"] == "Apache-2.0"
    (tmp_path / "voice.onnx").write_bytes(b"voice")

    own = ("--task", "vad", "--file", "voice.onnx", "--from", str(tmp_path))
    got = daytrail(home, "models", "get", "mine", *own)
    assert got.returncode == 0, got.stderr
    assert daytrail(home, "models", "verify").returncode == 0
    (home / "models" / "mine" / "voice.onnx").write_bytes(b"noise")
    damaged = daytrail(home, "models", "verify")
    assert damaged.returncode == 1
    assert "mine is damaged" in damaged.stdout.replace("“", "").replace("”", "")

    assert daytrail(home, "models", "remove", "mine").returncode == 0
    assert daytrail(home, "models", "get", "nameless").returncode == 1
    assert "mine" not in daytrail(home, "models").stdout
