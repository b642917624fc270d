"""Asks SQLite whether a database file is sound; reading only."""

from pathlib import Path

from storage.sqlite.database import DatabaseError, connect_reader, explained


def problems(path: Path, *, thorough: bool = False) -> list[str]:
    """Return what is wrong with a database file, empty when it is sound; takes seconds per gigabyte.

    Args:
        path: the database file.
        thorough: also check that every index agrees with its table.

    Raises:
        DatabaseError: it is no database at all, or cannot be opened.
    """
    with explained(path):
        connection = connect_reader(path)
        try:
            rows = connection.execute("PRAGMA integrity_check" if thorough else "PRAGMA quick_check").fetchall()
        finally:
            connection.close()
    return [str(row[0]) for row in rows if row[0] != "ok"]


def require_sound(path: Path) -> None:
    """Check a database after a crash.

    Raises:
        DatabaseError: it is damaged; the message says what to do.
    """
    found = problems(path)
    if found:
        raise DatabaseError(f"{path} is damaged ({found[0]}). `daytrail repair` saves what can be read of it.")
