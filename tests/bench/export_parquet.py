"""Exporting a million events to Parquet by day, beside plain pyarrow doing the same from the same database.

The reference reads the rows with one SELECT in order of start, in pieces of 50,000, and writes each day with pyarrow.
"""

import os
import sys
import tempfile
import time
from functools import partial
from itertools import islice
from pathlib import Path

import apsw
import psutil
import pyarrow as pa
import pyarrow.parquet as pq

from storage.clock import SystemClock
from storage.export.export import export
from storage.export.format import Format
from storage.export.parquet import SCHEMA
from storage.objects.open import open_media
from storage.sqlite.open import open_sqlite
from storage.store import EventQuery
from tests.bench import storage_mix as mix

EVENTS = int(os.environ.get("DAYTRAIL_BENCH_EVENTS", "1000000"))
_SELECT = (
    "SELECT lower(hex(uid)), topic.name, device.name, start_us, end_us, start_us, end_us, received_us, tz_offset_min, "
    "uncertainty_us, text, data, lower(hex(media)), lower(hex(parent)) FROM event JOIN topic ON topic.id = event.topic "
    "JOIN device ON device.id = event.device ORDER BY start_us"
)


def figures() -> list[dict[str, object]]:
    """Export both ways, in turn, twice."""
    with tempfile.TemporaryDirectory(prefix="daytrail-bench-") as folder:
        home = Path(folder)
        storage = open_sqlite(home, clock=SystemClock(), topics=mix.topics())
        events = mix.events(EVENTS, 30 * mix.DAY_US)
        while batch := list(islice(events, 20_000)):
            storage.log.append(batch)
        media = open_media(home / "media")
        ours, plain, grown = [], [], 0
        for turn in range(2):
            before = psutil.Process().memory_info().rss
            peak = [before]
            began = time.perf_counter()
            export(storage.store, media, EventQuery(), home / f"out{turn}", Format.PARQUET, partial(_look, peak))
            ours.append(time.perf_counter() - began)
            grown = max(grown, max(peak) - before)
            began = time.perf_counter()
            _plain(storage.path, home / f"plain{turn}")
            plain.append(time.perf_counter() - began)
        storage.close()
    ratio = round(min(ours) / min(plain), 2)
    print(f"  {min(ours):.1f} s, plain {min(plain):.1f} s, memory grew {grown / 1e6:.0f} MB", file=sys.stderr)
    return [
        {"figure": "export.parquet_ratio", "value": ratio, "unit": "x", "reference": "plain pyarrow", "samples": 2},
        {"figure": "export.memory_mb", "value": round(grown / 1e6), "unit": "MB", "samples": 2},
    ]


def _look(peak: list[int], _rows: int) -> None:
    peak.append(psutil.Process().memory_info().rss)


def _plain(path: Path, out: Path) -> None:
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    rows = connection.execute(_SELECT)
    day, writer = -1, None
    while piece := list(islice(rows, 50_000)):
        columns = [
            pa.array(values, type=field.type) for values, field in zip(zip(*piece, strict=True), SCHEMA, strict=True)
        ]
        table = pa.Table.from_arrays(columns, schema=SCHEMA)
        days = [row[3] // mix.DAY_US for row in piece]
        first = 0
        while first < len(days):
            last = first
            while last < len(days) and days[last] == days[first]:
                last += 1
            if days[first] != day:
                if writer is not None:
                    writer.close()
                day = days[first]
                folder = out / f"day={day}"
                folder.mkdir(parents=True)
                writer = pq.ParquetWriter(folder / "events.parquet", SCHEMA, compression="zstd")
            writer.write_table(table.slice(first, last - first))
            first = last
    if writer is not None:
        writer.close()
    connection.close()


if __name__ == "__main__":
    print(figures())
