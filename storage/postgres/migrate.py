"""Brings the tables to the version this program knows: forward only, all steps of one opening in one transaction.

Each file `migrations/NNNN_name.sql` is one step. What depends on the server's extensions is added by the code that
calls (`storage.postgres.levels`) when the first step is taken.
"""

import logging
import re
from dataclasses import dataclass
from pathlib import Path

from storage.clock import Clock
from storage.postgres.connections import SCHEMA, Connection
from storage.store import StoreError

logger = logging.getLogger(__name__)

_FOLDER = Path(__file__).resolve().parent / "migrations"
_NAME = re.compile(r"(\d{4})_(\w+)\.sql")


@dataclass(frozen=True, slots=True)
class Migration:
    """One numbered step."""

    number: int
    name: str
    sql: str


def shipped_migrations(folder: Path = _FOLDER) -> tuple[Migration, ...]:
    """Return the steps that ship with the program, in order."""
    found = []
    for path in sorted(folder.glob("*.sql")):
        match = _NAME.fullmatch(path.name)
        if match is None:
            raise ValueError(f"{path.name} is not named like 0001_name.sql")
        found.append(Migration(int(match[1]), match[2], path.read_text(encoding="utf-8")))
    return tuple(found)


def migrate(connection: Connection, clock: Clock) -> tuple[int, ...]:
    """Take the steps that are missing inside a write transaction; return their numbers.

    Raises:
        StoreError: the database was written by a newer program; nothing was changed.
    """
    steps = shipped_migrations()
    connection.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
    connection.execute(
        "CREATE TABLE IF NOT EXISTS migration "
        "(number integer PRIMARY KEY, name text NOT NULL, applied_us bigint NOT NULL)"
    )
    taken = {number for (number,) in connection.execute("SELECT number FROM migration")}
    if max(taken, default=0) > steps[-1].number:
        raise StoreError(
            f"This database was written by a newer Daytrail (its format is {max(taken)}, this program knows "
            f"{steps[-1].number}). Install the newer version; nothing was changed."
        )
    missing = [step for step in steps if step.number not in taken]
    for step in missing:
        connection.execute(step.sql.encode())
        connection.execute("INSERT INTO migration VALUES (%s, %s, %s)", (step.number, step.name, clock.now_us()))
        logger.info("database format is now %d (%s)", step.number, step.name)
    return tuple(step.number for step in missing)
