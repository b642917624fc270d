from pathlib import Path

import apsw
import pytest

from storage.sql.attachments import Kind, parse_source
from storage.sql.engine import QueryError


def test_kinds_are_told_from_what_is_there(tmp_path: Path) -> None:
    with apsw.Connection(str(tmp_path / "a.bin")) as made:
        made.execute("CREATE TABLE t (x)")
    (tmp_path / "b.csv").touch()
    (tmp_path / "deep" / "year=2026").mkdir(parents=True)
    (tmp_path / "deep" / "year=2026" / "x.parquet").touch()
    (tmp_path / "ice" / "metadata").mkdir(parents=True)
    (tmp_path / "ice" / "metadata" / "1.metadata.json").touch()
    kinds = {name: parse_source("s", str(tmp_path / name)).kind for name in ("a.bin", "b.csv", "deep", "ice")}
    assert kinds == {"a.bin": Kind.SQLITE, "b.csv": Kind.CSV, "deep": Kind.PARQUET, "ice": Kind.ICEBERG}
    assert parse_source("s", f"memos:{tmp_path}").kind == Kind.MEMOS


def test_a_password_is_taken_out_of_the_address() -> None:
    source = parse_source("pg", "postgresql://me:a%2Fb@host:5433/db?x=1")
    assert (source.location, source.secret) == ("postgresql://me@host:5433/db?x=1", "a/b")
    cloud = parse_source("cloud", "s3://KEY:secret@bucket/prefix?endpoint=h:1")
    assert (cloud.kind, cloud.location, cloud.secret) == (Kind.PARQUET, "s3://KEY@bucket/prefix?endpoint=h:1", "secret")


@pytest.mark.parametrize("name", ["live", "Store", "a b", "1x", "", "x;y", "pg_catalog"])
def test_names_that_would_clash_are_refused(name: str) -> None:
    with pytest.raises(QueryError, match="cannot be the name"):
        parse_source(name, "postgresql://host/db")


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="nothing at"):
        parse_source("s", str(tmp_path / "no"))
    (tmp_path / "x.doc").touch()
    with pytest.raises(QueryError, match="no SQLite"):
        parse_source("s", str(tmp_path / "x.doc"))


def test_a_trino_server_has_its_password_taken_out() -> None:
    source = parse_source("far", "trino://ann:h%40sh@lake.example/hive")
    assert (source.kind, source.location, source.secret) == ("trino", "trino://ann@lake.example/hive", "h@sh")
    with pytest.raises(QueryError, match="unencrypted"):
        parse_source("far", "trino://ann:hush@lake.example?tls=false")
