"""What queries cost the recorder: how long its appends take while queries run without pause, beside without any.

5,000 events a second in batches of 50, forty seconds in stretches of five, with and without queries in turn.
"""

import statistics
import sys
import tempfile
import threading
import time
from itertools import islice
from pathlib import Path

from storage.clock import SystemClock
from storage.sql.duck import DuckDbEngine
from storage.sql.engine import Statement
from storage.sqlite.open import SqliteStorage, open_sqlite
from tests.bench import storage_mix as mix

BEFORE = 400_000
BATCH = 50
RATE = 5_000
STRETCH_S = 5.0
STRETCHES = 8
QUESTIONS = (
    "SELECT topic, count(*) FROM live.events GROUP BY ALL",
    "SELECT app, sum(seconds) FROM live.window_usage GROUP BY app",
    "SELECT start_ts, text FROM live.screen_text WHERE text ILIKE '%winter%' ORDER BY start_ts DESC LIMIT 50",
    "SELECT hour(start_ts) AS h, sum(keys) FROM live.input_activity GROUP BY h",
)


def figures() -> list[dict[str, object]]:
    """Record and ask."""
    with tempfile.TemporaryDirectory(prefix="daytrail-bench-") as folder:
        storage = open_sqlite(Path(folder), clock=SystemClock(), topics=mix.topics())
        events = mix.events(2_000_000, 100 * mix.DAY_US)
        while storage.log.head() < BEFORE:
            storage.log.append(list(islice(events, 10_000)))
        engine = DuckDbEngine(Path(folder))
        engine.warm()
        alone: list[float] = []
        beside: list[float] = []
        asked = [0]
        wal = storage.path.with_name(storage.path.name + "-wal")
        largest = 0
        try:
            for stretch in range(STRETCHES):
                stop = threading.Event()
                asking = threading.Thread(target=_ask, args=(engine, stop, asked))
                if stretch % 2:
                    asking.start()
                (beside if stretch % 2 else alone).extend(_record(storage, events))
                largest = max(largest, wal.stat().st_size)
                stop.set()
                if stretch % 2:
                    asking.join()
        finally:
            engine.close()
            storage.close()
    p99 = [_p99(times) for times in (alone, beside)]
    print(f"  p99 {p99[0]:.2f} ms alone, {p99[1]:.2f} ms beside {asked[0]} queries", file=sys.stderr)
    ratio, wal_mb = round(p99[1] / p99[0], 2), round(largest / 1e6, 1)
    return [
        {"figure": "query.append_p99_ratio", "value": ratio, "unit": "x", "samples": len(beside)},
        {"figure": "query.wal_mb", "value": wal_mb, "unit": "MB", "samples": asked[0]},
    ]


def _record(storage: SqliteStorage, events: object) -> list[float]:
    """Append at the rate for a stretch; return milliseconds of each append."""
    times, began, sent = [], time.perf_counter(), 0
    pace = threading.Event()
    while (now := time.perf_counter()) - began < STRETCH_S:
        ahead_s = sent / RATE - (now - began)
        if ahead_s > 0:
            pace.wait(ahead_s)
        batch = list(islice(events, BATCH))  # type: ignore[call-overload]
        at = time.perf_counter()
        storage.log.append(batch)
        times.append((time.perf_counter() - at) * 1000)
        sent += BATCH
    return times


def _ask(engine: DuckDbEngine, stop: threading.Event, asked: list[int]) -> None:
    while not stop.is_set():
        run = engine.run(Statement(QUESTIONS[asked[0] % len(QUESTIONS)]))
        for _ in run.batches():
            pass
        run.close()
        asked[0] += 1


def _p99(times: list[float]) -> float:
    return statistics.quantiles(times, n=100)[98]


if __name__ == "__main__":
    print(figures())
