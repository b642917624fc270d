from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from storage.sql.child import limits
from storage.sql.child.session import Session, extension
from storage.sql.engine import QueryRefusedError, SourceAwayError
from storage.sql.messages import Setup, Source, Started


@pytest.fixture
def said() -> list[object]:
    return []


@pytest.fixture
def session(tmp_path: Path, said: list[object], monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    monkeypatch.setattr(limits, "apply", lambda _: None)  # this process is not the query process
    (tmp_path / "a.csv").write_text("n\n1\n2\n")
    sources = (Source("files", "csv", str(tmp_path)), Source("gone", "sqlite", "/nowhere.db"))
    made = Session(Setup(None, sources[:1], 256, 1, "Europe/Berlin"), said.append, lambda: False)
    yield made
    made._connection.close()


def test_a_statement_is_checked_and_its_time_begins(session: Session, said: list[object]) -> None:
    rows = session.run("SELECT sum(n) AS n FROM files.a WHERE n >= $least", {"least": 2}, 10).read_all()
    assert rows.to_pylist() == [{"n": 2}]
    assert said == [Started()]
    with pytest.raises(QueryRefusedError):
        session.run("SELECT * FROM read_csv('/etc/passwd')", {}, 10)


def test_nothing_can_be_opened_or_set_any_more(session: Session) -> None:
    for sql in (
        "SET threads=8",
        "SET enable_external_access=true",
        "ATTACH '/tmp/x.db'",
        "COPY (SELECT 1) TO '/tmp/x'",
    ):
        with pytest.raises(duckdb.Error):
            session._connection.execute(sql)


def test_times_are_those_of_the_owner(session: Session) -> None:
    [row] = session.run("SELECT CAST(make_timestamptz(0) AS VARCHAR) AS t", {}, 10).read_all().to_pylist()
    assert row == {"t": "1970-01-01 01:00:00+01"}


def test_tables_are_described_and_a_plan_is_text(session: Session) -> None:
    [catalog] = session.catalogs()
    assert [(table.name, [column.name for column in table.columns]) for table in catalog.tables] == [("a", ["n"])]
    assert "READ_CSV" in session.explain("SELECT n FROM files.a", {})
    assert session.share() is None


def test_a_source_that_is_away_is_said_when_it_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "apply", lambda _: None)
    made = Session(Setup(None, (Source("gone", "sqlite", "/nowhere.db"),), 256, 1, ""), lambda _: None, lambda: False)
    assert "no file" in made.catalogs()[0].away
    with pytest.raises(SourceAwayError, match="gone"):
        made.run("SELECT 1", {}, 10)
    made._connection.close()


def test_an_extension_that_is_missing_says_which_package() -> None:
    assert extension("sqlite_scanner").is_file()
    with pytest.raises(SourceAwayError, match="duckdb-extension-no-such"):
        extension("no_such")
