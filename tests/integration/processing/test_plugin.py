import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from storage.clock import SystemClock
from storage.events import Event
from storage.sqlite.open import open_sqlite
from storage.store import EventQuery
from storage.topics import COVERAGE

EXAMPLE = Path(__file__).parents[3] / "docs" / "plugin-example"
RUN = """
import logging, sys, threading
from pathlib import Path
from processing.pipeline import Pipeline
from processing.registry import planned
from processing.settings import ProcessingSettings
from storage.clock import SystemClock
from storage.objects.open import open_media
from storage.sqlite.open import open_sqlite
from storage.store import EventQuery
from tests.data.observed import Place, spoken

if __name__ == "__main__":
    home = Path(sys.argv[1])
    storage = open_sqlite(home, clock=SystemClock())
    place = Place(storage.log, open_media(home / "media"))
    place.speech(spoken("good morning"))
    plan = lambda settings: [one for one in planned(settings) if one.foreign]
    pipeline = Pipeline(place.log, place.media, ProcessingSettings(), SystemClock(), plan=plan)
    print(pipeline.drain(lambda healths: None, threading.Event()))
    pipeline.stop(60)
    for event in storage.store.events(EventQuery(("media.audio.loudness.level",))):
        print(event.data["level_db"], event.data["provenance"]["processor"])
    print([name for name in sys.modules if name.startswith("daytrail_example")])
    storage.close()
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which the example is installed beside Daytrail."""
    target = tmp_path_factory.mktemp("plugins")
    uv = Path(sys.executable).with_name("uv")
    options = ["--no-deps", "--no-build-isolation", "--offline", "--python", sys.executable, "--target", str(target)]
    subprocess.run([str(uv), "pip", "install", "-q", *options, str(EXAMPLE)], check=True, timeout=100)
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(target), str(EXAMPLE.parents[1])])}


def test_the_example_is_found_and_its_results_are_kept(installed: dict[str, str], tmp_path: Path) -> None:
    script = tmp_path / "run.py"
    script.write_text(RUN)

    done = subprocess.run(
        [sys.executable, str(script), str(tmp_path / "home")],
        env=installed, capture_output=True, text=True, timeout=100, check=False,
    )  # fmt: skip

    finished, *results = done.stdout.splitlines()
    assert finished == "True", done.stderr
    result, imported = results
    assert imported == "[]", "the package's code runs in processes of its own alone"
    level_db, name = result.split()
    assert name == "loudness"
    assert -60 < float(level_db) < 0


def test_the_examples_own_tests_pass(installed: dict[str, str]) -> None:
    options = ["-q", "-p", "no:cacheprovider", "-c", os.devnull, "--rootdir", str(EXAMPLE)]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, str(EXAMPLE)],
        env=installed, capture_output=True, text=True, timeout=100, check=False, cwd=EXAMPLE,
    )  # fmt: skip

    assert done.returncode == 0, done.stdout + done.stderr
    assert "8 passed" in done.stdout


def daytrail(installed: dict[str, str], home: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "app.cli.main", *arguments],
        env={**installed, "DAYTRAIL_HOME": str(home), "DAYTRAIL_STORAGE__LOW_DISK_GB": "0"},
        capture_output=True, text=True, timeout=100, check=False,
    )  # fmt: skip


def events(home: Path, topic: str) -> list[Event]:
    storage = open_sqlite(home, clock=SystemClock(), read_only=True)
    try:
        return storage.store.events(EventQuery((topic,)))
    finally:
        storage.close()


def test_its_source_records_once_its_owner_turns_it_on(installed: dict[str, str], tmp_path: Path) -> None:
    options = ("--set", 'capture.plugins.options=["load.every_s=0.2"]')
    done = daytrail(installed, tmp_path, *options, "record", "--sources", "load", "--for", "4s")

    assert done.returncode == 0, done.stderr
    assert "Recording load into" in done.stdout
    found = events(tmp_path, "device.sensor.load.raw")
    assert len(found) > 1
    assert all(float(str(event.data["programs"])) >= 0 for event in found)
    covered = [event for event in events(tmp_path, COVERAGE) if event.data["source"] == "load"]
    assert [event.data["state"] for event in covered] == ["recording"]


def test_its_importer_takes_in_its_files_and_twice_adds_nothing(installed: dict[str, str], tmp_path: Path) -> None:
    levels = tmp_path / "levels.csv"
    levels.write_text("time,db\n2026-05-17T12:00:00+02:00,43.5\n2026-05-17T12:00:01+02:00,61\n")

    first, again = (daytrail(installed, tmp_path / "home", "import", str(levels), "--json") for _ in range(2))

    assert json.loads(first.stdout)["kind"] == "Sound level meter", first.stderr
    assert json.loads(first.stdout)["added"] == 2
    assert (json.loads(again.stdout)["added"], json.loads(again.stdout)["known"]) == (0, 2)
    found = events(tmp_path / "home", "device.sensor.loudness.raw")
    assert [event.data["level_db"] for event in found] == [43.5, 61]
    assert {event.device for event in found} == {"meter"}


def test_its_lanes_are_drawn_as_it_says(installed: dict[str, str]) -> None:
    show = "from app.timeline.lanes import lanes_for; print([x for x in lanes_for(['load']) if x.name == 'load'])"
    done = subprocess.run(
        [sys.executable, "-c", show], env=installed, capture_output=True, text=True, timeout=100, check=True
    )
    assert "title='Load', subtitle='programs that want to run'" in done.stdout
    assert "height_px=48" in done.stdout


def test_doctor_names_what_is_installed(installed: dict[str, str], tmp_path: Path) -> None:
    found = daytrail(installed, tmp_path, "doctor").stdout
    assert "Computer's load (source), Sound level meter (importer), Loudness (processor)" in found
