"""The query process: waits for requests, runs one at a time, streams the answer, and stops when told to.

A second thread listens, so that a cancellation is heard while a statement runs, and ends the process when the
application is gone. A third tells how far a statement is.
"""

import logging
import os
import queue
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection

import apsw
import duckdb
import pyarrow as pa

from storage.sql.child.session import Session
from storage.sql.engine import QueryError, QueryRefusedError, SourceAwayError
from storage.sql.messages import Ask, Blame, Cancel, Chunk, Describe, Described, Done, Failed, Setup, Step

logger = logging.getLogger(__name__)

_FIRST_ROWS = 256
_CHUNK_ROWS = 16_384
_TELL_S = 0.2

_BROKEN = (duckdb.FatalException, duckdb.InternalException)

Request = Ask | Describe


class _Inbox:
    """Requests in order; knows which one runs, and whether it is to stop."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self._requests: queue.SimpleQueue[Request] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._running = 0
        self._cancelled = 0
        self.session: Session | None = None
        threading.Thread(target=self._listen, name="listener", daemon=True).start()

    def next(self) -> Request:
        """Wait for the next request."""
        request = self._requests.get()
        with self._lock:
            self._running = request.number
        return request

    def stopped(self) -> bool:
        """Tell whether the running request is to stop."""
        return self._cancelled >= self._running > 0

    def finished(self) -> None:
        """Note that no request runs."""
        with self._lock:
            self._running = 0

    def _listen(self) -> None:
        while True:
            try:
                message = self._pipe.recv()
            except (EOFError, OSError):
                os._exit(0)  # the application is gone: nobody reads what still runs
            if isinstance(message, Cancel):
                with self._lock:
                    self._cancelled = max(self._cancelled, message.number)
                    if self.session is not None and self._running and self._running <= message.number:
                        self.session.interrupt()
            else:
                self._requests.put(message)


class _Outbox:
    """Sends from several threads; while a statement runs, tells how much of it is done."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self._lock = threading.Lock()
        self._watched: Session | None = None
        self._begun = threading.Event()
        self._ended = threading.Event()
        threading.Thread(target=self._tell, name="progress", daemon=True).start()

    def send(self, message: object) -> None:
        """Send a message."""
        with self._lock:
            self._pipe.send(message)

    @contextmanager
    def watching(self, session: Session) -> Iterator[None]:
        """Tell of progress inside."""
        self._watched = session
        self._ended.clear()
        self._begun.set()
        try:
            yield
        finally:
            self._begun.clear()
            self._ended.set()
            with self._lock:
                self._watched = None

    def _tell(self) -> None:
        told: float | None = None
        while self._begun.wait():
            if self._ended.wait(_TELL_S):
                continue
            with self._lock, suppress(OSError):
                share = None if self._watched is None else self._watched.share()
                if self._watched is not None and share != told:
                    told = share
                    self._pipe.send(Step("", share))


def serve(pipe: Connection, setup: Setup) -> None:
    """Answer requests until the pipe closes."""
    inbox, outbox = _Inbox(pipe), _Outbox(pipe)
    session: Session | None = None
    while True:
        request = inbox.next()
        try:
            if session is None:
                session = inbox.session = Session(setup, outbox.send, inbox.stopped)
            if isinstance(request, Describe):
                outbox.send(Described(session.catalogs()))
            else:
                outbox.send(_answer(session, request, outbox, inbox))
        except (BrokenPipeError, EOFError):
            os._exit(0)
        except Exception as error:  # noqa: BLE001 - the worker loop's edge: libraries raise what they like
            outbox.send(failure(error, stopped=inbox.stopped()))
            if isinstance(error, _BROKEN):
                session = inbox.session = None  # nothing more can be asked of this connection
        inbox.finished()


def _answer(session: Session, ask: Ask, outbox: _Outbox, inbox: _Inbox) -> Done:
    if ask.explain:
        return Done(text=session.explain(ask.sql, ask.parameters))
    with outbox.watching(session):
        return _stream(session, ask, outbox, inbox)


def _stream(session: Session, ask: Ask, outbox: _Outbox, inbox: _Inbox) -> Done:
    reader = session.run(ask.sql, ask.parameters, _FIRST_ROWS)
    outbox.send(Chunk(reader.schema.serialize().to_pybytes(), 0))
    sent, rows = 0, 0
    waiting: list[pa.RecordBatch] = []
    for batch in reader:
        if inbox.stopped():
            raise InterruptedError
        room = ask.rows - sent - rows
        if batch.num_rows > room:
            _send(outbox, [*waiting, batch.slice(0, room)])
            return Done(cut_off=True)
        waiting.append(batch)
        rows += batch.num_rows
        if sent == 0 or rows >= _CHUNK_ROWS:
            _send(outbox, waiting)
            sent, waiting, rows = sent + rows, [], 0
    _send(outbox, waiting)
    return Done()


def _send(outbox: _Outbox, batches: list[pa.RecordBatch]) -> None:
    rows = sum(batch.num_rows for batch in batches)
    if rows:
        table = pa.Table.from_batches(batches).combine_chunks()
        for batch in table.to_batches():
            outbox.send(Chunk(batch.serialize().to_pybytes(), batch.num_rows))


def failure(error: Exception, *, stopped: bool) -> Failed:
    """Sort an error by blame, with the place in the statement where DuckDB gives one."""
    if stopped or isinstance(error, (InterruptedError, duckdb.InterruptException, apsw.InterruptError)):
        return Failed(Blame.STOPPED, "The query was cancelled.")
    if isinstance(error, QueryRefusedError):
        return Failed(Blame.REFUSED, str(error), error.line, error.column, error.length)
    if isinstance(error, SourceAwayError):
        return Failed(Blame.AWAY, str(error))
    if isinstance(error, (duckdb.OutOfMemoryException, MemoryError)):
        return Failed(Blame.MEMORY, "The query needs more memory than queries may have; ask for less at once.")
    if isinstance(error, QueryError):
        return Failed(Blame.STATEMENT, str(error), error.line, error.column, error.length)
    if isinstance(error, _BROKEN):
        said = str(error).split("Stack Trace")[0].strip()
        return Failed(Blame.STATEMENT, f"DuckDB made a mistake here; write the statement another way. It says: {said}")
    if isinstance(error, duckdb.Error):
        return Failed(Blame.STATEMENT, *_placed(str(error)))
    logger.warning("a query failed with %s", type(error).__name__)
    return Failed(Blame.STATEMENT, f"The query could not be run ({type(error).__name__}).")


def _placed(message: str) -> tuple[str, int, int, int]:
    """Split DuckDB's message into what is wrong and where: its last lines are `LINE 3: text` and a caret below."""
    lines = message.rstrip().splitlines()
    line = column = 0
    for number, text in enumerate(lines):
        if text.startswith("LINE ") and ":" in text:
            head = text.split(":", 1)[0]
            line = int(head.removeprefix("LINE ")) if head.removeprefix("LINE ").isdigit() else 0
            caret = lines[number + 1].find("^") if number + 1 < len(lines) else -1
            shown = text[len(head) + 2 :]
            column = max(1, caret - len(head) - 1) if caret >= 0 and not shown.startswith("...") else 1
            lines = lines[:number]
            break
    said = re.sub(r"^[A-Z][A-Za-z ]* Error: ", "", " ".join(part.strip() for part in lines if part.strip()))
    return said, line, column, 1
