"""The query process dies, hangs, or runs out of memory: a clear message, and the next query works."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest

from storage.sql.duck import DuckDbEngine
from storage.sql.engine import Limits, QueryError, QueryStoppedError, Statement
from storage.sqlite.open import SqliteStorage
from tests.integration.sql.conftest import EVENTS, Asked

LONG = "SELECT count(*) AS n FROM live.events, range(100000000000)"


def _child_of(engine: DuckDbEngine) -> int:
    [process] = engine._pool._lent
    assert process.pid is not None
    return process.pid


@pytest.fixture
def fresh(kept: SqliteStorage) -> Iterator[Asked]:
    """Ask an engine of this test's own."""
    engine = DuckDbEngine(kept.path.parent)
    yield Asked(engine)
    engine.close()


def test_killed_in_the_middle_and_the_next_query_works(fresh: Asked) -> None:
    ask = fresh
    run = ask.engine.run(Statement(LONG))
    found: list[QueryError] = []

    def read() -> None:
        try:
            list(run.batches())
        except QueryError as error:
            found.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    waiting = threading.Event()
    while run._process is None:
        waiting.wait(0.02)
    os.kill(_child_of(ask.engine), signal.SIGKILL)
    reader.join()
    assert "ended unexpectedly (signal 9)" in str(found[0])
    assert ask("SELECT count(*) AS n FROM live.events") == [{"n": EVENTS}]


def test_cancelled_from_another_thread(ask: Asked) -> None:
    run = ask.engine.run(Statement(LONG))
    timer = threading.Timer(0.3, run.cancel)
    timer.start()
    with pytest.raises(QueryStoppedError, match="cancelled"):
        list(run.batches())
    timer.join()
    assert ask("SELECT 1 AS one") == [{"one": 1}]


def test_over_its_time(ask: Asked) -> None:
    with pytest.raises(QueryStoppedError, match="longer than 0.5 s"):
        ask(LONG, Limits(seconds=0.5))


def test_more_rows_than_asked_for_are_cut_off_and_said(ask: Asked) -> None:
    run = ask.engine.run(Statement("SELECT range FROM range(1000000)", limits=Limits(rows=1_234)))
    assert sum(batch.num_rows for batch in run.batches()) == 1_234
    assert run.summary().cut_off
    run.close()


def test_an_answer_that_is_left_half_read_does_not_block_the_next(ask: Asked) -> None:
    run = ask.engine.run(Statement("SELECT range FROM range(1000000000)"))
    next(iter(run.batches()))
    run.close()
    assert ask("SELECT 1 AS one") == [{"one": 1}]


@pytest.mark.slow
def test_out_of_memory_is_said_and_the_next_query_works(greedy: Asked) -> None:
    tight = Limits(seconds=60, memory_mb=256)
    with pytest.raises(QueryStoppedError, match="memory"):
        greedy("SELECT list(hash(range)) AS l FROM range(500000000)", tight)
    with suppress(QueryError):
        greedy("SELECT repeat(repeat('x', 1000000), 4000) FROM range(10)", tight)
    assert greedy("SELECT 1 AS one", tight) == [{"one": 1}]
