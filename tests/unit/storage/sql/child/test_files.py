from pathlib import Path

import duckdb
import pytest

from storage.sql.child.files import attach_csv, attach_json, attach_parquet
from storage.sql.child.session import extension
from storage.sql.messages import Source


def test_partitions_of_one_folder_are_one_table_with_their_columns(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    for month in (1, 2):
        folder = tmp_path / "events" / "year=2026" / f"month={month}"
        folder.mkdir(parents=True)
        connection.execute(f"COPY (SELECT {month} * 10 AS n) TO '{folder / 'a.parquet'}'")
    (tmp_path / "manifest.json").write_text("{}")
    found = attach_parquet(connection, Source("past", "parquet", str(tmp_path)), extension)
    assert found.tables == ("events",)
    assert connection.execute("SELECT n FROM past.events WHERE month = 2").fetchall() == [(20,)]


def test_files_side_by_side_are_tables_of_their_names(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    (tmp_path / "my people.csv").write_text("name\nAnn\n")
    (tmp_path / "dogs.csv").write_text("name\nRex\n")
    assert attach_csv(connection, Source("c", "csv", str(tmp_path)), extension).tables == ("dogs", "my_people")
    assert connection.execute("FROM c.my_people").fetchall() == [("Ann",)]


def test_a_manifest_of_ours_is_no_data_and_an_empty_folder_is_away(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    (tmp_path / "manifest.json").write_text("{}")
    with pytest.raises(FileNotFoundError, match="no json files"):
        attach_json(connection, Source("j", "json", str(tmp_path)), extension)
