"""A statement on a Trino server: pages, types, errors at their place, cancellation and limits.

Against `tests.data.trino_server`, which speaks the protocol over real HTTP; no real Trino runs here.
"""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from storage.sql.engine import (
    Limits,
    QueryError,
    QueryRefusedError,
    QueryStoppedError,
    SourceAwayError,
    Statement,
)
from storage.sql.trino.address import TrinoAddress
from storage.sql.trino.run import TrinoRun
from tests.data.trino_server import Answer, TrinoServer, column, of_number, serving

NUMBERS = column("n", "bigint")
WRONG = {
    "message": "line 1:29: Column 'wrng' cannot be resolved",
    "errorName": "COLUMN_NOT_FOUND",
    "errorType": "USER_ERROR",
    "errorLocation": {"lineNumber": 1, "columnNumber": 29},
}
FULL = {"message": "Query exceeded memory limit", "errorName": "EXCEEDED_MEMORY", "errorType": "INSUFFICIENT_RESOURCES"}
DENIED = {"message": "Access Denied: secret", "errorName": "PERMISSION_DENIED", "errorType": "USER_ERROR"}


@pytest.fixture
def server() -> Iterator[TrinoServer]:
    answers = {
        "numbers": Answer([NUMBERS], [[[row + 1_000 * page] for row in range(1_000)] for page in range(7)]),
        "moments": Answer(
            [column("at", "timestamp with time zone", of_number(3)), column("what", "varchar", of_number(9))],
            [[["2026-11-20 09:00:00.000 UTC", "tea"], ["2026-11-20 10:00:00.000 Europe/Berlin", None]]],
        ),
        "nothing": Answer([NUMBERS], [[]]),
        "endless": Answer([NUMBERS], [[[1]] * 500], endless=True),
        "wrng": Answer(error=WRONG),
        "full": Answer([NUMBERS], [[[1]]], error=FULL),
        "secret": Answer(error=DENIED),
    }
    with serving(answers) as server:
        yield server


def _run(server: TrinoServer, sql: str, limits: Limits | None = None, **values: str) -> TrinoRun:
    return TrinoRun(TrinoAddress("127.0.0.1", server.port, False, "ann"), Statement(sql, values, limits or Limits()))


def test_all_pages_come_in_order_and_are_counted(server: TrinoServer) -> None:
    run = _run(server, "SELECT n FROM lake.x.numbers")
    assert [value for batch in run.batches() for value in batch.column(0).to_pylist()] == list(range(7_000))
    summary = run.summary()
    assert (summary.rows, summary.sources, summary.cut_off) == (7_000, ("lake",), False)
    assert server.headers[0]["X-Trino-User"] == "ann"
    run.close()
    assert not server.deleted.is_set(), "a statement that has ended needs no cancelling"


def test_times_and_missing_values(server: TrinoServer) -> None:
    [rows] = [batch.to_pylist() for batch in _run(server, "SELECT * FROM moments").batches() if batch.num_rows]
    assert [row["at"] for row in rows] == [
        datetime(2026, 11, 20, 9, tzinfo=UTC),
        datetime(2026, 11, 20, 9, tzinfo=UTC),
    ]
    assert [row["what"] for row in rows] == ["tea", None]


def test_an_answer_without_rows_has_columns(server: TrinoServer) -> None:
    run = _run(server, "SELECT n FROM nothing")
    assert run.schema().names == ["n"]
    assert sum(batch.num_rows for batch in run.batches()) == 0


def test_an_error_is_at_its_place_in_what_the_owner_wrote(server: TrinoServer) -> None:
    with pytest.raises(QueryError, match="^Column 'wrng' cannot be resolved$") as found:
        _run(server, "SELECT :word, wrng FROM t", word="a long literal").schema()
    assert (found.value.line, found.value.column) == (1, 18)
    assert server.asked == ["SELECT 'a long literal', wrng FROM t"]


def test_limits_of_the_server_and_its_refusals_are_told_apart(server: TrinoServer) -> None:
    with pytest.raises(QueryStoppedError, match="memory limit"):
        list(_run(server, "SELECT n FROM full").batches())
    with pytest.raises(QueryRefusedError, match="Access Denied"):
        _run(server, "SELECT * FROM secret").schema()


@pytest.mark.parametrize(
    "sql", ["DROP TABLE numbers", "CALL system.flush()", "SELECT * FROM TABLE(pg.system.query(query => 'numbers'))"]
)
def test_what_does_not_only_read_is_never_sent(server: TrinoServer, sql: str) -> None:
    with pytest.raises(QueryRefusedError):
        _run(server, sql).schema()
    assert server.asked == []


def test_cancelled_from_another_thread_the_server_is_told(server: TrinoServer) -> None:
    run = _run(server, "SELECT n FROM endless")
    batches = run.batches()
    while not next(batches).num_rows:
        pass
    timer = threading.Timer(0.05, run.cancel)
    timer.start()
    with pytest.raises(QueryStoppedError, match="cancelled"):
        list(batches)
    timer.join()
    assert server.deleted.is_set()


def test_cancelled_before_it_began(server: TrinoServer) -> None:
    run = _run(server, "SELECT n FROM endless")
    run.cancel()
    with pytest.raises(QueryStoppedError):
        run.schema()


def test_more_rows_than_asked_for_are_cut_off_and_the_server_is_told(server: TrinoServer) -> None:
    run = _run(server, "SELECT n FROM endless", Limits(rows=1_234))
    assert sum(batch.num_rows for batch in run.batches()) == 1_234
    assert run.summary().cut_off
    assert server.deleted.is_set()


def test_over_its_time(server: TrinoServer) -> None:
    with pytest.raises(QueryStoppedError, match=r"longer than 0\.3 s"):
        list(_run(server, "SELECT n FROM endless", Limits(seconds=0.3)).batches())


def test_half_read_and_left_the_server_is_told(server: TrinoServer) -> None:
    run = _run(server, "SELECT n FROM endless")
    next(run.batches())
    run.close()
    assert server.deleted.is_set()


def test_a_server_that_is_away_or_ill_is_said_so(server: TrinoServer) -> None:
    server.status = 404
    with pytest.raises(SourceAwayError, match=r"127\.0\.0\.1"):
        _run(server, "SELECT n FROM numbers").schema()
    server.port = 1
    with pytest.raises(SourceAwayError, match="no connection"):
        _run(server, "SELECT n FROM numbers").schema()
