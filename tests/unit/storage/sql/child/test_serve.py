import duckdb
import pytest

from storage.sql.child.serve import failure
from storage.sql.engine import QueryRefusedError, SourceAwayError
from storage.sql.messages import Blame


def _failed(connection: duckdb.DuckDBPyConnection, sql: str) -> duckdb.Error:
    with pytest.raises(duckdb.Error) as caught:
        connection.execute(sql).fetchall()
    return caught.value


def test_an_error_has_its_place_and_no_words_of_the_engine(connection: duckdb.DuckDBPyConnection) -> None:
    said = failure(_failed(connection, "SELECT 1,\n  nothing"), stopped=False)
    assert (said.blame, said.line, said.column) == (Blame.STATEMENT, 2, 3)
    assert said.message.startswith("Referenced column")
    assert "LINE" not in said.message and "^" not in said.message


@pytest.mark.parametrize(
    ("error", "blame", "words"),
    [
        (QueryRefusedError("Not that.", 1, 2, 3), Blame.REFUSED, "Not that."),
        (SourceAwayError("Gone."), Blame.AWAY, "Gone."),
        (duckdb.OutOfMemoryException("x"), Blame.MEMORY, "more memory"),
        (MemoryError(), Blame.MEMORY, "more memory"),
        (duckdb.InterruptException("x"), Blame.STOPPED, "cancelled"),
        (InterruptedError(), Blame.STOPPED, "cancelled"),
        (ValueError("the owner's life"), Blame.STATEMENT, "ValueError"),
    ],
)
def test_errors_are_sorted_by_blame(error: Exception, blame: Blame, words: str) -> None:
    said = failure(error, stopped=False)
    assert said.blame is blame
    assert words in said.message
    assert "life" not in said.message


def test_a_mistake_of_the_engine_is_said_without_its_insides() -> None:
    said = failure(
        duckdb.InternalException("INTERNAL Error: index 0\n\nStack Trace:\n/usr/lib/x.so(+0x1)"), stopped=False
    )
    assert "DuckDB made a mistake" in said.message and "another way" in said.message
    assert "/usr/lib" not in said.message


def test_whatever_fails_after_a_cancellation_was_cancelled() -> None:
    assert failure(ValueError("x"), stopped=True).blame is Blame.STOPPED
