"""Writes a consistent copy of the database file while it is in use."""

from pathlib import Path
from typing import Final

import apsw

from storage.sqlite.database import connect_reader, explained

_PAGES: Final = 4_096


def copy_database(path: Path, target: Path) -> None:
    """Copy the database as it is now to a new file for the owner alone; writers go on meanwhile.

    The copy reads one snapshot, so that it need not begin again whenever something is appended.

    Raises:
        LogFullError: no room for the copy; nothing remains of it.
        DatabaseError: the database cannot be read.
        FileExistsError: there is something at `target`.
    """
    target.touch(mode=0o600, exist_ok=False)
    try:
        with explained(path):
            source = connect_reader(path)
            try:
                source.execute("BEGIN")
                source.execute("SELECT count(*) FROM sqlite_schema").fetchall()
                _copy(source, target)
            finally:
                source.close()
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def _copy(source: apsw.Connection, target: Path) -> None:
    copy = apsw.Connection(str(target))
    try:
        with copy.backup("main", source, "main") as backup:
            while not backup.done:
                backup.step(_PAGES)
        copy.pragma("journal_mode", "delete")
        copy.pragma("synchronous", "full")
    finally:
        copy.close()
