"""What an owner at work feels of understanding: how late a thread wakes beside it, a working day replayed at 60 times.

Eight hours in eight minutes (`DAYTRAIL_BENCH_REPLAY_S` for less): a frame every ten seconds and a sentence every minute
of the day, the owner typing, with all processors as shipped. `governor.probe_p99_ms` is how much later than asked a
thread of the same process wakes. Nothing may be passed over or put aside, and once the owner is away each frame has its
thumbnail and each sentence its words. `governor.memory_growth` compares all processes in the last and the second
quarter: the first loads the models.
"""

import os
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import psutil

from processing.pipeline import Pipeline
from processing.settings import ProcessingSettings
from storage.clock import SystemClock
from storage.events import Event, new_uid
from storage.log import Log
from storage.objects.open import open_media
from storage.sqlite.open import open_sqlite
from storage.store import Store
from storage.topics import INPUT_ACTIVITY, MICROPHONE, SCREEN, THUMBNAIL, TRANSCRIPT
from tests.bench.processing_ocr import drawn, sequence, stored
from tests.bench.processing_speech import SENTENCES
from tests.data.observed import Place, spoken

REPLAY_S = float(os.environ.get("DAYTRAIL_BENCH_REPLAY_S", "480"))
SPEED = 60
FRAME_S, SENTENCE_S, TYPED_S = 10.0, 60.0, 30.0
PROBE_S = 0.005
BOUND_MS = 20.0
BOUND_MB = 1_500
BOUND_GROWTH = 1.15
WEIGHED_EVERY_S = 2.0


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


class Scales(threading.Thread):
    """Weighs this process and the workers now and then, in bytes."""

    def __init__(self, pids: Callable[[], Mapping[str, int]]) -> None:
        super().__init__(name="scales", daemon=True)
        self.weights: list[int] = []
        self._pids = pids
        self._over = threading.Event()

    def run(self) -> None:
        while not self._over.wait(WEIGHED_EVERY_S):
            self.weights.append(sum(_resident(pid) for pid in (os.getpid(), *self._pids().values())))

    def growth(self) -> float:
        """Stop, and return the median of the last quarter over that of the second."""
        self._over.set()
        self.join()
        quarter = max(1, len(self.weights) // 4)
        return statistics.median(self.weights[-quarter:]) / statistics.median(self.weights[quarter : 2 * quarter])


def figures() -> list[dict[str, object]]:
    """Measure; about ten minutes."""
    with tempfile.TemporaryDirectory() as name:
        storage = open_sqlite(Path(name), clock=SystemClock())
        place = Place(storage.log, open_media(Path(name) / "media"))
        pipeline = Pipeline(place.log, place.media, ProcessingSettings(), SystemClock())
        try:
            frames = [place.media.put(stored(drawn(one)), "image/webp") for one in list(sequence())[40:160:2]]
            alone = _probed(threading.Event().wait, 5.0)
            _type(place.log)
            pipeline.start()
            scales = Scales(pipeline.worker_pids)
            scales.start()
            beside = _probed(lambda seconds: _replay(place, frames, seconds), REPLAY_S)
            growth = scales.growth()
            memory_mb = sum(_resident(pid) for pid in pipeline.worker_pids().values()) / 1e6
            if not pipeline.drain(lambda healths: None, threading.Event()):
                raise RuntimeError(f"not all was worked off: {pipeline.health()}")
            _require_all(place.log, storage.store)
        finally:
            pipeline.stop(10)
            storage.close()
    p99, reference = _p99(beside), _p99(alone)
    return [
        _figure("governor.probe_p99_ms", p99, "ms", reference, p99 / BOUND_MS, len(beside)),
        _figure("governor.memory_growth", growth, "times", BOUND_GROWTH, growth / BOUND_GROWTH, len(scales.weights)),
        _figure("governor.workers_mb", memory_mb, "MB", BOUND_MB, memory_mb / BOUND_MB, 1),
    ]


def _require_all(log: Log, store: Store) -> None:
    """Nothing was put aside or passed over; each frame has its thumbnail, each sentence its words."""
    if log.dead_letters():
        raise RuntimeError("something was put aside")
    passed = [one for group in log.groups() for one in log.passed_over(group)]
    if passed:
        raise RuntimeError(f"something was passed over: {passed}")
    counts = store.counts()
    if counts.get(THUMBNAIL) != counts[SCREEN] or counts.get(TRANSCRIPT, 0) < counts[MICROPHONE]:
        raise RuntimeError(f"something was lost: {counts}")


def _resident(pid: int) -> int:
    try:
        return int(psutil.Process(pid).memory_info().rss)
    except psutil.Error:
        return 0


def _replay(place: Place, frames: Sequence[str], seconds: float) -> None:
    """Observe as the sources do, `SPEED` times as fast; pictures (by address) and sound were made beforehand.

    Frames and sentences bear the times of a day that ends now; the owner types now.
    """
    sentences = [spoken(sentence) for sentence in SENTENCES]
    pause = threading.Event()
    began_s, day_us = time.monotonic(), SystemClock().now_us() - round(seconds * SPEED * 1e6)
    for turn in range(round(seconds * SPEED / FRAME_S)):
        at_us = day_us + round(turn * FRAME_S * 1e6)
        data = {"display": 0, "width": 1920, "height": 1080, "trigger": "change", "app": "Editor", "title": "notes"}
        address = frames[turn % len(frames)]
        place.log.append([Event(new_uid(), SCREEN, "desk", at_us, at_us, at_us, data=data, media=address)])
        minute, rest = divmod(turn, round(SENTENCE_S / FRAME_S))
        if rest == 0:
            place.speech(sentences[minute % len(sentences)], at_us)
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
