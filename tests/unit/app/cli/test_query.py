import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import typer
from typer.testing import CliRunner, Result

from app.cli import query
from app.home import HomeError, open_home
from storage.clock import SystemClock
from storage.sql.engine import QueryError
from storage.sqlite.open import open_sqlite
from tests.bench import storage_mix as mix


@pytest.fixture
def cli(monkeypatch: pytest.MonkeyPatch) -> typer.Typer:
    monkeypatch.setattr(query, "_stop_on_signals", lambda _: None)  # the test's own process keeps its signals
    monkeypatch.setattr(query, "begin", lambda: (open_home(), None))  # and its log
    made = typer.Typer()
    made.callback()(lambda: None)
    query.add_to(made)
    return made


@pytest.fixture
def recorded(home_folder: Path) -> Iterator[Path]:
    storage = open_sqlite(home_folder, clock=SystemClock(), topics=mix.topics())
    storage.log.append(list(mix.events(60, mix.DAY_US)))
    yield home_folder
    storage.close()


def _asked(cli: typer.Typer, *words: str, given: str = "") -> Result:
    return CliRunner().invoke(cli, ["query", *words], input=given)


def test_a_statement_comes_as_words_from_a_file_or_from_the_input(
    cli: typer.Typer, recorded: Path, tmp_path: Path
) -> None:
    sql = "SELECT count(*) AS n, :word AS word, CAST(:day AS DATE) AS day FROM events"
    (tmp_path / "a.sql").write_text(sql)
    options = ["--param", "word=tea=milk", "--param", "day=2026-11-20"]
    right = [{"n": 60, "word": "tea=milk", "day": "2026-11-20"}]
    assert json.loads(_asked(cli, sql, *options, "--json").stdout) == right
    assert json.loads(_asked(cli, "-", *options, "--format", "json", given=sql).stdout) == right
    found = _asked(cli, str(tmp_path / "a.sql"), *options, "--format", "csv").stdout
    assert next(csv.DictReader(io.StringIO(found))) == {"n": "60", "word": "tea=milk", "day": "2026-11-20"}


def test_a_source_is_attached_for_one_statement_and_the_answer_goes_to_a_file(
    cli: typer.Typer, recorded: Path, tmp_path: Path
) -> None:
    (tmp_path / "people.csv").write_text("name\nAnn\nBob\n")
    out = tmp_path / "out.parquet"
    sql = "SELECT name FROM p.people ORDER BY name"
    done = _asked(cli, sql, "--attach", f"p={tmp_path / 'people.csv'}", "--format", "parquet", "--out", str(out))
    assert done.exit_code == 0
    assert pq.read_table(out)["name"].to_pylist() == ["Ann", "Bob"]
    assert not (recorded / "queries.json").exists(), "nothing of it is remembered"


def test_what_is_wrong_is_said_with_its_place(cli: typer.Typer, recorded: Path) -> None:
    done = _asked(cli, "SELECT\n nothing FROM events")
    assert isinstance(done.exception, QueryError)
    assert str(done.exception).startswith("line 2, column 2: ")
    assert _asked(cli, "SELECT 1", "--param", "day").exit_code == 2
    assert isinstance(_asked(cli, "SELECT 1", "--attach", "t=trino://me@far").exception, QueryError)


def test_more_rows_than_asked_for_are_cut_off_and_said(cli: typer.Typer, recorded: Path) -> None:
    done = _asked(cli, "SELECT uid FROM events", "--rows", "7", "--format", "csv")
    assert len(done.stdout.splitlines()) == 8
    assert "raise --rows above 7" in done.stderr


def test_without_recordings_it_is_said_how_to_begin(cli: typer.Typer) -> None:
    done = _asked(cli, "SELECT 1")
    assert isinstance(done.exception, HomeError)
    assert "daytrail record" in str(done.exception)
