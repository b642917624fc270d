"""Steps of the database format: once each, whole or not at all, with a copy first, never backwards."""

from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest

from storage.clock import SystemClock
from storage.sqlite.database import DatabaseError, connect_writer, database_path, prepare_home
from storage.sqlite.fulltext import FulltextIndexer
from storage.sqlite.migrate import Migration, check_version, migrate, shipped_migrations, version_of
from storage.sqlite.open import open_sqlite
from storage.sqlite.references import SqliteReferences
from storage.store import EventQuery, SearchQuery, TileRequest
from storage.topics import WINDOW_FOCUS
from tests.unit.storage.sqlite.old_databases import S, make_old_database, old_event, sound

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


NEWEST = shipped_migrations()[-1].number
SHIPPED = {
    1: "log",
    2: "fulltext",
    3: "pyramid",
    4: "lifecycle",
    5: "pressure",
    6: "media_use",
    7: "media_doomed",
}


def test_steps_that_were_shipped_keep_their_number_and_name() -> None:
    found = {step.number: step.name for step in shipped_migrations()}
    assert SHIPPED.items() <= found.items()


@pytest.mark.parametrize("version", range(1, NEWEST))
def test_a_database_of_every_earlier_version_opens_with_everything_in_it(tmp_path: Path, version: int) -> None:
    count = 2_000
    make_old_database(tmp_path, version, count)
    storage = open_sqlite(tmp_path, clock=SystemClock())
    try:
        FulltextIndexer(storage.writer, storage.readers, storage.log).catch_up()
        kept = storage.store.events(EventQuery(limit=2 * count))
        assert kept == [old_event(number) for number in range(1, count + 1)]
        [hit] = storage.store.search(SearchQuery(words=("word1000",))).hits
        assert hit.event == old_event(1_000)
        [tile] = storage.store.tiles(TileRequest(("applications",), 0, 4_096 * S, 100))
        assert tile.counts.sum() >= sum(event.topic == WINDOW_FOCUS for event in kept)
        storage.log.subscribe("everyone", ("*",))
        assert storage.log.lag("everyone").entries == count
        references = SqliteReferences(storage.writer, storage.readers)
        assert set(references.media_addresses()) == {event.media for event in kept if event.media}
        storage.log.append([old_event(count + 1)])
        assert storage.log.delete([old_event(3).uid]) == 1
    finally:
        storage.close()
    assert sound(database_path(tmp_path))
    assert copies(tmp_path) == [f"daytrail.sqlite.before-{version + 1:04}"]
    assert sound(tmp_path / copies(tmp_path)[0])
