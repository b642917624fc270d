"""Brings the tables to the version this program knows: forward only, all steps of one opening in one transaction.

Each file `migrations/NNNN_name.sql` is one step. What depends on the server's extensions is added by the code that
calls (`storage.postgres.levels`) when the first step is taken.
"""

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from storage.clock import Clock
from storage.postgres.connections import SCHEMA, Connection
from storage.steps import Migration, read_migrations
from storage.store import StoreError

logger = logging.getLogger(__name__)

SHIPPED: Final = read_migrations(Path(__file__).resolve().parent / "migrations")


def migrate(connection: Connection, clock: Clock, steps: Sequence[Migration] = SHIPPED) -> tuple[int, ...]:
    """Take the steps that are missing inside a write transaction; return their numbers.

    Raises:
        StoreError: the database was written by a newer program, or our schema holds something else.
    """
    connection.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
    _refuse_strangers(connection)
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


def _refuse_strangers(connection: Connection) -> None:
    names = {
        name
        for (name,) in connection.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = to_regnamespace(%s)", (SCHEMA,)
        )
    }
    if names and "migration" not in names:
        raise StoreError(
            f"The schema “{SCHEMA}” of this database holds tables of something else. Use another database; "
            "nothing was changed."
        )
