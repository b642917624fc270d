import pytest

from app.query.formatting import formatted
from storage.sql.engine import QueryError


def test_a_statement_is_laid_out_with_its_parameters() -> None:
    found = formatted("select a, sum(b) from live.events where day = :day and t < :selection.end group by a")
    assert found.splitlines()[:3] == ["SELECT", "  a,", "  SUM(b)"]
    assert ":day" in found and ":selection.end" in found


def test_what_cannot_be_read_stays() -> None:
    with pytest.raises(QueryError):
        formatted("select (")
