"""Opens the database file: location, permissions, durability, and the errors of the environment in plain words.

Only apsw may open this file inside the process: a second SQLite library would drop its POSIX locks.
"""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw

from storage.log import LogError, LogFullError

DATABASE_NAME = "daytrail.sqlite"

BUSY_TIMEOUT_MS = 30_000
_CACHE_KIB = 64 * 1024
_CHECKPOINT_PAGES = 8_000
_WAL_LIMIT_BYTES = 64 << 20
_FULL_ERRNOS = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FULL = "The disk is full; nothing of this was stored. It goes on as soon as there is room."


class DatabaseError(LogError):
    """The database file cannot be used; the message says why and what to do."""


def database_path(home: Path) -> Path:
    """Return where the database of a data folder lies."""
    return home / DATABASE_NAME


def prepare_home(home: Path) -> None:
    """Create the data folder and an empty database file, both for the owner alone.

    Raises:
        DatabaseError: the folder cannot be written.
    """
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(database_path(home), os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        if error.errno in _FULL_ERRNOS:
            raise LogFullError(f"There is no room for the database in {home}: {error.strerror}.") from error
        raise DatabaseError(f"The data folder {home} cannot be used: {error.strerror}.") from error


def connect_writer(path: Path) -> apsw.Connection:
    """Open the database for writing: WAL, durable at commit, deleted content overwritten with zeros."""
    with explained(path):
        connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)
        connection.set_busy_timeout(BUSY_TIMEOUT_MS)
        if connection.pragma("page_count") == 0:
            connection.pragma("auto_vacuum", "incremental")
        connection.pragma("journal_mode", "wal")
        connection.pragma("synchronous", "full")
        connection.pragma("secure_delete", "on")
        connection.pragma("temp_store", "memory")
        connection.pragma("cache_size", -_CACHE_KIB)
        connection.pragma("journal_size_limit", _WAL_LIMIT_BYTES)
        connection.wal_autocheckpoint(_CHECKPOINT_PAGES)
    return connection


def require_database(home: Path) -> Path:
    """Return the path of a database that must be there already.

    Raises:
        DatabaseError: there is none.
    """
    path = database_path(home)
    if not path.is_file():
        raise DatabaseError(f"There are no recordings in {home} yet.")
    return path


def connect_reader(path: Path, *, cache_kib: int = 16 * 1024) -> apsw.Connection:
    """Open the database for reading only."""
    with explained(path):
        connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
        connection.set_busy_timeout(BUSY_TIMEOUT_MS)
        connection.pragma("query_only", "on")
        connection.pragma("temp_store", "memory")
        connection.pragma("cache_size", -cache_kib)
    return connection


@contextmanager
def explained(path: Path | None = None, connection: apsw.Connection | None = None) -> Iterator[None]:
    """Turn SQLite's errors that are the environment's fault into ones that tell the owner what to do."""
    name = "the database" if path is None else str(path)
    try:
        yield
    except apsw.FullError as error:
        raise LogFullError(_FULL) from error
    except apsw.IOError as error:
        if connection is not None and connection.system_errno in _FULL_ERRNOS:
            raise LogFullError(_FULL) from error
        raise DatabaseError(f"The disk answered with an error while using {name}: {error}.") from error
    except (apsw.BusyError, apsw.LockedError) as error:
        raise DatabaseError(f"Another program keeps {name} locked; close it and try again.") from error
    except apsw.NotADBError as error:
        raise DatabaseError(f"{name} is not a Daytrail database; move it away or restore a backup.") from error
    except apsw.CorruptError as error:
        raise DatabaseError(f"{name} is damaged; restore a backup or run `daytrail repair`.") from error
    except (apsw.CantOpenError, apsw.ReadOnlyError, apsw.PermissionsError) as error:
        raise DatabaseError(f"{name} cannot be opened: {error}.") from error
