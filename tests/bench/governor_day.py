"""What an owner at work feels of understanding: how late a thread wakes beside it, a working day replayed at 60 times.

A frame every ten seconds and a sentence every minute of the day, the owner typing, with all processors as shipped.
`governor.probe_p99_ms` is how much later than asked a thread of the same process wakes; all must be kept and, once the
owner is away, worked off.
"""

import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import psutil

from processing.pipeline import Pipeline
from processing.settings import ProcessingSettings
from storage.clock import SystemClock
from storage.events import Event, new_uid
from storage.log import Log
from storage.objects.open import open_media
from storage.sqlite.open import open_sqlite
from storage.topics import INPUT_ACTIVITY, SCREEN
from tests.bench.processing_ocr import drawn, sequence, stored
from tests.data.observed import Place, spoken

REPLAY_S = 40.0
SPEED = 60
FRAME_S, SENTENCE_S, TYPED_S = 10.0, 60.0, 30.0
PROBE_S = 0.005
BOUND_MS = 20.0
BOUND_MB = 1_500


class Probe(threading.Thread):
    """Wakes every few milliseconds and notes how late it is."""

    def __init__(self) -> None:
        super().__init__(name="probe", daemon=True)
        self.late_ms: list[float] = []
        self._over = threading.Event()

    def run(self) -> None:
        while not self._over.is_set():
            asked_s = time.monotonic() + PROBE_S
            self._over.wait(PROBE_S)
            self.late_ms.append((time.monotonic() - asked_s) * 1_000)

    def end(self) -> None:
        """Stop and wait for it."""
        self._over.set()
        self.join()


def figures() -> list[dict[str, object]]:
    """Measure; about two minutes."""
    with tempfile.TemporaryDirectory() as name:
        storage = open_sqlite(Path(name), clock=SystemClock())
        place = Place(storage.log, open_media(Path(name) / "media"))
        pipeline = Pipeline(place.log, place.media, ProcessingSettings(), SystemClock())
        try:
            frames = [place.media.put(stored(drawn(one)), "image/webp") for one in list(sequence())[40:160:2]]
            alone = _probed(threading.Event().wait, 5.0)
            _type(place.log)
            pipeline.start()
            beside = _probed(lambda seconds: _replay(place, frames, seconds), REPLAY_S)
            memory_mb = sum(psutil.Process(pid).memory_info().rss for pid in pipeline.worker_pids().values()) / 1e6
            if not pipeline.drain(lambda healths: None, threading.Event()):
                raise RuntimeError(f"not all was worked off: {pipeline.health()}")
            if place.log.dead_letters():
                raise RuntimeError("something was put aside")
        finally:
            pipeline.stop(10)
            storage.close()
    p99, reference = _p99(beside), _p99(alone)
    return [
        _figure("governor.probe_p99_ms", p99, "ms", reference, p99 / BOUND_MS, len(beside)),
        _figure("governor.workers_mb", memory_mb, "MB", BOUND_MB, memory_mb / BOUND_MB, 1),
    ]


def _replay(place: Place, frames: Sequence[str], seconds: float) -> None:
    """Observe as the sources do, `SPEED` times as fast; pictures (by address) and sound were made beforehand."""
    sentence = spoken("Please send the quarterly report to the finance department before Friday")
    pause = threading.Event()
    began_s = time.monotonic()
    for turn in range(round(seconds * SPEED / FRAME_S)):
        now_us = SystemClock().now_us()
        data = {"display": 0, "width": 1920, "height": 1080, "trigger": "change", "app": "Editor", "title": "notes"}
        address = frames[turn % len(frames)]
        place.log.append([Event(new_uid(), SCREEN, "desk", now_us, now_us, now_us, data=data, media=address)])
        if turn % round(SENTENCE_S / FRAME_S) == 0:
            place.speech(sentence, now_us)
        if turn % round(TYPED_S / FRAME_S) == 0:
            _type(place.log)
        pause.wait(max(0.0, began_s + (turn + 1) * FRAME_S / SPEED - time.monotonic()))


def _type(log: Log) -> None:
    now_us = SystemClock().now_us()
    data = {"keys": 20, "clicks": 0}
    log.append([Event(new_uid(), INPUT_ACTIVITY, "desk", now_us - 1_000_000, now_us, now_us, data=data)])


def _probed(during: Callable[[float], object], seconds: float) -> list[float]:
    probe = Probe()
    probe.start()
    during(seconds)
    probe.end()
    return probe.late_ms


def _p99(values: list[float]) -> float:
    return sorted(values)[int(0.99 * (len(values) - 1))]


def _figure(name: str, value: float, unit: str, reference: float, ratio: float, samples: int) -> dict[str, object]:
    return {
        "figure": name,
        "value": round(value, 2),
        "unit": unit,
        "reference": round(reference, 2),
        "ratio": round(ratio, 3),
        "samples": samples,
    }
