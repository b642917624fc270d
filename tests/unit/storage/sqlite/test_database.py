"""Opening the file: who may read it, what is set, and errors in words."""

import os
import stat
from pathlib import Path

import apsw
import pytest

from storage.clock import SystemClock
from storage.log import LogFullError
from storage.sqlite.database import (
    DatabaseError,
    connect_reader,
    connect_writer,
    database_path,
    explained,
    prepare_home,
    require_database,
)
from storage.sqlite.open import open_sqlite


def test_everything_is_the_owners_alone(tmp_path: Path) -> None:
    home = tmp_path / "a" / "home"
    old = os.umask(0)
    try:
        storage = open_sqlite(home, clock=SystemClock())
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in [home, *home.iterdir()]}
        storage.close()
    finally:
        os.umask(old)
    assert modes.pop("home") == 0o700
    assert "daytrail.sqlite-wal" in modes
    assert set(modes.values()) == {0o600}


def test_a_commit_is_durable_and_deleted_content_is_overwritten(tmp_path: Path) -> None:
    prepare_home(tmp_path)
    connection = connect_writer(database_path(tmp_path))
    wanted = {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "auto_vacuum": 2}
    assert {name: connection.pragma(name) for name in wanted} == wanted
    connection.close()


def test_a_reader_cannot_write(tmp_path: Path) -> None:
    open_sqlite(tmp_path, clock=SystemClock()).close()
    connection = connect_reader(database_path(tmp_path))
    with pytest.raises(apsw.ReadOnlyError):
        connection.execute("DELETE FROM event")
    connection.close()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DatabaseError, match="file/home cannot be used"):
        prepare_home(tmp_path / "file" / "home")


def test_what_is_not_a_database_is_named(tmp_path: Path) -> None:
    database_path(tmp_path).write_bytes(b"not a database at all" * 500)
    with pytest.raises(DatabaseError, match="is not a Daytrail database"):
        open_sqlite(tmp_path, clock=SystemClock())


def test_no_recordings_yet_is_said(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="no recordings"):
        require_database(tmp_path)


@pytest.mark.parametrize(
    ("error", "wanted", "words"),
    [
        (apsw.FullError("full"), LogFullError, "disk is full"),
        (apsw.BusyError("busy"), DatabaseError, "Another program"),
        (apsw.CorruptError("bad"), DatabaseError, "damaged"),
        (apsw.CantOpenError("no"), DatabaseError, "cannot be opened"),
        (apsw.IOError("io"), DatabaseError, "disk answered"),
    ],
)
def test_errors_of_the_environment_are_explained(error: apsw.Error, wanted: type[Exception], words: str) -> None:
    with pytest.raises(wanted, match=words), explained():
        raise error
