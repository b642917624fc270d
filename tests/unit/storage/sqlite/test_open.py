"""Opening and closing a data folder."""

from dataclasses import replace
from pathlib import Path

import pytest

from storage.clock import SystemClock
from storage.registry import IncompatibleSchemaError
from storage.sqlite.database import DatabaseError, connect_writer, database_path
from storage.sqlite.open import open_sqlite
from storage.topics import WINDOW_FOCUS, builtin_topics
from tests.unit.storage.conftest import MakeEvent


def test_closing_leaves_one_file_and_nothing_in_the_write_ahead_log(tmp_path: Path, make_event: MakeEvent) -> None:
    storage = open_sqlite(tmp_path / "home", clock=SystemClock())
    storage.log.append([make_event(1)])
    assert storage.store.counts() == {WINDOW_FOCUS: 1}
    storage.close()
    assert [path.name for path in (tmp_path / "home").iterdir()] == ["daytrail.sqlite"]


def test_a_newer_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    open_sqlite(tmp_path, clock=SystemClock()).close()
    connection = connect_writer(database_path(tmp_path))
    connection.execute("INSERT INTO migration VALUES (9999, 'future', 0)")
    connection.close()
    before = database_path(tmp_path).read_bytes()
    for read_only in (False, True):
        with pytest.raises(DatabaseError, match="newer Daytrail"):
            open_sqlite(tmp_path, clock=SystemClock(), read_only=read_only)
    assert database_path(tmp_path).read_bytes() == before


def test_an_incompatible_schema_is_refused_at_start_and_changes_nothing(tmp_path: Path, make_event: MakeEvent) -> None:
    open_sqlite(tmp_path, clock=SystemClock()).close()
    old = builtin_topics()[WINDOW_FOCUS]
    strict = replace(old, version=old.version + 1, schema={**old.schema, "required": ["app", "title", "window"]})
    with pytest.raises(IncompatibleSchemaError, match="window"):
        open_sqlite(tmp_path, clock=SystemClock(), topics=builtin_topics() | {WINDOW_FOCUS: strict})
    storage = open_sqlite(tmp_path, clock=SystemClock())
    assert storage.log.append([make_event(1)]).added == 1
    storage.close()


def test_opening_for_reading_does_not_create(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="no recordings"):
        open_sqlite(tmp_path / "none", clock=SystemClock(), read_only=True)
    assert not (tmp_path / "none").exists()
