"""Asks SQLite whether a database file is sound; reading only."""

from pathlib import Path

from storage.sqlite.database import connect_reader, explained


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
