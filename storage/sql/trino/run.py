"""One statement on a Trino server: sent, read page by page, watched, and cancelled there. Knows no other statement."""

import logging
import threading
import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from storage.sql.engine import (
    Batch,
    Progress,
    QueryError,
    QueryRefusedError,
    QueryStoppedError,
    SourceAwayError,
    Statement,
    Summary,
)
from storage.sql.guard import judge
from storage.sql.trino.address import TrinoAddress
from storage.sql.trino.literals import Written, with_values

if TYPE_CHECKING:
    import requests
    from trino.client import TrinoQuery

_log = logging.getLogger(__name__)
_BATCH_ROWS: Final = 4_096
_PATIENCE_S: Final = 30.0
_REFUSED: Final = frozenset({"PERMISSION_DENIED", "NOT_SUPPORTED"})


class TrinoRun:
    """Implements `storage.sql.engine.Run`."""

    def __init__(self, address: TrinoAddress, statement: Statement, *, zone: str = "", judged: bool = False) -> None:
        """Make ready; nothing is sent yet. `judged` statements are our own and need no judgement."""
        self._address = address
        self._statement = statement
        self._zone = zone
        self._judged = judged
        self._began = time.monotonic()
        self._first: float | None = None
        self._ended: float | None = None
        self._rows = 0
        self._share: float | None = None
        self._step = ""
        self._sources: frozenset[str] = frozenset()
        self._cut_off = False
        self._cancelled = threading.Event()
        self._late = False
        self._query: TrinoQuery | None = None
        self._session: requests.Session | None = None
        self._written = Written(statement.sql, ())
        self._schema: Any = None
        self._pages = self._converse()
        self._waiting: Batch | None = None

    def schema(self) -> Any:
        if self._schema is None:
            self._waiting = next(self._pages, None)
        return self._schema

    def batches(self) -> Iterator[Batch]:
        self.schema()
        if self._waiting is not None:
            waiting, self._waiting = self._waiting, None
            yield waiting
        yield from self._pages

    def progress(self) -> Progress:
        return Progress(self._rows, self._share, self._step)

    def cancel(self) -> None:
        self._cancelled.set()
        query = self._query
        if query is not None and self._ended is None:
            _stop(query)

    def summary(self) -> Summary:
        ended = self._ended or time.monotonic()
        first = self._first or ended
        sources = tuple(sorted(self._sources))
        began = self._began
        return Summary(self._rows, (first - began) * 1000, (ended - began) * 1000, sources, cut_off=self._cut_off)

    def close(self) -> None:
        if self._ended is None:
            self.cancel()
        self._pages.close()

    def _converse(self) -> Generator[Batch]:
        """Yield an empty batch with the columns, then the rows."""
        sql = self._ready()
        clock = threading.Timer(self._statement.limits.seconds, self._too_late)
        clock.daemon = True
        clock.start()
        try:
            yield from self._read(sql)
        finally:
            clock.cancel()
            if self._session is not None:
                self._session.close()
            self._ended = time.monotonic()

    def _ready(self) -> str:
        if self._judged:
            return self._statement.sql
        judged = judge(self._statement.sql, None, "trino")
        self._sources = judged.sources or frozenset({self._address.host})
        self._written = with_values(self._statement.sql.rstrip().rstrip(";"), self._statement.parameters)
        return self._written.sql

    def _read(self, sql: str) -> Iterator[Batch]:
        import requests
        from trino.exceptions import Error, HttpError, TrinoQueryError

        try:
            query = self._open(sql)
            if self._cancelled.is_set():
                raise self._stopped()
            yield from self._batches(query, iter(query.execute()))
        except TrinoQueryError as error:
            raise self._explained(error) from error
        except (Error, HttpError, requests.RequestException) as error:
            if self._cancelled.is_set():
                raise self._stopped() from error
            _log.info("A Trino server did not answer: %s", type(error).__name__)
            raise SourceAwayError(f"{self._address.host} cannot be reached: {_short(error)}") from error
        if self._cancelled.is_set() and not self._cut_off:
            raise self._stopped()

    def _open(self, sql: str) -> "TrinoQuery":
        import requests
        from trino.auth import BasicAuthentication
        from trino.client import ClientSession, TrinoQuery, TrinoRequest

        where = self._address
        session = ClientSession(
            where.user,
            catalog=where.catalog or None,
            schema=where.schema or None,
            source="daytrail",
            timezone=self._zone or None,
        )
        self._session = requests.Session()
        request = TrinoRequest(
            where.host,
            where.port,
            session,
            http_session=self._session,
            http_scheme="https" if where.tls else "http",
            auth=BasicAuthentication(where.user, where.password) if where.password else None,
            request_timeout=_PATIENCE_S,
        )
        self._query = TrinoQuery(request, sql, stats_callback=self._heard)
        return self._query

    def _batches(self, query: "TrinoQuery", rows: Iterator[Sequence[Any]]) -> Iterator[Batch]:
        import pyarrow as pa

        from storage.sql.trino.types import record_batch, shape_of

        columns: Sequence[Mapping[str, Any]] = query.columns or ()
        shapes = [shape_of(column["typeSignature"]) for column in columns]
        pairs = zip(columns, shapes, strict=True)
        self._schema = pa.schema([pa.field(str(column["name"]), shape.type) for column, shape in pairs])
        yield record_batch(self._schema, shapes, ())
        most = self._statement.limits.rows
        while taken := list(islice(rows, min(_BATCH_ROWS, most + 1 - self._rows))):
            self._first = self._first or time.monotonic()
            if self._rows + len(taken) > most:
                self._cut_off = True
                taken = taken[: most - self._rows]
            self._rows += len(taken)
            if taken:
                yield record_batch(self._schema, shapes, taken)
            if self._cut_off:
                self.cancel()
                return

    def _heard(self, stats: Mapping[str, Any]) -> None:
        """Take what each page says about how far the server is; a cancellation that came before it is sent now."""
        share = stats.get("progressPercentage")
        self._share = None if share is None else float(share) / 100
        self._step = "" if self._rows else str(stats.get("state", "")).replace("_", " ").capitalize()
        if self._cancelled.is_set() and self._query is not None:
            _stop(self._query)

    def _too_late(self) -> None:
        self._late = True
        self.cancel()

    def _stopped(self) -> QueryStoppedError:
        if self._late:
            seconds = self._statement.limits.seconds
            return QueryStoppedError(f"The query took longer than {seconds:g} s and was stopped; ask for less at once.")
        return QueryStoppedError("The query was cancelled.")

    def _explained(self, error: Any) -> QueryError:
        """Return the server's error in our kinds, with its place in the statement as it was written."""
        if self._cancelled.is_set() or error.error_name == "USER_CANCELED":
            return self._stopped()
        message = str(error.message)
        if error.error_type == "INSUFFICIENT_RESOURCES":
            return QueryStoppedError(f"The server stopped it: {message}")
        if error.error_name in _REFUSED:
            return QueryRefusedError(message)
        place = error.error_location
        if place is None:
            return QueryError(message)
        message = message.removeprefix(f"line {place[0]}:{place[1]}: ")
        return QueryError(message, *self._written.place(*place))


def _stop(query: "TrinoQuery") -> None:
    """Tell the server to stop; what goes wrong then is the reader's to notice."""
    import requests
    from trino.exceptions import Error, HttpError

    try:
        query.cancel()
    except (Error, HttpError, requests.RequestException) as error:
        _log.info("A Trino server did not take a cancellation: %s", type(error).__name__)


def _short(error: Exception) -> str:
    text = str(error)
    return "no connection" if "Max retries" in text or "Connection refused" in text else text[:200]
