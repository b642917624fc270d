"""What the server can do beyond plain PostgreSQL, found out once when a database is opened."""

import logging
import re
from dataclasses import dataclass
from typing import Final

import psycopg

from storage.postgres.connections import Connection

logger = logging.getLogger(__name__)

_TIMESCALE: Final = "timescaledb"
_FRAGMENTS: Final = "pg_trgm"
_OLDEST_TIMESCALE: Final = (2, 11)


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
    there: dict[str, str] = dict(connection.execute("SELECT extname, extversion FROM pg_extension").fetchall())
    version = connection.execute("SELECT version()").fetchone()
    timescale = _TIMESCALE in there and _is_fit(connection, there[_TIMESCALE])
    found = Features(timescale, _FRAGMENTS in there, "emcc" not in str(version))
    if not found.timescale:
        logger.warning(
            "this PostgreSQL has no usable TimescaleDB: old recordings are not compressed and take about seven times "
            "the room, and levels of the timeline are kept as plain tables; everything else works"
        )
    if not found.fragments:
        logger.warning("this PostgreSQL has no pg_trgm: searching for pieces of words reads every text")
    return found


def is_recent(version: str) -> bool:
    """Tell whether a version of TimescaleDB changes compressed rows and builds aggregates on aggregates."""
    numbers = [int(part) for part in re.findall(r"\d+", version)[:2]]
    return tuple(numbers) >= _OLDEST_TIMESCALE


def _is_fit(connection: Connection, version: str) -> bool:
    if not is_recent(version):
        logger.info("TimescaleDB %s is too old to be used; 2.11 or newer is", version)
        return False
    licence = connection.execute("SELECT current_setting('timescaledb.license', true)").fetchone()
    if licence is not None and licence[0] == "apache":
        logger.info("this TimescaleDB is the edition without compression and continuous aggregates")
        return False
    return True


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
