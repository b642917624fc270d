from pathlib import Path

import duckdb
import pytest

from storage.sql.child.memos import attach_memos
from storage.sql.child.session import extension
from storage.sql.messages import Source
from tests.integration.sql.memos_database import SHAPES, make_memos


@pytest.mark.parametrize("version", SHAPES)
def test_every_shape_has_the_same_columns(connection: duckdb.DuckDBPyConnection, tmp_path: Path, version: str) -> None:
    make_memos(tmp_path / "memos_prod.db", version)
    found = attach_memos(connection, Source("memos", "memos", str(tmp_path)), extension)
    assert {"memo", "tag", "attachment"} <= set(found.tables)
    described = connection.execute("SELECT column_name FROM (DESCRIBE memos.memo)").fetchall()
    assert [name for (name,) in described] == [
        "id", "uid", "created_ts", "updated_ts", "created_day", "content", "visibility", "archived", "pinned", "tags",
        "creator", "latitude", "longitude",
    ]  # fmt: skip
    assert connection.execute("SELECT pinned, tags FROM memos.memo ORDER BY id").fetchall() == [
        (True, ["garden", "ann"]),
        (False, []),
    ]


def test_another_database_is_refused(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    (tmp_path / "memos_prod.db").write_bytes(b"")
    with pytest.raises((FileNotFoundError, duckdb.Error)):
        attach_memos(connection, Source("memos", "memos", str(tmp_path)), extension)
