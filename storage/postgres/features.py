"""What the server can do beyond plain PostgreSQL, found out once when a database is opened."""

import logging
from dataclasses import dataclass
from typing import Final

import psycopg

from storage.postgres.connections import Connection

logger = logging.getLogger(__name__)

_TIMESCALE: Final = "timescaledb"
_FRAGMENTS: Final = "pg_trgm"


@dataclass(frozen=True, slots=True)
class Features:
    """What is there.

    Attributes:
        timescale: tables cut by time, compressed, with the levels of the pyramid as continuous aggregates.
        fragments: an index for pieces of words.
        copy: rows can be sent by COPY; a server compiled to WebAssembly dies of it.
    """

    timescale: bool
    fragments: bool
    copy: bool


def find_features(connection: Connection) -> Features:
    """Switch on the extensions the server has, as far as this user may, and say once what is missing."""
    for name in (_TIMESCALE, _FRAGMENTS):
        _create(connection, name)
    there = {name for (name,) in connection.execute("SELECT extname FROM pg_extension")}
    version = connection.execute("SELECT version()").fetchone()
    found = Features(_TIMESCALE in there, _FRAGMENTS in there, "emcc" not in str(version))
    if not found.timescale:
        logger.warning(
            "this PostgreSQL has no TimescaleDB: old recordings are not compressed and take about seven times the "
            "room, and levels of the timeline are kept as plain tables; everything else works"
        )
    if not found.fragments:
        logger.warning("this PostgreSQL has no pg_trgm: searching for pieces of words reads every text")
    return found


def _create(connection: Connection, name: str) -> None:
    available = connection.execute("SELECT 1 FROM pg_available_extensions WHERE name = %s", (name,)).fetchone()
    if available is None:
        return
    try:
        connection.execute(f"CREATE EXTENSION IF NOT EXISTS {name} SCHEMA public")
    except (psycopg.errors.InsufficientPrivilege, psycopg.errors.FeatureNotSupported, psycopg.errors.ConfigFileError):
        logger.info("the extension %s is on the server but may not be switched on", name)
    except psycopg.Error as error:
        logger.info("the extension %s is on the server but does not start: %s", name, type(error).__name__)
