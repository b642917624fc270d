"""Lent connections: one snapshot each, a time limit, a way to stop, none left with an old view."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.clock import SystemClock
from storage.sqlite.open import SqliteStorage, open_sqlite
from storage.sqlite.readers import Readers
from storage.store import StoreError, StoreInterruptedError

ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"


@pytest.fixture
def readers(storage: SqliteStorage) -> Iterator[Readers]:
    made = Readers(storage.path, limit_s=0.2)
    yield made
    made.close()


def test_what_takes_too_long_is_stopped(readers: Readers) -> None:
    with pytest.raises(StoreInterruptedError, match=r"longer than 0\.2 s"), readers.lend() as connection:
        connection.execute(ENDLESS).fetchall()


def test_a_stopped_connection_can_be_lent_again(readers: Readers) -> None:
    with pytest.raises(StoreInterruptedError), readers.lend() as connection:
        connection.execute(ENDLESS).fetchall()
    with readers.lend() as connection:
        assert connection.execute("SELECT 1").get == 1


def test_one_read_can_be_given_up_while_others_go_on(storage: SqliteStorage) -> None:
    asked = []

    def stop() -> bool:
        asked.append(threading.current_thread())
        return len(asked) > 3

    with storage.readers.lend() as other:
        with pytest.raises(StoreInterruptedError, match="cancelled"), storage.readers.lend(stop) as connection:
            connection.execute(ENDLESS).fetchall()
        assert other.execute("SELECT 1").get == 1
    assert set(asked) == {threading.current_thread()}


def test_reads_can_be_cancelled_from_outside(storage: SqliteStorage) -> None:
    reading, stopped = threading.Event(), threading.Event()

    def count_for_ever() -> None:
        with storage.readers.lend() as connection:
            connection.create_scalar_function("tell", lambda x: reading.set() or x)
            connection.execute(ENDLESS.replace("x + 1", "tell(x) + 1")).fetchall()

    def read() -> None:
        with pytest.raises(StoreInterruptedError, match="cancelled"):
            count_for_ever()
        stopped.set()

    thread = threading.Thread(target=read)
    thread.start()
    assert reading.wait(60)
    while not stopped.wait(0.01):
        storage.readers.interrupt()
    thread.join(60)


def test_all_queries_of_one_loan_see_the_same_moment(storage: SqliteStorage) -> None:
    with storage.readers.lend() as connection:
        before = connection.execute("SELECT count(*) FROM consumer").get
        storage.log.subscribe("new", ["*"])
        assert connection.execute("SELECT count(*) FROM consumer").get == before
    with storage.readers.lend() as connection:
        assert connection.execute("SELECT count(*) FROM consumer").get == before + 1


def test_a_cursor_left_half_read_does_not_keep_the_old_view(storage: SqliteStorage) -> None:
    storage.log.subscribe("a", ["*"])
    with storage.readers.lend() as connection:
        half_read = connection.execute("SELECT name FROM consumer")
        next(half_read)
    storage.log.subscribe("b", ["*"])
    with storage.readers.lend() as connection:
        assert connection.execute("SELECT count(*) FROM consumer WHERE name = 'b'").get == 1


def test_closed_readers_refuse(tmp_path: Path) -> None:
    storage = open_sqlite(tmp_path / "home", clock=SystemClock())
    storage.close()
    with pytest.raises(StoreError, match="closed"), storage.readers.lend():
        pass
