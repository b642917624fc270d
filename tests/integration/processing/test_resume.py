import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import psutil

from processing.pipeline import Pipeline
from processing.registry import Planned
from storage.topics import SCREEN_TEXT
from tests.data.observed import NOON_US, Place, page, until
from tests.unit.processing.recipes import Recipe

MakePipeline = Callable[..., Pipeline]
COUNT = 300

DRAIN = """
import sys, threading
from pathlib import Path
from processing.pipeline import Pipeline
from processing.registry import Planned
from processing.settings import ProcessingSettings
from storage.clock import SystemClock
from storage.objects.open import open_media
from storage.sqlite.open import open_sqlite
from tests.unit.processing.recipes import Recipe

home = Path(sys.argv[1])
storage = open_sqlite(home, clock=SystemClock())
plan = lambda settings: [Planned(Recipe(batch=2))]
pipeline = Pipeline(storage.log, open_media(home / "media"), ProcessingSettings(), SystemClock(), plan=plan)
if __name__ == "__main__":
    pipeline.start()
    print("started", flush=True)
    threading.Event().wait()
"""


def test_killed_in_the_middle_and_started_again_every_event_has_its_result_once(
    place: Place, make_pipeline: MakePipeline, tmp_path: Path
) -> None:
    for number in range(COUNT):
        place.frame(page([], size=(64, 48)), NOON_US + number, title=f"dish {number}")
    script = tmp_path / "drain.py"
    script.write_text(DRAIN)
    root = Path(__file__).parents[3]
    for share in (0.05, 0.2):
        process = subprocess.Popen(
            [sys.executable, str(script), str(tmp_path / "home")],
            cwd=root,
            env={**os.environ, "PYTHONPATH": str(root)},
            stdout=subprocess.PIPE,
        )
        until(lambda share=share: len(titles(place)) > share * COUNT)  # type: ignore[misc]
        children = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(signal.SIGKILL)
        process.wait(60)
        assert process.stdout is not None
        process.stdout.close()
        until(lambda children=children: not [c for c in children if c.is_running() and "tracker" not in _line(c)])  # type: ignore[misc]
    assert len(titles(place)) < COUNT

    one = make_pipeline(plan=lambda settings: [Planned(Recipe())])
    assert one.drain(lambda healths: None, threading.Event())

    assert Counter(titles(place)) == Counter(f"dish {number}" for number in range(COUNT))


def test_stopped_and_started_again_it_goes_on_where_it_was(place: Place, make_pipeline: MakePipeline) -> None:
    for number in range(COUNT):
        place.frame(page([], size=(64, 48)), NOON_US + number, title=f"dish {number}")
    one = make_pipeline(plan=lambda settings: [Planned(Recipe(batch=1))])
    one.start()
    until(lambda: len(titles(place)) > 10)
    one.stop(60)
    done = len(titles(place))
    assert done < COUNT

    one.start()
    assert one.drain(lambda healths: None, threading.Event())

    assert Counter(titles(place)) == Counter(f"dish {number}" for number in range(COUNT))


def titles(place: Place) -> list[object]:
    place.log.subscribe("seen", [SCREEN_TEXT])
    place.log.seek("seen", 0)
    return [entry.event.data["title"] for entry in place.log.read("seen", limit=10_000).entries if entry.event]


def _line(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""
