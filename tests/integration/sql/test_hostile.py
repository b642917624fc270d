"""Hostile statements are refused before they start or stopped by a limit; the application does not notice."""

import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from storage.sql.engine import Limits, QueryError
from tests.data.hostile_sql import GREEDY, REFUSED
from tests.integration.sql.conftest import EVENTS, Asked

TIGHT = Limits(seconds=1.0, memory_mb=256, rows=100_000)


def test_there_are_enough_of_them() -> None:
    assert len(set(REFUSED + GREEDY)) >= 60


@pytest.mark.parametrize("sql", REFUSED)
def test_is_refused(ask: Asked, sql: str) -> None:
    with pytest.raises(QueryError):
        ask(sql)


def test_nothing_of_it_had_an_effect(ask: Asked) -> None:
    assert not list(Path("/tmp").glob("hostile*"))
    assert ask("SELECT count(*) AS n FROM live.events") == [{"n": EVENTS}]


def test_the_application_never_loads_the_engine(ask: Asked) -> None:
    ask("SELECT 1")
    code = "import sys, storage.sql.duck, app.cli.query, app.wiring; sys.exit('duckdb' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.slow
@pytest.mark.parametrize("sql", GREEDY)
def test_is_stopped_by_a_limit_and_the_next_query_works(greedy: Asked, sql: str) -> None:
    with suppress(QueryError):
        assert len(greedy(sql, TIGHT)) <= TIGHT.rows
    assert greedy("SELECT 1 AS one", TIGHT) == [{"one": 1}]  # in a new process where the old one had to be killed
