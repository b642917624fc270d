from collections.abc import Iterator

import pyarrow as pa

from app.query.asking import Asking
from storage.sql.engine import Catalog, Progress, QueryError, Run, Statement, Summary


class OneRun:
    """Answers three rows, then fails when told to."""

    def __init__(self, *, fails: bool) -> None:
        self.fails = fails
        self.closed = self.cancelled = False

    def schema(self) -> pa.Schema:
        return pa.schema([("n", pa.int64())])

    def batches(self) -> Iterator[pa.RecordBatch]:
        yield pa.record_batch({"n": [1, 2, 3]})
        if self.fails:
            raise QueryError("The server went away.")

    def progress(self) -> Progress:
        return Progress(3, 0.5)

    def cancel(self) -> None:
        self.cancelled = True

    def summary(self) -> Summary:
        return Summary(3, 1.0, 2.0, ("live",))

    def close(self) -> None:
        self.closed = True


class OneEngine:
    name = "one"
    dialect = "duckdb"

    def __init__(self, *, fails: bool = False) -> None:
        self.made = OneRun(fails=fails)

    def catalogs(self) -> tuple[Catalog, ...]:
        return ()

    def check(self, sql: str) -> None: ...

    def run(self, statement: Statement) -> Run:
        return self.made

    def explain(self, statement: Statement) -> str:
        return statement.sql

    def close(self) -> None: ...


def test_all_rows_are_taken_and_the_run_is_let_go() -> None:
    engine = OneEngine()
    asking = Asking(engine, Statement("SELECT 1"))
    assert not asking.has_columns
    asking.work()
    assert asking.rows.total == 3
    assert asking.summary is not None and asking.error is None
    assert engine.made.closed


def test_what_came_before_an_error_stays() -> None:
    engine = OneEngine(fails=True)
    asking = Asking(engine, Statement("SELECT 1")).work()
    assert asking.rows.total == 3
    assert str(asking.error) == "The server went away."
    assert asking.summary is None
    assert engine.made.closed


def test_progress_and_cancelling_reach_the_run() -> None:
    engine = OneEngine()
    asking = Asking(engine, Statement("SELECT 1"))
    assert asking.progress().share == 0.5
    asking.cancel()
    assert engine.made.cancelled
