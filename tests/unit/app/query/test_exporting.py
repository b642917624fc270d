import csv
import json
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from app.query.exporting import FORMATS, write_rows
from app.query.rows import Rows

AT = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


@pytest.fixture
def rows() -> Rows:
    rows = Rows()
    table = pa.table({"n": [2, 1], "at": [AT, AT], "parts": [[1, 2], []], "hash": [b"\x01", None], "x": [0.1, 1e9 / 7]})
    rows.schema = table.schema
    for batch in table.to_batches():
        rows.add(batch)
    return rows


def test_every_format_has_the_rows_in_the_order_shown(rows: Rows, tmp_path: Path) -> None:
    rows.show(rows.arranged("", 0, descending=False))
    for which, ending in FORMATS.items():
        assert write_rows(rows, which, tmp_path / f"a.{ending}") == 2
    with (tmp_path / "a.csv").open(newline="") as file:
        first, second = csv.DictReader(file)
    assert (first["n"], second["parts"], second["hash"]) == ("1", "[1,2]", "01")
    assert float(first["x"]) == 1e9 / 7, "nothing is rounded"
    lines = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text().splitlines()]
    assert [line["n"] for line in lines] == [1, 2]
    assert lines[1]["hash"] == "01"
    assert pq.read_table(tmp_path / "a.parquet")["at"].to_pylist() == [AT, AT]


def test_only_what_the_filter_left_is_written(rows: Rows, tmp_path: Path) -> None:
    rows.show(rows.arranged("[1, 2]", None, descending=False))
    assert write_rows(rows, "CSV", tmp_path / "a.csv") == 1


def test_nothing_half_written_is_left(rows: Rows, tmp_path: Path) -> None:
    (tmp_path / "a.csv").mkdir()
    with pytest.raises(OSError):  # noqa: PT011  says what the system says
        write_rows(rows, "CSV", tmp_path / "a.csv")
    assert not list(tmp_path.glob("*.part"))
