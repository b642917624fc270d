"""A Parquet export as other programs read it: Polars, pandas, and DuckDB in a process of its own."""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import polars as pl
import pytest

from storage.clock import SystemClock
from storage.events import Event
from storage.export.export import export
from storage.export.format import Format
from storage.objects.open import open_media
from storage.sqlite.open import open_sqlite
from storage.store import EventQuery
from tests.bench import storage_mix as mix

Row = tuple[object, ...]

FIELDS = ("uid", "topic", "device", "start_us", "end_us", "received_us", "tz_offset_min", "text", "data", "parent")
DUCK = """
import json, sys
import duckdb

duckdb.sql("SET TimeZone = 'UTC'")
found = duckdb.read_parquet(sys.argv[1] + "/**/*.parquet", hive_partitioning=True)
rows = duckdb.sql(f"SELECT {sys.argv[2]} FROM found ORDER BY start_us, uid").fetchall()
by_day = "SELECT year::INT, month::INT, day::INT, count(*), min(start)::VARCHAR FROM found GROUP BY ALL"
days = duckdb.sql(by_day).fetchall()
print(json.dumps({"rows": rows, "days": days}))
"""


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, list[Event]]]:
    """Two thousand events of three days beside their export."""
    folder = tmp_path_factory.mktemp("readers")
    storage = open_sqlite(folder / "home", clock=SystemClock(), topics=mix.topics())
    odd = Event(
        b"o" * 16,
        "digital.clipboard.text.raw",
        "büro",
        5,
        9,
        7,
        -90,
        -1,
        'a "b"\n,会議\0',
        {"characters": 3},
        parent=b"p" * 16,
    )
    storage.log.append([odd, *mix.events(2_000, 3 * mix.DAY_US)])
    media = open_media(folder / "media")
    export(storage.store, media, EventQuery(), folder / "out", Format.PARQUET)
    yield folder / "out", [event for batch in storage.store.scan(EventQuery()) for event in batch]
    media.close()
    storage.close()


def test_polars_reads_what_was_kept(exported: tuple[Path, list[Event]]) -> None:
    folder, events = exported
    frame = pl.scan_parquet(folder / "**/*.parquet", hive_partitioning=True).sort("start_us", "uid").collect()
    assert frame.schema["start"] == pl.Datetime("us", "UTC")
    assert frame.select(FIELDS).rows() == rows_of(events)
    assert frame["start"].dt.timestamp("us").to_list() == frame["start_us"].to_list()
    one_day = frame.filter((pl.col("year") == 1970) & (pl.col("month") == 1) & (pl.col("day") == 1))
    assert one_day["device"].to_list() == ["büro"]


def test_pandas_reads_what_was_kept(exported: tuple[Path, list[Event]]) -> None:
    folder, events = exported
    frame = pd.read_parquet(folder / "events", dtype_backend="pyarrow").sort_values(["start_us", "uid"])
    found = frame[list(FIELDS)].astype(object)
    assert list(found.where(found.notna(), None).itertuples(index=False, name=None)) == rows_of(events)
    assert str(frame["start"].dt.tz) == "UTC"
    assert frame["start"].iloc[0] == pd.Timestamp(5, unit="us", tz="UTC")


def test_duckdb_reads_what_was_kept_and_its_days(exported: tuple[Path, list[Event]]) -> None:
    folder, events = exported
    command = [sys.executable, "-c", DUCK, str(folder), ", ".join(FIELDS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert [tuple(row) for row in found["rows"]] == rows_of(events)
    counted: dict[tuple[int, int, int], list[int]] = {}
    for event in events:
        day = datetime.fromtimestamp(event.start_us // 1_000_000, UTC)
        counted.setdefault((day.year, day.month, day.day), []).append(event.start_us)
    assert {tuple(row[:3]): row[3] for row in found["days"]} == {day: len(starts) for day, starts in counted.items()}
    assert {row[4] for row in found["days"] if row[0] == 1970} == {"1970-01-01 00:00:00.000005+00"}


def rows_of(events: list[Event]) -> list[Row]:
    rows: list[Row] = [
        (
            event.uid.hex(),
            event.topic,
            event.device,
            event.start_us,
            event.end_us,
            event.received_us,
            event.tz_offset_min,
            event.text,
            json.dumps(event.data, ensure_ascii=False, separators=(",", ":")),
            None if event.parent is None else event.parent.hex(),
        )
        for event in events
    ]
    return sorted(rows, key=lambda row: (row[3], row[0]))  # type: ignore[arg-type, return-value]
