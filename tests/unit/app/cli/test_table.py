import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from app.cli.table import stream_parquet, write_csv, write_json, write_parquet, write_table
from storage.sql.engine import Progress, Summary

AT = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
ROWS = pa.table(
    {"app": ["Code", "a\nb"], "x": [1234567.891, None], "at": [AT, AT], "l": [[1], []], "b": [b"\x01", b""]}
)


class Answer:
    """A run that answers a table in pieces of one row."""

    def __init__(self, table: pa.Table) -> None:
        self._table = table

    def schema(self) -> pa.Schema:
        return self._table.schema

    def batches(self) -> Iterator[pa.RecordBatch]:
        yield from self._table.to_batches(max_chunksize=1)

    def progress(self) -> Progress:
        return Progress()

    def cancel(self) -> None: ...

    def summary(self) -> Summary:
        return Summary(2, 0, 0, ())

    def close(self) -> None: ...


def _text(table: pa.Table, write: object) -> str:
    out = io.StringIO()
    write(Answer(table), out)  # type: ignore[operator]
    return out.getvalue()


def test_a_table_is_for_reading() -> None:
    head, line, first, second, count = _text(ROWS, write_table).splitlines()
    assert head.split() == ["app", "x", "at", "l", "b"]
    assert set(line) == {"─", " "}
    assert "1.23457e+06" in first
    assert second.startswith("a b")
    assert count == "2 rows"


def test_csv_and_json_lose_nothing() -> None:
    assert "1234567.891" in _text(ROWS, write_csv)
    first, second = json.loads(_text(ROWS, write_json))
    assert (first["x"], first["l"], first["b"], second["x"]) == (1234567.891, [1], "01", None)
    assert json.loads(_text(ROWS.slice(0, 0), write_json)) == []


def test_columns_of_equal_name_are_all_there() -> None:
    twice = pa.Table.from_arrays([pa.array([1]), pa.array([2])], names=["n", "n"])
    assert json.loads(_text(twice, write_json)) == [{"n": 1, "n_1": 2}]


def test_a_plan_is_written_as_it_is_drawn() -> None:
    assert _text(pa.table({"plan": ["┌──  ──┐", "└──────┘"]}), write_table) == "┌──  ──┐\n└──────┘\n"


def test_parquet_goes_to_a_file_or_down_a_pipe(tmp_path: Path) -> None:
    write_parquet(Answer(ROWS), tmp_path / "a.parquet")
    assert pq.read_table(tmp_path / "a.parquet").equals(ROWS)
    out = io.BytesIO()
    out.close = lambda: None  # type: ignore[method-assign]
    stream_parquet(Answer(ROWS), out)
    assert pq.read_table(io.BytesIO(out.getvalue())).equals(ROWS)
