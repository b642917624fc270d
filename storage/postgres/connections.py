"""Lends connections to PostgreSQL: for reads of one snapshot, for write transactions, and for commands outside one."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import psycopg
from psycopg.types.numeric import Int8Dumper

from storage.postgres.address import check_address, server_of
from storage.store import StoreError, StoreInterruptedError

Row = tuple[Any, ...]
Connection = psycopg.Connection[Row]

SCHEMA: Final = "daytrail"
OLDEST: Final = 13
"""Version of PostgreSQL that is needed at least."""
_WRITER_LOCK: Final = 0x6461_7974
_CONNECT_S: Final = 10
_CANCEL_S: Final = 5.0


class DatabaseUnreachableError(StoreError):
    """The server does not answer, or refuses; the message names it without its password."""


class Connections:
    """A few connections for any number of threads; who finds none idle waits. A connection serves one thread at a time.

    Args:
        url: `postgresql://…` or any other libpq connection string.
        most: how many at once.
        limit_s: how long a read may take.
    """

    def __init__(self, url: str, *, most: int = 4, limit_s: float = 30.0) -> None:
        self._url = url
        self._limit_s = limit_s
        self._idle: list[Connection] = []
        self._busy: set[Connection] = set()
        self._free = threading.Semaphore(most)
        self._lock = threading.Lock()
        self._closed = False

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Lend a connection inside one read-only transaction, so that all its queries see the same moment.

        Raises:
            StoreInterruptedError: interrupted, or over the time limit.
            StoreError: the server refused.
        """
        with self._lend() as connection:
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            connection.read_only = True
            with connection.transaction():
                connection.execute(f"SET LOCAL statement_timeout = {round(self._limit_s * 1_000)}")
                yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Lend a connection inside a transaction that no other writer of this database shares its time with."""
        with self._lend() as connection:
            connection.isolation_level, connection.read_only = None, None
            with connection.transaction():
                connection.execute("SELECT pg_advisory_xact_lock(%s)", (_WRITER_LOCK,))
                yield connection

    @contextmanager
    def outside(self) -> Iterator[Connection]:
        """Lend a connection without a transaction, alone among those lent this way and for writing."""
        with self._lend() as connection:
            connection.isolation_level, connection.read_only = None, None
            connection.execute("SELECT pg_advisory_lock(%s)", (_WRITER_LOCK,))
            try:
                yield connection
            finally:
                if not connection.broken:
                    connection.execute("SELECT pg_advisory_unlock(%s)", (_WRITER_LOCK,))

    def interrupt(self) -> None:
        """Stop everything that is under way."""
        with self._lock:
            busy = list(self._busy)
        for connection in busy:
            connection.cancel_safe(timeout=_CANCEL_S)

    def close(self) -> None:
        """Close idle connections now and lent ones when they come back."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    @contextmanager
    def _lend(self) -> Iterator[Connection]:
        with self._free:
            connection = self._take()
            try:
                yield connection
            except psycopg.errors.QueryCanceled as error:
                over = "statement timeout" in str(error)
                why = f"It took longer than {self._limit_s:g} s; ask for less." if over else "It was cancelled."
                raise StoreInterruptedError(why) from error
            except (psycopg.OperationalError, psycopg.errors.InsufficientPrivilege) as error:
                raise StoreError(f"The database {server_of(self._url)} failed: {_first_line(error)}.") from error
            except psycopg.Error as error:
                # What else is refused may be told with the row it stood in, which is nobody's business in a log.
                name = type(error).__name__
                raise StoreError(f"The database {server_of(self._url)} refused a statement ({name}).") from None
            finally:
                self._give_back(connection)

    def _take(self) -> Connection:
        with self._lock:
            if self._closed:
                raise StoreError("The store has been closed.")
            connection = self._idle.pop() if self._idle else None
        if connection is None:
            connection = connect(self._url)
        with self._lock:
            self._busy.add(connection)
        return connection

    def _give_back(self, connection: Connection) -> None:
        usable = not connection.broken and connection.info.transaction_status == psycopg.pq.TransactionStatus.IDLE
        with self._lock:
            self._busy.discard(connection)
            if usable and not self._closed:
                self._idle.append(connection)
                return
            lost = [connection]
            if connection.broken:  # then those that are idle are likely to be, too: the server was restarted
                lost += self._idle
                self._idle = []
        for one in lost:
            one.close()


def connect(url: str) -> Connection:
    """Return a connection that commits each statement unless a transaction is begun, and looks into our schema first.

    Raises:
        AddressError: the address cannot be read.
        DatabaseUnreachableError: the server does not answer or refuses.
        StoreError: it is too old.
    """
    check_address(url)
    try:
        # Statements are not prepared by name: behind a connection pooler two clients may share a session.
        connection = psycopg.connect(url, autocommit=True, prepare_threshold=None, connect_timeout=_CONNECT_S)
    except psycopg.Error as error:
        raise DatabaseUnreachableError(_why_not(url, error)) from error
    try:
        require_version(connection.info.server_version, server_of(url))
        # WORKAROUND: sent as smallint, as a small number would be, a condition on a bigint column finds no compressed
        # row to change (TimescaleDB 2.23); so every number is sent as bigint.
        connection.adapters.register_dumper(int, Int8Dumper)
        connection.execute("SET client_min_messages = warning")
        connection.execute("SET jit = off")  # every statement here is over before a compiler would have paid
        connection.execute(f"SET search_path = {SCHEMA}, public")
    except BaseException:
        connection.close()
        raise
    return connection


def require_version(version: int, server: str) -> None:
    """Refuse a server that is too old, by libpq's number of its version (130004 is 13.4).

    Raises:
        StoreError: it is older than `OLDEST`.
    """
    if version < OLDEST * 10_000:
        found = f"{version // 10_000}.{version % 10_000}"
        raise StoreError(f"The database {server} is PostgreSQL {found}; Daytrail needs {OLDEST} or newer.")


def _why_not(url: str, error: psycopg.Error) -> str:
    server, reason = server_of(url), _first_line(error)
    if "password" in reason:
        return (
            f"The database {server} refused the user or the password. Check both; a password may also stand in "
            "PGPASSWORD or ~/.pgpass."
        )
    return f"The database {server} cannot be reached: {reason}. Check that the server runs and that the name is right."


def _first_line(error: psycopg.Error) -> str:
    lines = str(error).strip().splitlines()
    return lines[0].rstrip(".") if lines else type(error).__name__
