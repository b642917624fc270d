from pathlib import Path

import apsw
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


@pytest.mark.parametrize("version", SHAPES[SHAPES.index("0.20") :])
def test_a_reaction_finds_its_memo_by_number_and_by_uid(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path, version: str
) -> None:
    make_memos(tmp_path / "memos_prod.db", version)
    attach_memos(connection, Source("memos", "memos", str(tmp_path)), extension)
    rows = connection.execute("SELECT memo_id, creator, reaction FROM memos.reaction").fetchall()
    assert rows == [(1, "ann", "like")]


def test_a_memo_called_like_the_number_of_another_keeps_its_reactions(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    make_memos(tmp_path / "memos_prod.db", "0.24")
    with apsw.Connection(str(tmp_path / "memos_prod.db")) as made:
        made.execute("UPDATE memo SET uid = '1' WHERE id = 2")
        made.execute("UPDATE reaction SET content_id = 'memos/1'")
    attach_memos(connection, Source("memos", "memos", str(tmp_path)), extension)
    assert connection.execute("SELECT memo_id FROM memos.reaction").fetchall() == [(2,)]


def test_a_spoilt_payload_costs_only_what_it_said(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    make_memos(tmp_path / "memos_prod.db", "0.31")
    with apsw.Connection(str(tmp_path / "memos_prod.db")) as made:
        made.execute("""UPDATE memo SET payload = '{"tags":"none","location":{' WHERE id = 1""")
        made.execute("""UPDATE memo SET payload = '{"tags":"none","property":{}}' WHERE id = 2""")
    attach_memos(connection, Source("memos", "memos", str(tmp_path)), extension)
    rows = connection.execute("SELECT id, tags, latitude FROM memos.memo ORDER BY id").fetchall()
    assert rows == [(1, ["garden", "ann"], None), (2, [], None)]


def test_a_copy_left_by_an_upgrade_is_not_the_database(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    make_memos(tmp_path / "memos_0.21.0_1700000000_backup.db", "0.20")
    make_memos(tmp_path / "memos_dev.db", "0.26")
    attach_memos(connection, Source("memos", "memos", str(tmp_path)), extension)
    assert connection.execute("SELECT uid FROM memos.memo WHERE id = 1").fetchall() == [("u1",)]
    make_memos(tmp_path / "memos_prod.db", "0.18")
    attach_memos(connection, Source("more", "memos", str(tmp_path)), extension)
    assert connection.execute("SELECT uid FROM more.memo WHERE id = 1").fetchall() == [("1",)]


def test_another_database_is_refused(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    (tmp_path / "memos_prod.db").write_bytes(b"")
    with pytest.raises((FileNotFoundError, duckdb.Error)):
        attach_memos(connection, Source("memos", "memos", str(tmp_path)), extension)
