"""The first judge: the same statements, and where in them the fault lies."""

import pytest

from storage.sql.engine import QueryError, QueryRefusedError
from storage.sql.guard import judge
from tests.data.good_sql import GOOD, TABLES
from tests.data.hostile_sql import DEEP, REFUSED


@pytest.mark.parametrize("sql", GOOD)
def test_lets_reading_pass(sql: str) -> None:
    judge(sql, TABLES)


@pytest.mark.parametrize("sql", [*REFUSED, DEEP])
def test_refuses(sql: str) -> None:
    with pytest.raises(QueryError):
        judge(sql, TABLES)


def test_tells_the_sources() -> None:
    found = judge("SELECT * FROM live.events, memos.memo, (SELECT * FROM pg.people) WHERE 1 = :x", TABLES)
    assert found.sources == {"live", "memos", "pg"}
    assert "$x" in found.sql
    assert judge("SELECT 1", TABLES).sources == frozenset()
    assert judge("WITH events AS (SELECT 1) FROM events", TABLES).sources == frozenset()


@pytest.mark.parametrize(
    ("sql", "place"),
    [
        ("SELECT *\nFROM live.evnts", (2, 11, 5)),
        ("SELECT 1,\n  getenv('A')", (2, 3, 6)),
        ("SELECT a\nFRM live.events\nWHERE (", (2, 5, 4)),
        ("SELECT * FROM memo.memo", (1, 20, 4)),
    ],
)
def test_says_where(sql: str, place: tuple[int, int, int]) -> None:
    with pytest.raises(QueryError) as caught:
        judge(sql, TABLES)
    assert (caught.value.line, caught.value.column, caught.value.length) == place


def test_explain_is_a_wish_about_the_same_statement() -> None:
    found = judge("EXPLAIN SELECT 1", TABLES)
    assert found.explain
    assert found.sql.strip() == "SELECT 1"
    with pytest.raises(QueryRefusedError):
        judge("EXPLAIN COPY (SELECT 1) TO '/tmp/x'", TABLES)
