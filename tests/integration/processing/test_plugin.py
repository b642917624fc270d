import os
import subprocess
import sys
from pathlib import Path

import pytest

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
    pipeline.stop(10)
    for event in storage.store.events(EventQuery(("media.audio.loudness.level",))):
        print(event.data["level_db"], event.data["provenance"]["processor"])
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
    (result,) = results
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
    assert "3 passed" in done.stdout
