"""Connections: snapshots, one writer at a time, and what an unwilling server sounds like."""

import threading
from collections.abc import Iterator
from contextlib import closing

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from storage.postgres.address import AddressError
from storage.postgres.connections import Connections, DatabaseUnreachableError, connect, require_version
from storage.store import StoreError, StoreInterruptedError

SECRET = "hunter2"


@pytest.fixture
def connections(database: str) -> Iterator[Connections]:
    with closing(Connections(database, limit_s=20)) as opened:
        yield opened


def test_a_read_sees_one_moment(connections: Connections) -> None:
    with connections.read() as reader:
        assert reader.execute("SELECT count(*) FROM app").fetchone() == (0,)
        with connections.write() as writer:
            writer.execute("INSERT INTO app VALUES ('mail')")
        assert reader.execute("SELECT count(*) FROM app").fetchone() == (0,)
    with connections.read() as reader:
        assert reader.execute("SELECT count(*) FROM app").fetchone() == (1,)


def test_a_read_cannot_write(connections: Connections) -> None:
    with pytest.raises(StoreError, match="refused"), connections.read() as reader:
        reader.execute("INSERT INTO app VALUES ('mail')")


def test_writers_follow_one_another(connections: Connections) -> None:
    inside, order = threading.Event(), []

    def second() -> None:
        inside.wait(60)
        with connections.write():
            order.append("second")

    thread = threading.Thread(target=second)
    thread.start()
    with connections.write() as writer:
        inside.set()
        with closing(connect_like(writer)) as other:
            while not waiting_for_lock(other):
                pass
        order.append("first")
    thread.join(60)
    assert order == ["first", "second"]


def connect_like(connection: psycopg.Connection[tuple[object, ...]]) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(connection.info.dsn, autocommit=True)


def waiting_for_lock(connection: psycopg.Connection[tuple[object, ...]]) -> bool:
    rows = connection.execute("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted").fetchall()
    return len(rows) > 0


def test_a_failed_write_leaves_nothing(connections: Connections) -> None:
    with pytest.raises(StoreError, match="DivisionByZero"), connections.write() as writer:
        writer.execute("INSERT INTO app VALUES ('mail'); SELECT 1 / 0")
    with connections.read() as reader:
        assert reader.execute("SELECT count(*) FROM app").fetchone() == (0,)


def test_what_is_refused_is_not_repeated(connections: Connections) -> None:
    with pytest.raises(StoreError, match="UniqueViolation") as refusal, connections.write() as writer:
        writer.execute("INSERT INTO app VALUES (%s), (%s)", (SECRET, SECRET))
    assert SECRET not in str(refusal.value)
    assert refusal.value.__suppress_context__


def test_a_read_over_its_time_is_stopped(database: str) -> None:
    with (
        closing(Connections(database, limit_s=0.05)) as connections,
        pytest.raises(StoreInterruptedError, match=r"0\.05 s"),
        connections.read() as reader,
    ):
        reader.execute("SELECT pg_sleep(60)")


def test_a_read_can_be_interrupted_and_the_next_works(connections: Connections) -> None:
    stopped = threading.Event()

    def read() -> None:
        with pytest.raises(StoreInterruptedError, match="cancelled"), connections.read() as reader:
            reader.execute("SELECT pg_sleep(60)")
        stopped.set()

    thread = threading.Thread(target=read)
    thread.start()
    while not stopped.wait(0.05):
        connections.interrupt()
    thread.join(60)
    with connections.read() as reader:
        assert reader.execute("SELECT 1").fetchone() == (1,)


def test_after_the_server_cut_the_lines_new_ones_are_made(connections: Connections, database: str) -> None:
    with connections.read() as one, connections.read() as two:
        pids = [one.info.backend_pid, two.info.backend_pid]
    with psycopg.connect(database, autocommit=True) as other:
        for pid in pids:
            other.execute("SELECT pg_terminate_backend(%s, 10000)", (pid,))
    with pytest.raises(StoreError), connections.read():
        pass
    with connections.read() as reader:
        assert reader.execute("SELECT 1").fetchone() == (1,)


def test_a_closed_store_refuses(database: str) -> None:
    connections = Connections(database)
    connections.close()
    with pytest.raises(StoreError, match="closed"), connections.read():
        pass


def test_a_server_that_is_away_is_named_without_the_password() -> None:
    with pytest.raises(DatabaseUnreachableError, match=r"127\.0\.0\.1/life cannot be reached") as refusal:
        connect(f"postgresql://me:{SECRET}@127.0.0.1:1/life")
    assert SECRET not in str(refusal.value)


def test_a_database_that_does_not_exist_is_said_so(database: str) -> None:
    with pytest.raises(DatabaseUnreachableError, match="no_such_database"):
        connect(make_conninfo(database, dbname="no_such_database"))


def test_an_address_that_cannot_be_read_never_reaches_the_driver() -> None:
    with pytest.raises(AddressError) as refusal:
        connect(f"postgresql://me:{SECRET}@x@server/life")
    assert SECRET not in str(refusal.value)


def test_an_old_server_is_refused_with_its_version() -> None:
    require_version(130_000, "server/life")
    with pytest.raises(StoreError, match=r"PostgreSQL 12\.22; Daytrail needs 13"):
        require_version(120_022, "server/life")
