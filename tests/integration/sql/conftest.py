"""A data folder with a few thousand made-up events, and an engine over it."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from storage.clock import SystemClock
from storage.sql.duck import DuckDbEngine
from storage.sql.engine import Limits, Statement, Value
from storage.sqlite.open import SqliteStorage, open_sqlite
from tests.bench import storage_mix as mix

EVENTS = 4_000


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteStorage]:
    """An open data folder that holds the first days of the mix."""
    storage = open_sqlite(tmp_path_factory.mktemp("kept"), clock=SystemClock(), topics=mix.topics())
    events = mix.events(EVENTS, 3 * mix.DAY_US)
    while batch := list(islice(events, 1_000)):
        storage.log.append(batch)
    yield storage
    storage.close()


@pytest.fixture(scope="module")
def engine(kept: SqliteStorage) -> Iterator[DuckDbEngine]:
    """The engine over it."""
    engine = DuckDbEngine(kept.path.parent, zone="Europe/Berlin")
    engine.warm()
    yield engine
    engine.close()


class Asked:
    """Asks an engine and returns rows as dictionaries."""

    def __init__(self, engine: DuckDbEngine) -> None:
        self.engine = engine

    def __call__(self, sql: str, limits: Limits | None = None, **parameters: Value) -> list[dict[str, object]]:
        run = self.engine.run(Statement(sql, parameters, limits or Limits()))
        try:
            return [row for batch in run.batches() for row in batch.to_pylist()]
        finally:
            run.close()


@pytest.fixture(scope="module")
def ask(engine: DuckDbEngine) -> Asked:
    """Ask the engine."""
    return Asked(engine)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Somewhere to write."""
    return tmp_path


@pytest.fixture(scope="module")
def greedy() -> Iterator[Asked]:
    """Ask an engine with little memory and no recordings."""
    engine = DuckDbEngine(None)
    Asked(engine)("SELECT 1", Limits(memory_mb=256))
    yield Asked(engine)
    engine.close()
