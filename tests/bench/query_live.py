"""Ten typical questions over five million events: ours over the live store beside bare DuckDB over the same in Parquet.

The reference is one process with DuckDB, all cores, over the events in Parquet files of one month each, sorted by time,
`data` as JSON text. Both are asked in turn, each question five times; the ratio of medians is taken per question, then
the median of the ten. `DAYTRAIL_BENCH_EVENTS` asks for fewer.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from storage.clock import SystemClock
from storage.events import Event
from storage.export.columns import cells
from storage.export.parquet import SCHEMA as EXPORT_SCHEMA
from storage.sql.duck import DuckDbEngine
from storage.sql.engine import Limits, Statement
from storage.sqlite.open import open_sqlite
from tests.bench import storage_mix as mix

EVENTS = int(os.environ.get("DAYTRAIL_BENCH_EVENTS", "5000000"))
ROUNDS = 5
STREAMS = (
    "SELECT * FROM live.events",
    "SELECT start_ts, app, title FROM live.window_usage WHERE app = 'mail'",
    "SELECT * FROM live.events WHERE start_ts >= '2021-02-03' AND start_ts < '2021-02-10'",
)
"""Statements whose rows can come before all has been read."""
SPAN_US = 360 * mix.DAY_US

_DAY = "CAST(make_timestamp(start_us + tz_offset_min::BIGINT * 60000000) AS DATE) AS day"

QUESTIONS = {
    "events per topic": (
        "SELECT topic, count(*) AS n FROM live.events GROUP BY ALL ORDER BY n DESC",
        "SELECT topic, count(*) AS n FROM event GROUP BY ALL ORDER BY n DESC",
    ),
    "hours per application": (
        "SELECT app, sum(seconds) / 3600 AS h FROM live.window_usage GROUP BY app ORDER BY h DESC",
        "SELECT data->>'$.app' AS app, sum(end_us - start_us) / 3.6e9 AS h FROM event "
        "WHERE topic = 'os.window.focus.raw' GROUP BY app ORDER BY h DESC",
    ),
    "applications day by day in one month": (
        "SELECT day, app, sum(seconds) AS s FROM live.window_usage "
        "WHERE start_ts >= '2020-12-01' AND start_ts < '2021-01-01' GROUP BY ALL ORDER BY ALL",
        f"SELECT {_DAY}, data->>'$.app' AS app, "
        "sum(end_us - start_us) / 1e6 AS s FROM event WHERE topic = 'os.window.focus.raw' "
        "AND start >= '2020-12-01' AND start < '2021-01-01' GROUP BY ALL ORDER BY ALL",
    ),
    "days on which something was said": (
        "SELECT day, count(*) AS n FROM live.transcripts WHERE text ILIKE '%copper bridge%' GROUP BY day ORDER BY day",
        f"SELECT {_DAY}, count(*) AS n FROM event "
        "WHERE topic = 'media.text.transcript.words' AND text ILIKE '%copper bridge%' GROUP BY day ORDER BY day",
    ),
    "keys by hour of the day": (
        "SELECT hour(start_ts) AS h, sum(keys) AS k FROM live.input_activity GROUP BY h ORDER BY h",
        "SELECT hour(start) AS h, sum(CAST(data->>'$.keys' AS BIGINT)) AS k FROM event "
        "WHERE topic = 'os.input.activity.raw' GROUP BY h ORDER BY h",
    ),
    "newest screens with a word": (
        "SELECT start_ts, app, text FROM live.screen_text WHERE text ILIKE '%winter%' ORDER BY start_ts DESC LIMIT 50",
        "SELECT start, data->>'$.app' AS app, text FROM event WHERE topic = 'media.image.text.ocr' "
        "AND text ILIKE '%winter%' ORDER BY start DESC LIMIT 50",
    ),
    "everything of one day": (
        "SELECT start_ts, topic, text FROM live.events WHERE start_ts >= '2021-02-03' AND start_ts < '2021-02-04' "
        "ORDER BY start_ts, log_offset",
        "SELECT start, topic, text FROM event WHERE start >= '2021-02-03' AND start < '2021-02-04' ORDER BY start",
    ),
    "longest windows": (
        "SELECT start_ts, app, title, seconds FROM live.window_usage ORDER BY seconds DESC, start_ts LIMIT 20",
        "SELECT start, data->>'$.app' AS app, data->>'$.title' AS title, (end_us - start_us) / 1e6 AS seconds "
        "FROM event WHERE topic = 'os.window.focus.raw' ORDER BY seconds DESC, start LIMIT 20",
    ),
    "what was said in which application": (
        "SELECT w.app, count(*) AS n FROM live.transcripts t ASOF JOIN live.window_usage w ON t.start_ts >= w.start_ts "
        "WHERE t.start_ts < w.end_ts GROUP BY w.app ORDER BY n DESC",
        "SELECT w.data->>'$.app' AS app, count(*) AS n FROM (FROM event WHERE topic = 'media.text.transcript.words') t "
        "ASOF JOIN (FROM event WHERE topic = 'os.window.focus.raw') w ON t.start >= w.start WHERE t.start < w.\"end\" "
        "GROUP BY app ORDER BY n DESC",
    ),
    "clipboard by month": (
        "SELECT date_trunc('month', start_ts) AS m, count(*) AS n, sum(characters) AS c "
        "FROM live.clipboard GROUP BY m ORDER BY m",
        "SELECT date_trunc('month', start) AS m, count(*) AS n, sum(CAST(data->>'$.characters' AS INTEGER)) AS c "
        "FROM event WHERE topic = 'digital.clipboard.text.raw' GROUP BY m ORDER BY m",
    ),
}


def fill(home: Path, parquet: Path, count: int) -> None:
    """Append the same events to a store and to plain Parquet files, one a month."""
    storage = open_sqlite(home, clock=SystemClock(), topics=mix.topics())
    events = mix.events(count, SPAN_US * count // 5_000_000)
    writer, month = None, -1
    while batch := list(islice(events, 20_000)):
        storage.log.append(batch)
        for number, part in _by_month(batch):
            if number != month:
                if writer is not None:
                    writer.close()
                writer, month = (
                    pq.ParquetWriter(parquet / f"{number:03}.parquet", EXPORT_SCHEMA, compression="zstd"),
                    number,
                )
            writer.write_table(_table(part))
    if writer is not None:
        writer.close()
    storage.close()


def _by_month(batch: list[Event]) -> Iterator[tuple[int, list[Event]]]:
    parts: dict[int, list[Event]] = {}
    for event in batch:
        parts.setdefault((event.start_us - mix.BEGIN_US) // (30 * mix.DAY_US), []).append(event)
    yield from sorted(parts.items())


def _table(events: list[Event]) -> pa.Table:
    columns = zip(*cells(events), strict=True)
    return pa.Table.from_arrays(
        [pa.array(values, type=field.type) for values, field in zip(columns, EXPORT_SCHEMA, strict=True)],
        schema=EXPORT_SCHEMA,
    )


def _ours(engine: DuckDbEngine, sql: str) -> tuple[float, float, list[tuple[object, ...]]]:
    run = engine.run(Statement(sql, limits=Limits(seconds=600)))
    rows = [
        row for batch in run.batches() for row in zip(*(column.to_pylist() for column in batch.columns), strict=True)
    ]
    took = run.summary()
    run.close()
    return took.elapsed_ms, took.first_ms, rows


def _first_row_ms(engine: DuckDbEngine, sql: str) -> float:
    run = engine.run(Statement(sql))
    next(iter(run.batches()))
    took = run.summary().first_ms
    run.close()
    return took


def _bare(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[float, list[tuple[object, ...]]]:
    began = time.perf_counter()
    table = connection.execute(sql).to_arrow_table()
    took = (time.perf_counter() - began) * 1000
    return took, list(zip(*(column.to_pylist() for column in table.columns), strict=True))


def figures() -> list[dict[str, object]]:
    """Measure both sides in turn in one run."""
    with tempfile.TemporaryDirectory(prefix="daytrail-bench-") as folder:
        home, parquet = Path(folder) / "home", Path(folder) / "parquet"
        kept = os.environ.get("DAYTRAIL_BENCH_KEPT")
        if kept:
            home, parquet = Path(kept) / "home", Path(kept) / "parquet"
        if not home.exists():
            parquet.mkdir(parents=True)
            fill(home, parquet, EVENTS)
        return measure(home, parquet)


def measure(home: Path, parquet: Path) -> list[dict[str, object]]:
    """Ask everything."""
    engine = DuckDbEngine(home)
    bare = duckdb.connect(":memory:")
    bare.execute("SET TimeZone='UTC'")
    bare.execute(f"CREATE VIEW event AS SELECT * FROM read_parquet('{parquet}/*.parquet')")
    try:
        began = time.perf_counter()
        engine.run(Statement("SELECT count(*) FROM live.events", limits=Limits(seconds=600))).schema()
        built_s = time.perf_counter() - began
        ratios = {}
        for name, (ours, theirs) in QUESTIONS.items():
            times: tuple[list[float], list[float]] = ([], [])
            for _ in range(ROUNDS):
                elapsed, _, rows = _ours(engine, ours)
                took, expected = _bare(bare, theirs)
                _same(name, rows, expected)
                times[0].append(elapsed)
                times[1].append(took)
            mine, other = statistics.median(times[0]), statistics.median(times[1])
            ratios[name] = mine / other
            print(f"  {name}: {mine:.0f} ms, bare {other:.0f} ms, {mine / other:.2f}", file=sys.stderr)
        firsts = [_first_row_ms(engine, sql) for _ in range(2 * ROUNDS) for sql in STREAMS]
    finally:
        engine.close()
        bare.close()
    ratio = round(statistics.median(ratios.values()), 2)
    detail = {name: round(value, 2) for name, value in ratios.items()}
    print(f"  first reading of all: {built_s:.0f} s", file=sys.stderr)
    first_ms = round(statistics.median(firsts), 1)
    return [
        {
            "figure": "query.live_ratio",
            "value": ratio,
            "unit": "x",
            "reference": "bare DuckDB over Parquet",
            "samples": detail,
        },
        {"figure": "query.first_row_ms", "value": first_ms, "unit": "ms", "samples": len(firsts)},
        {"figure": "query.first_reading_s", "value": round(built_s, 1), "unit": "s", "samples": 1},
    ]


def _same(name: str, ours: list[tuple[object, ...]], theirs: list[tuple[object, ...]]) -> None:
    """Fail when the two sides do not answer alike (sums of floats may differ in the last digits)."""

    def plain(rows: list[tuple[object, ...]]) -> list[str]:
        return sorted(
            repr([round(value, 3) if isinstance(value, float) else str(value) for value in row]) for row in rows
        )

    if plain(ours) != plain(theirs):
        raise AssertionError(f"{name}: the answers differ")


if __name__ == "__main__":
    print(figures())
