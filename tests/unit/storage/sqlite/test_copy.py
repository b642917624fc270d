from pathlib import Path

import pytest

from storage.clock import SystemClock
from storage.sqlite.copy import copy_database
from storage.sqlite.database import DATABASE_NAME, DatabaseError
from storage.sqlite.open import open_sqlite
from storage.store import EventQuery


def test_a_copy_of_a_database_in_use_is_whole(diary, tmp_path: Path) -> None:
    for minute in range(50):
        diary.said(minute, f"words {minute}", index=False)
    home = tmp_path / "copy"
    home.mkdir()
    copy_database(diary.storage.path, home / DATABASE_NAME)
    assert (home / DATABASE_NAME).stat().st_mode & 0o777 == 0o600
    diary.said(60, "after the copy")
    copy = open_sqlite(home, clock=SystemClock())
    try:
        assert len(copy.store.events(EventQuery())) == 50
    finally:
        copy.close()


def test_nothing_is_overwritten_and_nothing_half_done_is_left(diary, tmp_path: Path) -> None:
    (tmp_path / "there").write_text("mine")
    with pytest.raises(FileExistsError):
        copy_database(diary.storage.path, tmp_path / "there")
    with pytest.raises(DatabaseError):
        copy_database(tmp_path / "no-database", tmp_path / "new")
    assert not (tmp_path / "new").exists()
