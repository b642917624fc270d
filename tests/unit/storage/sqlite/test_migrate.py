"""Steps of the database format: once each, whole or not at all, with a copy first, never backwards."""

from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest

from storage.clock import SystemClock
from storage.sqlite.database import DatabaseError, connect_writer, database_path, prepare_home
from storage.sqlite.migrate import Migration, check_version, migrate, shipped_migrations, version_of
from storage.sqlite.open import open_sqlite

ONE = Migration(1, "one", "CREATE TABLE a (x); INSERT INTO a VALUES (1);")
TWO = Migration(2, "two", "CREATE TABLE b (x); INSERT INTO b SELECT x + 1 FROM a;")
BROKEN = Migration(2, "broken", "CREATE TABLE b (x); INSERT INTO nowhere VALUES (1);")


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[apsw.Connection]:
    prepare_home(tmp_path)
    opened = connect_writer(database_path(tmp_path))
    yield opened
    opened.close()


def run(connection: apsw.Connection, folder: Path, *steps: Migration) -> int:
    return migrate(connection, database_path(folder), SystemClock(), steps)


def copies(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*.before-*"))


def test_missing_steps_are_taken_in_order_and_once(connection: apsw.Connection, tmp_path: Path) -> None:
    assert run(connection, tmp_path, ONE, TWO) == 2
    assert connection.execute("SELECT x FROM b").get == 2
    assert run(connection, tmp_path, ONE, TWO) == 0
    assert version_of(connection) == 2


def test_a_new_database_needs_no_copy_and_an_old_one_gets_one(connection: apsw.Connection, tmp_path: Path) -> None:
    run(connection, tmp_path, ONE)
    assert copies(tmp_path) == []
    run(connection, tmp_path, ONE, TWO)
    assert copies(tmp_path) == ["daytrail.sqlite.before-0002"]
    copy = apsw.Connection(str(tmp_path / "daytrail.sqlite.before-0002"))
    assert (version_of(copy), copy.execute("SELECT x FROM a").get) == (1, 1)
    assert not copy.table_exists("main", "b")
    copy.close()


def test_a_step_that_fails_leaves_nothing_behind(connection: apsw.Connection, tmp_path: Path) -> None:
    run(connection, tmp_path, ONE)
    with pytest.raises(DatabaseError, match="Step 2"):
        run(connection, tmp_path, ONE, BROKEN)
    assert version_of(connection) == 1
    assert not connection.table_exists("main", "b")
    assert run(connection, tmp_path, ONE, TWO) == 1


def test_a_database_of_a_newer_program_is_left_alone(connection: apsw.Connection, tmp_path: Path) -> None:
    run(connection, tmp_path, ONE, TWO)
    with pytest.raises(DatabaseError, match="newer Daytrail"):
        run(connection, tmp_path, ONE)
    with pytest.raises(DatabaseError, match="newer Daytrail"):
        check_version(connection, [ONE], complete=True)


def test_reading_needs_all_steps(connection: apsw.Connection, tmp_path: Path) -> None:
    run(connection, tmp_path, ONE)
    with pytest.raises(DatabaseError, match="start Daytrail once"):
        check_version(connection, [ONE, TWO], complete=True)


def test_what_ships_is_numbered_without_gaps_and_opens(tmp_path: Path) -> None:
    numbers = [step.number for step in shipped_migrations()]
    assert numbers == list(range(1, len(numbers) + 1))
    open_sqlite(tmp_path / "home", clock=SystemClock()).close()
    open_sqlite(tmp_path / "home", clock=SystemClock(), read_only=True).close()


def test_a_file_that_is_not_named_by_number_is_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "late.sql").write_text("")
    with pytest.raises(ValueError, match=r"late\.sql"):
        shipped_migrations(tmp_path)
