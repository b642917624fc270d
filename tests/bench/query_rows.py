"""A real answer of ten million rows on the query page: until its first rows are seen, memory, scrolling, sorting.

A window of 1400 × 900 without a screen, in a process of its own. `query.rows_stall_ms` is the longest time that the
main thread was away while rows came, were sorted and were filtered, `query.rows_scroll_own_p95_ms` counts only its
processor time. Memory is the growth of what no file holds, after scrolling through the sorted answer.
`DAYTRAIL_BENCH_ROWS` asks for fewer rows.
"""

import json
import os
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

ROWS = int(os.environ.get("DAYTRAIL_BENCH_ROWS", "10000000"))
STATEMENT = (
    "SELECT range AS n, 'application ' || (range % 37) AS app, (hash(range) % 100000) / 7.0 AS seconds, "
    f"TIMESTAMPTZ '2020-01-01' + to_seconds(range) AS start_ts FROM range({ROWS})"
)
STEPS = 300
WAIT_S = 300.0


def figures() -> list[dict[str, object]]:
    """Measure in a process of its own, whose memory is nobody else's."""
    ran = subprocess.run(
        [sys.executable, "-m", "tests.bench.query_rows"],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
        timeout=3 * WAIT_S,
    )
    found = json.loads(ran.stdout.splitlines()[-1])
    print("  " + json.dumps(found), file=sys.stderr)
    units = {
        "first_ms": "ms", "all_s": "s", "memory_mb": "MB", "scroll_p95_ms": "ms", "scroll_own_p95_ms": "ms",
        "stall_ms": "ms", "sort_s": "s",
    }  # fmt: skip
    return [
        {"figure": f"query.rows_{name}", "value": found[name], "unit": unit, "samples": found["rows"]}
        for name, unit in units.items()
    ]


class Watch:
    """Runs the window's events until something is so; knows the longest time without any."""

    def __init__(self, events: Callable[[], None]) -> None:
        self._events = events
        self._pause = threading.Event()
        self.longest_s = 0.0

    def until(self, condition: Callable[[], bool]) -> float:
        """Wait and return the seconds that it took."""
        began = time.perf_counter()
        while not condition():
            at = time.perf_counter()
            self._events()
            self.longest_s = max(self.longest_s, time.perf_counter() - at)
            if at - began > WAIT_S:
                raise TimeoutError
            self._pause.wait(0.001)
        return time.perf_counter() - began


def measure() -> dict[str, float]:
    """Ask, scroll, sort, filter."""
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QApplication

    from app.ui.query.page import QueryPage
    from app.ui.theme import DARK

    application = QApplication([])
    watch = Watch(application.processEvents)
    with tempfile.TemporaryDirectory(prefix="daytrail-bench-") as home:
        page = QueryPage(Path(home), dict, DARK)
        page.resize(1400, 900)
        page.show()
        tab = page.tab

        def ask(sql: str) -> tuple[float, float]:
            tab.show_statement(sql)
            tab.run()
            tab.model.show_rows(None)
            first = watch.until(lambda: tab.model.total > 0)
            return first, first + watch.until(page.settled)

        watch.until(page.settled)
        ask("SELECT range AS n FROM range(9)")  # starts the process of statements
        before_mb, watch.longest_s = _anonymous_mb(), 0.0
        first_s, all_s = ask(STATEMENT)
        tab.table.horizontalHeader().setSortIndicator(2, Qt.SortOrder.DescendingOrder)
        sort_s = watch.until(lambda: not tab.model.busy)
        frames, own = _scroll(application, tab.long_table.bar)
        memory_mb = _anonymous_mb() - before_mb
        tab.find_line.setText("application 17")
        watch.until(lambda: not tab.model.busy)
        rows = float(tab.model.rows.total if tab.model.rows else 0)
        page.stop()
    return {
        "first_ms": round(first_s * 1000), "all_s": round(all_s, 1), "memory_mb": round(memory_mb),
        "scroll_p95_ms": round(frames[STEPS * 95 // 100], 1),
        "scroll_own_p95_ms": round(own[STEPS * 95 // 100], 1), "stall_ms": round(watch.longest_s * 1000),
        "sort_s": round(sort_s, 1), "rows": rows,
    }  # fmt: skip


def _anonymous_mb() -> float:
    found = re.search(r"RssAnon:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return int(found[1]) / 1e3 if found else 0.0


def _scroll(application: object, bar: object) -> tuple[list[float], list[float]]:
    """Jump and step through all rows; return the milliseconds of each frame, sorted, by the wall and of our own."""
    dice, times, own = random.Random(6), [], []
    for step in range(STEPS):
        row = dice.randrange(bar.maximum()) if step % 3 == 0 else min(bar.maximum(), bar.value() + 3)  # type: ignore[attr-defined]
        at, worked = time.perf_counter(), time.thread_time()
        bar.setValue(row)  # type: ignore[attr-defined]
        application.processEvents()  # type: ignore[attr-defined]
        times.append((time.perf_counter() - at) * 1000)
        own.append((time.thread_time() - worked) * 1000)
    return sorted(times), sorted(own)


if __name__ == "__main__":
    print(json.dumps(measure()))
