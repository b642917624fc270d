"""Export on one computer, import on another, by the command line: the same events and pictures, twice the same."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from storage.clock import SystemClock
from storage.events import Event
from storage.objects.open import open_media
from storage.sqlite.open import open_sqlite
from storage.store import EventQuery
from tests.bench import storage_mix as mix


def _daytrail(home: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "app.cli.main", *words],
        env={**os.environ, "DAYTRAIL_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.timeout(300)
def test_a_parquet_export_fills_an_empty_store(tmp_path: Path) -> None:
    home, other, out = tmp_path / "home", tmp_path / "other", tmp_path / "out"
    storage = open_sqlite(home, clock=SystemClock())
    media = open_media(home / "media")
    address = media.put(b"picture", "image/webp")
    shipped = [
        event
        for event in mix.events(500, mix.DAY_US)
        if not event.topic.endswith(("heart.raw", "place.raw", "visit.raw"))
    ]
    data = {"camera": "desk", "width": 1, "height": 1}
    picture = Event(bytes(16), "device.image.camera.raw", "desk", 5, 5, 5, data=data, media=address)
    storage.log.append([*shipped, picture])
    expected = storage.store.events(EventQuery(limit=10_000))
    storage.close()
    media.close()
    assert _daytrail(home, "export", "--out", str(out), "--media").returncode == 0
    assert _daytrail(home, "export", "--out", str(out), "--verify").returncode == 0
    first, second = (json.loads(_daytrail(other, "import", str(out), "--json").stdout) for _ in range(2))
    assert (first["added"], first["known"], first["rejected"]) == (len(expected), 0, 0)
    assert (second["added"], second["known"]) == (0, len(expected))
    again = open_sqlite(other, clock=SystemClock(), read_only=True)
    assert again.store.events(EventQuery(limit=10_000)) == expected
    again.close()
    kept = open_media(other / "media")
    assert kept.get(address) == b"picture"
    kept.close()
    asked = _daytrail(
        other,
        "query",
        "SELECT count(*) AS n FROM events WHERE topic = :t",
        "--param",
        "t=media.text.transcript.words",
        "--json",
    )
    n = sum(event.topic == "media.text.transcript.words" for event in expected)
    assert json.loads(asked.stdout) == [{"n": n}], asked.stderr


def test_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    refused = _daytrail(tmp_path / "home", "import", str(tmp_path / "x"))
    assert refused.returncode == 1
    assert "no kind that can be imported" in refused.stderr
