from pathlib import Path

import duckdb

from storage.sql.attachments import Kind
from storage.sql.child.attach import _WAYS, attach
from storage.sql.child.session import extension
from storage.sql.messages import Source


def test_every_kind_but_servers_can_be_attached() -> None:
    assert set(_WAYS) == set(Kind) - {Kind.TRINO}


def test_what_cannot_be_reached_says_so_without_the_password(connection: duckdb.DuckDBPyConnection) -> None:
    gone = attach(connection, Source("gone", "sqlite", "/nowhere/a.db"), extension)
    assert "no file" in gone.away and gone.tables == ()
    away = attach(connection, Source("pg", "postgres", "postgresql://me@127.0.0.1:1/hush", "hush"), extension)
    assert away.away and "hush" not in away.away


def test_a_file_is_attached_read_only(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("n\n1\n2\n")
    found = attach(connection, Source("files", "csv", str(tmp_path)), extension)
    assert (found.away, found.tables, found.remote) == ("", ("a",), False)
    assert connection.execute("SELECT sum(n) FROM files.a").fetchone() == (3,)
