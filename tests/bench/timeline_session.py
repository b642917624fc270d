"""One scripted session of the timeline window in a process of its own; prints what it measured as JSON.

    python -m tests.bench.timeline_session HOME WIDTH HEIGHT SECONDS

Thirty years to ten milliseconds and back, then pans, while a hundred events a second are appended.
"""

import json
import math
import os
import sys
import threading
import time
from pathlib import Path
from random import Random

import psutil
from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from app.timeline.zone import DAY_US, SystemZone
from app.ui.application import SWITCH_INTERVAL_S
from app.ui.garbage import Garbage
from app.ui.notes.notebook import Notebook
from app.ui.theme import DARK, palette, style_sheet
from app.ui.timeline.page import TimelinePage
from storage.clock import SystemClock
from storage.events import Event, new_uid
from storage.log import Log
from storage.objects.open import open_media
from storage.sqlite.open import open_sqlite
from storage.topics import INPUT_ACTIVITY, WINDOW_FOCUS
from tests.bench import storage_mix

FRAME_S = 1 / 60
LONGEST_US = 30 * 365 * DAY_US
SHORTEST_US = 10_000
EVENTS_PER_S = 100
REFRESH_S = 1.0


def live_event(at_us: int) -> Event:
    """Return an event of nine milliseconds: keys typed, or a window in focus."""
    if at_us % 2:
        return Event(new_uid(), INPUT_ACTIVITY, "desk", at_us, at_us + 9_000, at_us, data={"keys": 3, "clicks": 0})
    data = {"app": "editor", "title": "notes"}
    return Event(new_uid(), WINDOW_FOCUS, "desk", at_us, at_us + 9_000, at_us, data=data)


class Appending(threading.Thread):
    """Appends live events until told to stop."""

    def __init__(self, log: Log, clock: SystemClock) -> None:
        super().__init__(name="appending", daemon=True)
        self._log, self._clock, self.over = log, clock, threading.Event()

    def run(self) -> None:
        while not self.over.wait(0.2):
            now_us = self._clock.now_us()
            self._log.append([live_event(now_us - number * 9_000) for number in range(EVENTS_PER_S // 5)])


class Session:
    """Drives a page frame by frame; notes how long each took, and how much of it the main thread worked."""

    def __init__(self, application: QApplication, page: TimelinePage) -> None:
        self._application, self._page = application, page
        self.frames_ms: list[float] = []
        self.own_ms: list[float] = []
        self.blank = 0
        self._refreshed = time.perf_counter()

    def frame(self, factor: float, dx_px: float, at_px: float) -> None:
        """Move, paint, let Qt work; then wait for the next sixtieth of a second."""
        page = self._page
        page.canvas.blank_lanes = 0
        began, own = time.perf_counter(), time.thread_time()
        if began - self._refreshed > REFRESH_S:
            self._refreshed = began
            page.refresh()
        if dx_px:
            page.navigator.pan(dx_px)
        if factor != 1.0:
            page.navigator.zoom(factor, at_px)
        page.canvas.repaint()
        self._application.processEvents()
        took = time.perf_counter() - began
        self.frames_ms.append(took * 1_000)
        self.own_ms.append((time.thread_time() - own) * 1_000)
        self.blank += page.canvas.blank_lanes > 0
        threading.Event().wait(max(0.0, FRAME_S - took))

    def run(self, seconds: float) -> None:
        """Zoom in for two fifths of the time, out for two fifths, pan the rest; of no time, do nothing."""
        if not seconds:
            return
        chance = Random(1)
        navigator = self._page.navigator
        frames = round(seconds * 60 * 2 / 5)
        factor = math.exp(math.log(SHORTEST_US / LONGEST_US) / frames)
        at_px = navigator.viewport.width_px * 0.62
        for step in (factor, 1 / factor):
            for _ in range(frames):
                self.frame(step, 0, at_px)
        navigator.go_to(storage_mix.BEGIN_US + 300 * DAY_US, 6_000_000_000)
        for _ in range(frames // 2):
            self.frame(1.0, chance.uniform(-90, 90), at_px)


def _await_useful(page: TimelinePage) -> None:
    """Let the window work, as it does when nobody touches it, until a frame without a blank lane is painted."""
    ticks = QTimer(interval=5)
    ticks.start()
    useful = False
    while not useful:
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        if page.feed.cache.overview:
            page.canvas.blank_lanes = 0
            page.canvas.repaint()
            useful = page.canvas.blank_lanes == 0
    ticks.stop()


def main(home: str, width: str, height: str, seconds: str) -> None:
    """Measure and print."""
    application = QApplication(sys.argv[:1])
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    application.setFont(QFont("DejaVu Sans"))
    application.setStyleSheet(style_sheet(DARK))
    application.setPalette(palette(DARK))
    clock = SystemClock()
    storage = open_sqlite(Path(home), clock=clock, topics=storage_mix.topics())
    notebook = Notebook(storage.log, clock, "desk")
    page = TimelinePage(storage.store, open_media(Path(home, "media")), notebook, DARK, clock, zone=SystemZone())
    page.resize(int(width), int(height))
    page.show()
    _await_useful(page)
    start_s = time.time() - psutil.Process().create_time()
    page.navigator.go_to(storage_mix.BEGIN_US + 300 * DAY_US, LONGEST_US)
    appending = Appending(storage.log, clock)
    appending.start()
    garbage = Garbage()  # as the application has it
    session = Session(application, page)
    session.run(float(seconds))
    appending.over.set()
    appending.join()
    rss_mb = psutil.Process().memory_info().rss / 1e6
    garbage.stop()
    page.stop()
    page.close()
    storage.close()
    measured = {"frames_ms": session.frames_ms, "own_ms": session.own_ms, "blank": session.blank}
    print(json.dumps({**measured, "rss_mb": rss_mb, "start_s": start_s}))
    sys.stdout.flush()
    os._exit(0)  # nothing is to be saved, and Qt takes its time


if __name__ == "__main__":
    main(*sys.argv[1:5])
