from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import orjson
import pyarrow.parquet as pq
import pytest

from storage.clock import SystemClock
from storage.sql import columns
from storage.sql.child.rows import Rows
from storage.sql.child.segments import Segments, State
from storage.sqlite.open import SqliteStorage, open_sqlite
from tests.bench import storage_mix as mix


@pytest.fixture
def storage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SqliteStorage]:
    monkeypatch.setattr(columns, "SHIFT", 4)
    made = open_sqlite(tmp_path, clock=SystemClock(), topics=mix.topics())
    made.log.append(list(islice(mix.events(60, mix.DAY_US), 40)))
    yield made
    made.close()


def test_a_segment_is_sorted_private_and_written_once(storage: SqliteStorage, tmp_path: Path) -> None:
    rows = Rows(tmp_path, lambda: False)
    segments = Segments(columns.folder_of(tmp_path), rows)
    segments.build(1)
    [path] = segments.files().values()
    table = pq.read_table(path)
    assert table.num_rows == 16
    keys = list(zip(table["topic"].to_pylist(), table["start_ts"].to_pylist(), strict=True))
    assert keys == sorted(keys)
    assert path.stat().st_mode & 0o077 == 0
    written = path.stat().st_mtime_ns
    segments.build(1)
    assert path.stat().st_mtime_ns == written
    segments.discard({1})
    assert segments.files() == {}
    rows.close()


def test_what_is_remembered_is_read_back_and_nonsense_begins_anew(storage: SqliteStorage, tmp_path: Path) -> None:
    rows = Rows(tmp_path, lambda: False)
    folder = columns.folder_of(tmp_path)
    segments = Segments(folder, rows)
    segments.build(1)
    segments.remember(State(60, frozenset({17})))
    assert (segments.state().applied, segments.state().stale) == (60, frozenset({17}))
    segments.remember(State(20, frozenset()))
    assert segments.state().applied == 60, "another process was further"
    (folder / "state.json").write_bytes(b"{")
    assert segments.state() == State(0, frozenset())
    assert segments.files() == {}, "of which nothing is known any more"
    rows.close()


def test_segments_of_another_database_go(storage: SqliteStorage, tmp_path: Path) -> None:
    rows = Rows(tmp_path, lambda: False)
    folder = columns.folder_of(tmp_path)
    segments = Segments(folder, rows)
    segments.build(1)
    raw = orjson.loads((folder / "state.json").read_bytes())
    raw["samples"] = [[17, "00" * 16]]
    (folder / "state.json").write_bytes(orjson.dumps(raw))
    segments.check()
    assert segments.files() == {}
    rows.close()
