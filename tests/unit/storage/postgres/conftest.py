"""A real database of its own for each test, in one server for all."""

from collections.abc import Iterator

import pytest

from storage.clock import SystemClock
from storage.postgres.open import PostgresStorage, open_postgres
from tests.integration.postgres.servers import drop_database, fresh_database


@pytest.fixture
def empty_database() -> Iterator[str]:
    """The address of a database without our tables."""
    address = fresh_database(with_tables=False)
    yield address
    drop_database(address)


@pytest.fixture
def database() -> Iterator[str]:
    """The address of a database with our tables."""
    address = fresh_database()
    yield address
    drop_database(address)


@pytest.fixture
def postgres(database: str) -> Iterator[PostgresStorage]:
    storage = open_postgres(database, clock=SystemClock())
    yield storage
    storage.close()
