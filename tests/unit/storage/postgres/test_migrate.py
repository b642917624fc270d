"""Steps of the format: once each, whole or not at all, never backwards, and never over something else."""

import pytest

from storage.clock import SystemClock
from storage.postgres.connections import Connections
from storage.postgres.migrate import SHIPPED, migrate
from storage.steps import Migration
from storage.store import StoreError

NEXT = Migration(9_000, "next", "CREATE TABLE extra (x integer)")
BROKEN = Migration(9_000, "broken", "CREATE TABLE extra (x integer); INSERT INTO nowhere VALUES (1)")


@pytest.fixture
def connections(database: str):
    opened = Connections(database)
    yield opened
    opened.close()


def test_a_missing_step_is_taken_once(connections: Connections) -> None:
    for taken in ((9_000,), ()):
        with connections.write() as connection:
            assert migrate(connection, SystemClock(), (*SHIPPED, NEXT)) == taken


def test_a_step_that_fails_leaves_nothing(connections: Connections) -> None:
    with pytest.raises(StoreError), connections.write() as connection:
        migrate(connection, SystemClock(), (*SHIPPED, BROKEN))
    with connections.read() as connection:
        assert connection.execute("SELECT to_regclass('extra')").fetchone() == (None,)
        assert connection.execute("SELECT max(number) FROM migration").fetchone() == (SHIPPED[-1].number,)


def test_a_newer_database_is_refused(connections: Connections) -> None:
    with connections.write() as connection:
        migrate(connection, SystemClock(), (*SHIPPED, NEXT))
    with pytest.raises(StoreError, match="newer Daytrail"), connections.write() as connection:
        migrate(connection, SystemClock())


def test_tables_of_something_else_in_our_schema_are_left_alone(empty_database: str) -> None:
    connections = Connections(empty_database)
    with connections.write() as connection:
        connection.execute("CREATE SCHEMA daytrail CREATE TABLE event (mine text)")
    with pytest.raises(StoreError, match="something else"), connections.write() as connection:
        migrate(connection, SystemClock())
    with connections.read() as connection:
        assert connection.execute("SELECT count(mine) FROM event").fetchone() == (0,)
    connections.close()
