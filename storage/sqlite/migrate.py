"""Brings the database's tables to the version this program knows: forward only, one transaction each, a copy first.

Each file `migrations/NNNN_name.sql` is one step; it is picked up by its number.
"""

import logging
from collections.abc import Sequence
from pathlib import Path

import apsw

from storage.clock import Clock
from storage.sqlite.database import DatabaseError, explained
from storage.steps import Migration, read_migrations

logger = logging.getLogger(__name__)

_FOLDER = Path(__file__).resolve().parent / "migrations"


def shipped_migrations(folder: Path = _FOLDER) -> tuple[Migration, ...]:
    """Return the steps that ship with the program, in order."""
    return read_migrations(folder)


def version_of(connection: apsw.Connection) -> int:
    """Return the number of the newest step the database has taken, 0 when it is empty."""
    if not connection.table_exists("main", "migration"):
        return 0
    return int(connection.execute("SELECT coalesce(max(number), 0) FROM migration").get)


def _missing(connection: apsw.Connection, steps: Sequence[Migration]) -> list[Migration]:
    if not connection.table_exists("main", "migration"):
        return list(steps)
    taken = {number for (number,) in connection.execute("SELECT number FROM migration")}
    return [step for step in steps if step.number not in taken]


def check_version(connection: apsw.Connection, steps: Sequence[Migration], *, complete: bool) -> None:
    """Refuse a database that this program cannot use as it is.

    Raises:
        DatabaseError: it was written by a newer program, or (`complete`) still needs steps.
    """
    found, known = version_of(connection), steps[-1].number
    if found > known:
        raise DatabaseError(
            f"This database was written by a newer Daytrail (its format is {found}, this program knows {known}). "
            "Install the newer version; nothing was changed."
        )
    if complete and _missing(connection, steps):
        raise DatabaseError(
            "This database has an older format; start Daytrail once so that it can bring it up to date."
        )


def migrate(connection: apsw.Connection, path: Path, clock: Clock, steps: Sequence[Migration] | None = None) -> int:
    """Take the steps that are missing and return how many there were.

    Before the first step a database that already has tables is copied to `<name>.before-NNNN`.

    Raises:
        DatabaseError: it was written by a newer program, or a step failed; then nothing of that step remains.
        LogFullError: no room for the copy or a step.
    """
    steps = shipped_migrations() if steps is None else steps
    check_version(connection, steps, complete=False)
    missing = _missing(connection, steps)
    if missing and version_of(connection) > 0:
        _copy(connection, path.with_name(f"{path.name}.before-{missing[0].number:04}"), path)
    return sum(_take(connection, path, step, clock) for step in missing)


def _take(connection: apsw.Connection, path: Path, step: Migration, clock: Clock) -> int:
    """Take one step unless another process was faster; 1 when it was taken here."""
    with explained(path, connection):
        connection.execute("BEGIN IMMEDIATE")
        try:
            connection.execute(
                "CREATE TABLE IF NOT EXISTS migration "
                "(number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_us INTEGER NOT NULL)"
            )
            if step not in _missing(connection, [step]):
                connection.execute("ROLLBACK")
                return 0
            connection.execute(step.sql).fetchall()
            connection.execute("INSERT INTO migration VALUES (?, ?, ?)", (step.number, step.name, clock.now_us()))
            connection.execute("COMMIT")
        except apsw.SQLError as error:
            connection.execute("ROLLBACK")
            raise DatabaseError(f"Step {step.number} ({step.name}) of the database format failed: {error}.") from error
        except apsw.Error:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
    logger.info("database format is now %d (%s)", step.number, step.name)
    return 1


def _copy(connection: apsw.Connection, target: Path, path: Path) -> None:
    """Copy the whole database as it is now, readable by the owner only; it appears under its name when complete."""
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    with explained(path, connection):
        copy = apsw.Connection(str(part))
        try:
            with copy.backup("main", connection, "main") as backup:
                while not backup.done:
                    backup.step(4_096)
        finally:
            copy.close()
    part.replace(target)
    logger.info("copied the database to %s before changing its format", target.name)
