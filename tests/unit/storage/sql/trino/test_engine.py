"""A Trino server as an engine: its catalogs with one that is away, plans, checks, and closing."""

from collections.abc import Iterator

import pytest

from storage.sql.engine import Column, QueryError, QueryStoppedError, Statement
from storage.sql.messages import Source
from storage.sql.trino.engine import TrinoEngine, quoted
from tests.data.trino_server import Answer, TrinoServer, column, serving

DOWN = {"message": "hive metastore is down", "errorName": "GENERIC_INTERNAL_ERROR", "errorType": "INTERNAL_ERROR"}


@pytest.fixture
def server() -> Iterator[TrinoServer]:
    text = [column(name, "varchar") for name in ("a", "b", "c", "d")]
    answers = {
        "SHOW CATALOGS": Answer(text[:1], [[["lake"], ["hive"], ["system"]]]),
        "lake.information_schema": Answer(
            text,
            [
                [["web", "visits", "at", "timestamp(3)"], ["web", "visits", "url", "varchar"]],
                [["web", "A b", "x", "date"]],
            ],
        ),
        "hive.information_schema": Answer(error=DOWN),
        "EXPLAIN": Answer(text[:1], [[["Fragment 0"]]]),
        "endless": Answer(text[:1], [[["x"]]], endless=True),
    }
    with serving(answers) as server:
        yield server


@pytest.fixture
def engine(server: TrinoServer) -> Iterator[TrinoEngine]:
    engine = TrinoEngine(Source("lake", "trino", f"trino://ann@127.0.0.1:{server.port}"), zone="Europe/Berlin")
    yield engine
    engine.close()


def test_catalogs_have_tables_and_one_that_is_away_does_not_stop_the_others(engine: TrinoEngine) -> None:
    lake, hive = engine.catalogs()
    assert (lake.name, [table.name for table in lake.tables]) == ("lake", ["web.visits", 'web."A b"'])
    assert lake.tables[0].columns == (Column("at", "timestamp(3)"), Column("url", "varchar"))
    assert (hive.tables, hive.away) == ((), "hive metastore is down")


def test_an_address_with_a_catalog_shows_that_alone(server: TrinoServer) -> None:
    engine = TrinoEngine(Source("lake", "trino", f"trino://ann@127.0.0.1:{server.port}/lake"))
    assert [catalog.name for catalog in engine.catalogs()] == ["lake"]
    assert server.headers[0]["X-Trino-Catalog"] == "lake"


def test_a_server_that_is_away_is_one_catalog_that_says_so() -> None:
    [away] = TrinoEngine(Source("lake", "trino", "trino://ann@127.0.0.1:1")).catalogs()
    assert away.name == "lake" and "cannot be reached" in away.away


def test_plans_and_zone(engine: TrinoEngine, server: TrinoServer) -> None:
    assert engine.explain(Statement("SELECT 1")) == "Fragment 0"
    assert server.asked == ["EXPLAIN SELECT 1"]
    assert server.headers[0]["X-Trino-Time-Zone"] == "Europe/Berlin"


def test_a_statement_is_checked_without_the_server(engine: TrinoEngine, server: TrinoServer) -> None:
    engine.check("SELECT url FROM lake.web.visits WHERE at > :selection.start")
    with pytest.raises(QueryError):
        engine.check("DELETE FROM lake.web.visits")
    with pytest.raises(QueryError) as found:
        engine.check("SELECT FROM WHERE")
    assert found.value.line == 1
    assert server.asked == []


def test_closing_stops_what_runs(engine: TrinoEngine, server: TrinoServer) -> None:
    run = engine.run(Statement("SELECT x FROM endless"))
    run.schema()
    engine.close()
    with pytest.raises(QueryStoppedError):
        list(run.batches())
    assert server.deleted.is_set()
    with pytest.raises(QueryStoppedError):
        engine.run(Statement("SELECT x FROM endless")).schema()


@pytest.mark.parametrize(("name", "expected"), [("visits", "visits"), ("A", '"A"'), ('a"b', '"a""b"'), ("1a", '"1a"')])
def test_names_are_quoted_where_they_must_be(name: str, expected: str) -> None:
    assert quoted(name) == expected
