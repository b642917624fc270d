from pathlib import Path

import apsw
import duckdb
import pytest

from storage.sql.child.databases import attach_sqlite
from storage.sql.child.session import extension
from storage.sql.messages import Source


def test_a_sqlite_file_has_its_tables_and_views_and_is_not_written(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    path = tmp_path / "shop.db"
    with apsw.Connection(str(path)) as shop:
        shop.execute("CREATE TABLE item (id INTEGER, name TEXT); INSERT INTO item VALUES (1, 'tea')")
        shop.execute("CREATE VIEW names AS SELECT name FROM item")
    found = attach_sqlite(connection, Source("shop", "sqlite", str(path)), extension)
    assert found.tables == ("item", "names")
    assert connection.execute("FROM shop.names").fetchall() == [("tea",)]
    with pytest.raises(duckdb.Error):
        connection.execute("INSERT INTO shop.item VALUES (2, 'milk')")
