"""How long a view of all lanes takes at every zoom, and what an event costs on disk.

The store is generated once for a number of events and kept in `build/bench`: twelve lanes over five years. A cold
request comes from a newly opened store whose file the operating system has let go; a warm one repeats it.
`tiles.growth` compares with a tenth of the events over the same years.
"""

import json
import os
import random
import statistics
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np

from storage.clock import SystemClock
from storage.sqlite.database import database_path
from storage.sqlite.open import open_sqlite
from storage.store import TileRequest
from tests.bench import storage_mix

COUNT = int(os.environ.get("DAYTRAIL_BENCH_EVENTS", "200000"))
SPAN_US = 5 * 365 * storage_mix.DAY_US
WIDTH_PX = 2_000
POSITIONS = 4
BATCH = 5_000
STORES = Path(__file__).resolve().parents[2] / "build" / "bench"


def figures() -> list[dict[str, object]]:
    """Measure; the first run for a number of events generates them (about half a minute per million)."""
    small, large = _generated(COUNT // 10), _generated(COUNT)
    small_cold, small_warm = _measure(small)
    cold, warm = _measure(large)
    size = database_path(large).stat().st_size
    return [
        _figure("tiles.cold_p95_ms", _p95(cold), "ms", len(cold), _p95(small_cold)),
        _figure("tiles.warm_p95_ms", _p95(warm), "ms", len(warm), _p95(small_warm)),
        _figure("tiles.growth", _growth(small_cold, cold), "times from a tenth", len(cold), None),
        _figure("store.bytes_per_event", size / COUNT, "bytes", COUNT, None),
    ]


def _generated(count: int) -> Path:
    """Return the folder of a store with so many events, made now if need be."""
    home = STORES / f"store-{count}"
    done = home / "complete"
    if done.exists():
        open_sqlite(
            home, clock=SystemClock(), topics=storage_mix.topics()
        ).close()  # an older format is brought up to date
        return home
    for old in home.glob("*"):
        old.unlink()
    storage = open_sqlite(home, clock=SystemClock(), topics=storage_mix.topics())
    source = storage_mix.events(count, SPAN_US)
    while batch := list(islice(source, BATCH)):
        storage.log.append(batch)
    assert storage.folder is not None
    while storage.folder.fold() < storage.log.head():
        pass
    storage.close()
    done.touch()
    return home


def _measure(home: Path) -> tuple[list[float], list[float]]:
    """Return milliseconds of cold and of warm requests at every zoom."""
    cold, warm = [], []
    for request in _requests():
        _let_go(database_path(home))
        storage = open_sqlite(home, clock=SystemClock(), read_only=True, topics=storage_mix.topics())
        times = []
        for _ in range(4):
            began = time.perf_counter()
            storage.store.tiles(request)
            times.append((time.perf_counter() - began) * 1_000)
        storage.close()
        cold.append(times[0])
        warm.append(statistics.median(times[1:]))
        if os.environ.get("DAYTRAIL_BENCH_VERBOSE"):
            seconds = (request.end_us - request.start_us) / 1e6
            print(f"{seconds:14.1f} s {times[0]:8.1f} {warm[-1]:8.1f}", file=sys.stderr)
    return cold, warm


def _requests() -> Iterator[TileRequest]:
    """Yield a view of some places at each of the zooms from five years to two seconds."""
    chance = random.Random(5)
    span = SPAN_US
    while span > 2 * storage_mix.SECOND_US:
        for _ in range(POSITIONS):
            start = storage_mix.BEGIN_US + chance.randrange(max(1, SPAN_US - span))
            yield TileRequest(storage_mix.LANES, start, start + span, WIDTH_PX)
        span //= 4


def _let_go(path: Path) -> None:
    """Ask the operating system to forget the file's content."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _growth(small: list[float], large: list[float]) -> float:
    """Return how much more the slowest twentieth costs with ten times the events."""
    return _p95(large) / _p95(small)


def _p95(times: list[float]) -> float:
    return float(np.percentile(times, 95))


def _figure(name: str, value: float, unit: str, samples: int, small: float | None) -> dict[str, object]:
    return {
        "figure": name,
        "value": round(value, 2),
        "unit": unit,
        "reference": None if small is None else round(small, 2),
        "ratio": None if small is None else round(value / small, 3),
        "samples": samples,
    }


if __name__ == "__main__":
    print(json.dumps(figures(), indent=2))
