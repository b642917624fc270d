"""What the recorder costs while nothing happens: a still screen and silence.

`idle.cpu_percent`: processor time of the recorder and all its children over a minute, after settling, in percent of one
core; screen, windows, input and microphone recorded from a virtual desktop with two open windows. The bound is 3 %.
"""

import contextlib
import os
import tempfile
import threading
from pathlib import Path

import psutil

from app.demo.application import Application
from app.demo.desktop import VirtualDesktop
from app.demo.hand import Hand, Place

BOUND_PERCENT = 3.0
SETTLE_S = 90.0
MEASURE_S = float(os.environ.get("DAYTRAIL_BENCH_IDLE_S", "60"))
SOURCES = ("screen", "windows", "input", "microphone")


def figures() -> list[dict[str, object]]:
    """Measure; two and a half minutes."""
    with VirtualDesktop() as desktop, tempfile.TemporaryDirectory() as folder:
        application = Application(desktop, Path(folder) / "home")
        recorder = application.start("record", "--sources", ",".join(SOURCES))
        application.await_sources(SOURCES)
        hand = Hand(desktop)
        hand.open(["xterm", "-T", "Left", "-e", "cat"], "^Left$", Place(40, 60, 700, 400))
        hand.open(["xterm", "-T", "Right", "-e", "cat"], "^Right$", Place(800, 60, 700, 400))
        hand.rest(SETTLE_S)
        percent = _percent(recorder.pid, MEASURE_S)
        application.end(recorder)
    return [
        {
            "figure": "idle.cpu_percent",
            "value": round(percent, 2),
            "unit": "% of one core",
            "reference": BOUND_PERCENT,
            "ratio": round(percent / BOUND_PERCENT, 3),
            "samples": 1,
        }
    ]


def _percent(pid: int, seconds: float) -> float:
    """Processor time that a process and its children, also those that come or end meanwhile, take."""
    before = _cpu_s(pid)
    threading.Event().wait(seconds)
    return (_cpu_s(pid) - before) / seconds * 100


def _cpu_s(pid: int) -> float:
    root = psutil.Process(pid)
    own = root.cpu_times()
    total = own.user + own.system + own.children_user + own.children_system
    for child in root.children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):
            times = child.cpu_times()
            total += times.user + times.system
    return total
