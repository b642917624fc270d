"""A DuckDB connection of the test's own, as the query process has one."""

from collections.abc import Iterator

import duckdb
import pytest


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty connection."""
    made = duckdb.connect(":memory:")
    yield made
    made.close()
