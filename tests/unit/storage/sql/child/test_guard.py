"""The judge beside the engine, alone: it must refuse what the first judge might have let through."""

import duckdb
import pytest

from storage.sql.child.guard import check
from storage.sql.engine import QueryRefusedError
from tests.data.good_sql import GOOD, TABLES
from tests.data.hostile_sql import REFUSED


@pytest.fixture(scope="module")
def connection() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(":memory:")


@pytest.mark.parametrize("sql", GOOD)
def test_lets_reading_pass(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    check(connection, sql, TABLES)


@pytest.mark.parametrize("sql", REFUSED)
def test_refuses(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    with pytest.raises((QueryRefusedError, duckdb.Error)):
        check(connection, sql, TABLES)


@pytest.mark.parametrize("sql", ["FROM live.main.nothing", "FROM other.events", "FROM pg.orders", "FROM memos.main.x"])
def test_names_a_table_that_is_not_there(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    with pytest.raises(QueryRefusedError, match="There is no table"):
        check(connection, sql, TABLES)
