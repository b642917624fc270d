"""How smooth the timeline is: frame times, blank frames, memory and start, at two sizes, on a store of many events.

`timeline.frame_p99_ms`, `timeline.over_budget_percent`, `timeline.blank_frames`, `timeline.rss_mb`, `timeline.start_s`:
the worse of 1600 × 900 and 2560 × 1440, under a private Xvfb. `timeline.own_p99_ms` and
`timeline.own_over_budget_percent` count only the time that the main thread worked, whatever else the machine did.
`timeline.grown_start_s` is the start on the same store when its last hour is crowded, as that of a store in use is.
`DAYTRAIL_BENCH_EVENTS` says how many events.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from app.timeline.zone import HOUR_US
from storage.clock import SystemClock
from storage.sqlite.open import open_sqlite
from tests.bench import storage_mix, storage_tiles
from tests.bench.timeline_session import live_event
from tests.data.private_screen import private_screen

COUNT = int(os.environ.get("DAYTRAIL_BENCH_EVENTS", "200000"))
SECONDS = float(os.environ.get("DAYTRAIL_BENCH_SECONDS", "30"))
SIZES = ((1600, 900), (2560, 1440))
BUDGET_MS = 16.7
CROWD = 60_000


def figures() -> list[dict[str, object]]:
    """Measure; two sessions of half a minute, and the time it takes to make the events."""
    if shutil.which("Xvfb") is None:
        raise RuntimeError("Xvfb is needed to measure the timeline: packaging/bootstrap.sh installs it")
    with tempfile.TemporaryDirectory(prefix="daytrail-bench-") as folder:
        home = shutil.copytree(storage_tiles._generated(COUNT), Path(folder, "home"))  # the session appends to it
        runs = [_session(str(home), width, height, SECONDS) for width, height in SIZES]
        _crowd(home)
        grown = _session(str(home), *SIZES[0], seconds=0)
    frames = [sorted(run["frames_ms"]) for run in runs]
    own = [sorted(run["own_ms"]) for run in runs]
    samples = sum(len(times) for times in frames)
    over = max(_share_over(times) for times in frames)
    return [
        _figure("frame_p50_ms", round(max(_at(times, 0.5) for times in frames), 1), "ms", samples),
        _figure("frame_p95_ms", round(max(_at(times, 0.95) for times in frames), 1), "ms", samples),
        _figure("frame_p99_ms", round(max(_at(times, 0.99) for times in frames), 1), "ms", samples, BUDGET_MS),
        _figure("frame_max_ms", round(max(times[-1] for times in frames), 1), "ms", samples),
        _figure("over_budget_percent", round(over, 2), "% of frames", samples, 1.0),
        _figure("own_p99_ms", round(max(_at(times, 0.99) for times in own), 1), "ms", samples, BUDGET_MS),
        _figure(
            "own_over_budget_percent", round(max(_share_over(times) for times in own), 2), "% of frames", samples, 1.0
        ),
        _figure("blank_frames", sum(run["blank"] for run in runs), "frames", samples),
        _figure("rss_mb", round(max(run["rss_mb"] for run in runs)), "MB", len(runs), 400),
        _figure("start_s", round(max(run["start_s"] for run in runs), 2), "s", len(runs), 1.5),
        _figure("grown_start_s", round(grown["start_s"], 2), "s", 1, 1.5),
    ]


def _figure(name: str, value: float, unit: str, samples: int, aim: float | None = None) -> dict[str, object]:
    ratio = None if aim is None else round(value / aim, 3)
    return {
        "figure": f"timeline.{name}",
        "value": value,
        "unit": unit,
        "reference": aim,
        "ratio": ratio,
        "samples": samples,
    }


def _share_over(times: list[float]) -> float:
    """Per cent of frames over budget."""
    return 100 * sum(time > BUDGET_MS for time in times) / len(times)


def _at(times: list[float], share: float) -> float:
    return times[min(len(times) - 1, int(len(times) * share))]


def _crowd(home: Path) -> None:
    """Append an hour of many events that ends now."""
    clock = SystemClock()
    storage = open_sqlite(home, clock=clock, topics=storage_mix.topics())
    last_us = clock.now_us()
    for batch in range(0, CROWD, 1_000):
        storage.log.append([live_event(last_us - number * HOUR_US // CROWD) for number in range(batch, batch + 1_000)])
    storage.close()


def _session(home: str, width: int, height: int, seconds: float) -> dict[str, "list[float] | float"]:
    with private_screen(width, height) as display:
        environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        command = [sys.executable, "-m", "tests.bench.timeline_session", home, str(width), str(height), str(seconds)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=600)
    return json.loads(done.stdout.strip().splitlines()[-1])
