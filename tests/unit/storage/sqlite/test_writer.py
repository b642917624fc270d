"""The writer's thread: grouping, failures that stay with who caused them, a full disk, the end."""

import threading
from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest

from storage.log import LogClosedError, LogError, LogFullError
from storage.sqlite.database import connect_reader, connect_writer, database_path, prepare_home
from storage.sqlite.writer import RefusingWriter, Writer


class Counted:
    """Counts commits."""

    def __init__(self) -> None:
        self.commits = 0

    def __call__(self, connection: apsw.Connection) -> None:
        self.commits += 1


@pytest.fixture
def counted() -> Counted:
    return Counted()


@pytest.fixture
def writer(tmp_path: Path, counted: Counted) -> Iterator[Writer]:
    prepare_home(tmp_path)
    connection = connect_writer(database_path(tmp_path))
    connection.execute("CREATE TABLE t (x UNIQUE)")
    made = Writer(connection, database_path(tmp_path), counted)
    yield made
    made.close()


def put(value: object) -> object:
    return lambda connection: connection.execute("INSERT INTO t VALUES (?)", (value,)).fetchall()


def content(folder: Path) -> set[object]:
    connection = connect_reader(database_path(folder))
    found = {x for (x,) in connection.execute("SELECT x FROM t").fetchall()}
    connection.close()
    return found


def test_work_is_committed_when_run_returns(writer: Writer, tmp_path: Path) -> None:
    assert writer.run(lambda connection: connection.execute("INSERT INTO t VALUES (1) RETURNING x + 1").get) == 2
    assert content(tmp_path) == {1}


def test_what_gathers_while_one_works_shares_a_commit(writer: Writer, counted: Counted, tmp_path: Path) -> None:
    entered, go_on = threading.Event(), threading.Event()

    def slow(connection: apsw.Connection) -> None:
        entered.set()
        assert go_on.wait(60)

    threads = [threading.Thread(target=writer.run, args=(slow,))]
    threads[0].start()
    assert entered.wait(60)
    threads += [threading.Thread(target=writer.run, args=(put(n),)) for n in range(10)]
    for thread in threads[1:]:
        thread.start()
    while writer.waiting < 10:
        assert not go_on.wait(0.001)
    go_on.set()
    for thread in threads:
        thread.join(60)
    assert content(tmp_path) == set(range(10))
    assert counted.commits == 2


def test_a_failure_is_its_own_alone(writer: Writer, tmp_path: Path) -> None:
    entered, go_on = threading.Event(), threading.Event()

    def slow(connection: apsw.Connection) -> None:
        entered.set()
        assert go_on.wait(60)

    def fails(connection: apsw.Connection) -> None:
        connection.execute("INSERT INTO t VALUES ('half')")
        raise KeyError("mine")

    outcomes: dict[object, object] = {}

    def run(name: object, work: object) -> None:
        try:
            outcomes[name] = writer.run(work)  # type: ignore[arg-type]
        except (KeyError, apsw.ConstraintError) as error:
            outcomes[name] = type(error)

    threads = [threading.Thread(target=run, args=("slow", slow))]
    threads[0].start()
    assert entered.wait(60)
    for name, work in ((1, put(1)), ("key", fails), (2, put(2)), ("twice", put(1)), (3, put(3))):
        threads.append(threading.Thread(target=run, args=(name, work)))
        threads[-1].start()
        while writer.waiting < len(threads) - 1:
            assert not go_on.wait(0.001)
    go_on.set()
    for thread in threads:
        thread.join(60)
    assert content(tmp_path) == {1, 2, 3}
    assert outcomes["key"] is KeyError
    assert outcomes["twice"] is apsw.ConstraintError


def test_a_full_disk_refuses_and_the_writer_goes_on(writer: Writer, tmp_path: Path) -> None:
    writer.run(put("kept"))
    pages = writer.run(lambda connection: connection.pragma("page_count"))

    def limit(count: object) -> None:
        writer.run(lambda connection: connection.pragma("max_page_count", count))

    limit(pages)
    with pytest.raises(LogFullError, match="disk is full"):
        writer.run(put("x" * 100_000))
    limit(2**31)
    writer.run(put("later"))
    assert content(tmp_path) == {"kept", "later"}


def test_closing_finishes_what_was_accepted(tmp_path: Path, writer: Writer) -> None:
    threads = [threading.Thread(target=writer.run, args=(put(n),)) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    writer.close()
    assert content(tmp_path) == set(range(20))
    with pytest.raises(LogClosedError):
        writer.run(put("late"))


def test_work_inside_work_shares_its_transaction(writer: Writer, tmp_path: Path) -> None:
    def outer(connection: apsw.Connection) -> None:
        writer.run(put("inner"))  # type: ignore[arg-type]
        raise KeyError("undone")

    with pytest.raises(KeyError):
        writer.run(outer)
    assert content(tmp_path) == set()


def test_a_refusing_writer_says_why() -> None:
    with pytest.raises(LogError, match="reading only"):
        RefusingWriter().run(lambda connection: None)
