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
_VECTORS: Final = "vector"
_OLDEST_TIMESCALE: Final = (2, 11)
_OLDEST_VECTORS: Final = (0, 7)


@dataclass(frozen=True, slots=True)
class Features:
    """What is there.

    Attributes:
        timescale: tables cut by time, compressed, with the levels of the pyramid as continuous aggregates.
        fragments: an index for pieces of words.
        vectors: a type for what texts mean.
        copy: rows can be sent by COPY; a server compiled to WebAssembly dies of it.
    """

    timescale: bool
    fragments: bool
    vectors: bool
    copy: bool


def find_features(connection: Connection) -> Features:
    """Switch on the extensions the server has, as far as this user may, and say once what is missing."""
    for name in (_TIMESCALE, _FRAGMENTS, _VECTORS):
        _create(connection, name)
    there: dict[str, str] = dict(connection.execute("SELECT extname, extversion FROM pg_extension").fetchall())
    version = connection.execute("SELECT version()").fetchone()
    timescale = _TIMESCALE in there and _is_fit(connection, there[_TIMESCALE])
    vectors = is_recent(there.get(_VECTORS, "0"), _OLDEST_VECTORS)
    found = Features(timescale, _FRAGMENTS in there, vectors, "emcc" not in str(version))
    if not found.timescale:
        logger.warning(
            "this PostgreSQL has no usable TimescaleDB: old recordings are not compressed and take about seven times "
            "the room, and levels of the timeline are kept as plain tables; everything else works"
        )
    if not found.fragments:
        logger.warning("this PostgreSQL has no pg_trgm: searching for pieces of words reads every text")
    if not found.vectors:
        logger.warning("this PostgreSQL has no pgvector 0.7 or newer: searching by meaning finds nothing, words do")
    return found


def is_recent(version: str, oldest: tuple[int, int]) -> bool:
    """Tell whether a version, as the server names it, is at least the oldest that can be used."""
    numbers = [int(part) for part in re.findall(r"\d+", version)[:2]]
    return tuple(numbers) >= oldest


def _is_fit(connection: Connection, version: str) -> bool:
    if not is_recent(version, _OLDEST_TIMESCALE):  # older ones cannot change compressed rows
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
