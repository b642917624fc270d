"""How fast the log takes events in: against bare inserts of the same rows, and with every index kept up.

`append.ratio` and `append.events_per_s`: durable appends of 500, against `executemany` of the same rows in transactions
of 500 into the same table with the same two indexes and the same durability, rounds interleaved, nothing else running.
`indexed.events_per_s`: from the first append until pyramid and full text have everything, at ten million events a year.
"""

import json
import os
import statistics
import tempfile
import time
from itertools import islice
from pathlib import Path

import apsw

from storage.clock import SystemClock
from storage.events import Event
from storage.sqlite.database import connect_writer, prepare_home
from storage.sqlite.fulltext import FulltextIndexer
from storage.sqlite.open import SqliteStorage, open_sqlite
from storage.sqlite.rows import INSERT, encode
from tests.bench import storage_mix

BATCH = 500
ROUNDS = 40
AT_ONCE = 1_000_000
COUNT = int(os.environ.get("DAYTRAIL_BENCH_EVENTS", "200000"))


def figures() -> list[dict[str, object]]:
    """Measure; about a minute with the default number of events."""
    return [*_append(COUNT), _indexed(COUNT)]


def _append(count: int) -> list[dict[str, object]]:
    """A round at a time, as all of ten million would not fit into memory."""
    source = storage_mix.events(count, 30 * storage_mix.DAY_US)
    share = count // ROUNDS // BATCH * BATCH
    ours: list[float] = []
    bare: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        storage = open_sqlite(Path(folder, "ours"), clock=SystemClock(), topics=storage_mix.topics())
        table = _bare_table(Path(folder, "bare"))
        assert storage.folder is not None
        storage.folder.close()
        for turn in range(ROUNDS):
            made = list(islice(source, share))
            rows = encode(made, dict.fromkeys(storage_mix.topics(), 0) | _numbers(), {"desk": 1})
            ours.append(share / _time_ours(storage, made))
            bare.append(share / _time_bare(table, rows, turn * share))
        storage.close()
        table.close()
    ratio = statistics.median(own / other for own, other in zip(ours, bare, strict=True))
    reference = statistics.median(bare)
    base = {"reference": round(reference), "ratio": round(ratio, 3), "samples": ROUNDS}
    return [
        {"figure": "append.ratio", "value": round(ratio, 3), "unit": "of bare inserts", **base},
        {"figure": "append.events_per_s", "value": round(statistics.median(ours)), "unit": "events/s", **base},
    ]


def _numbers() -> dict[str, int]:
    return {name: number for number, name in enumerate(storage_mix.topics(), 1)}


def _time_ours(storage: SqliteStorage, events: list[Event]) -> float:
    began = time.perf_counter()
    for first in range(0, len(events), BATCH):
        storage.log.append(events[first : first + BATCH])
    return time.perf_counter() - began


def _bare_table(home: Path) -> apsw.Connection:
    prepare_home(home)
    connection = connect_writer(home / "daytrail.sqlite")
    connection.execute(
        "CREATE TABLE event (key INTEGER PRIMARY KEY, uid BLOB NOT NULL, topic INTEGER NOT NULL, "
        "device INTEGER NOT NULL, start_us INTEGER NOT NULL, end_us INTEGER NOT NULL, received_us INTEGER NOT NULL, "
        "tz_offset_min INTEGER, uncertainty_us INTEGER NOT NULL, text TEXT, "
        "data TEXT NOT NULL, media BLOB, parent BLOB);"
        "CREATE UNIQUE INDEX event_uid ON event (uid);"
        "CREATE INDEX event_time ON event (topic, start_us, end_us);"
    )
    return connection


def _time_bare(connection: apsw.Connection, rows: list[tuple[object, ...]], first_key: int) -> float:
    keyed = [(first_key + number, *row) for number, row in enumerate(rows, 1)]
    began = time.perf_counter()
    for first in range(0, len(keyed), BATCH):
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(INSERT, keyed[first : first + BATCH])
        connection.execute("COMMIT")
    return time.perf_counter() - began


def _indexed(count: int) -> dict[str, object]:
    """A million at a time, as more would not fit into memory; making them is not counted, catching up with each is."""
    source = storage_mix.events(count, count * storage_mix.DAY_US // 27_400)
    appended = took = 0.0
    with tempfile.TemporaryDirectory() as folder:
        storage = open_sqlite(Path(folder, "home"), clock=SystemClock(), topics=storage_mix.topics())
        indexer = FulltextIndexer(storage.writer, storage.readers, storage.log)
        indexer.start()
        assert storage.folder is not None
        while made := list(islice(source, AT_ONCE)):
            began = time.perf_counter()
            for first in range(0, len(made), BATCH):
                storage.log.append(made[first : first + BATCH])
            appended += time.perf_counter() - began
            indexer.catch_up()
            while storage.folder.fold() < storage.log.head():
                pass
            took += time.perf_counter() - began
        indexer.stop()
        storage.close()
    return {
        "figure": "indexed.events_per_s",
        "value": round(count / took),
        "unit": "events/s",
        "reference": round(count / appended),
        "ratio": round(appended / took, 3),
        "samples": count,
    }


if __name__ == "__main__":
    print(json.dumps(figures(), indent=2))
