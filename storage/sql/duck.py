"""The engine that comes with the program: DuckDB in processes of its own that see nothing but a statement's sources."""

import os
import threading
import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from storage.sql.attachments import BY_SQLITE_SCANNER
from storage.sql.engine import (
    PLAN,
    Batch,
    Catalog,
    Column,
    Limits,
    Progress,
    QueryError,
    QueryRefusedError,
    QueryStoppedError,
    SourceAwayError,
    Statement,
    Summary,
    Table,
)
from storage.sql.guard import LIVE, Judged, judge
from storage.sql.messages import Ask, Blame, Chunk, Describe, Described, Done, Failed, Setup, Source, Started, Step
from storage.sql.parameters import chosen
from storage.sql.pool import ProcessPool
from storage.sql.process import ProcessLostError, QueryProcess
from storage.sql.views import VIEWS

_ERRORS: Mapping[Blame, type[QueryError]] = {
    Blame.STATEMENT: QueryError,
    Blame.REFUSED: QueryRefusedError,
    Blame.STOPPED: QueryStoppedError,
    Blame.MEMORY: QueryStoppedError,
    Blame.AWAY: SourceAwayError,
}


class DuckDbEngine:
    """Implements `storage.sql.engine.Engine`.

    A process is started for each combination of sources that statements name, kept for the next, and replaced when it
    dies. It can reach these sources and nothing else.
    """

    name = "DuckDB"
    dialect = "duckdb"

    def __init__(
        self, home: Path | None, sources: Sequence[Source] = (), *, zone: str = "", threads: int | None = None
    ) -> None:
        self._home = home
        for source in sources:
            _not_ours(source, home)
        self._sources = {source.name.lower(): source for source in sources}
        self._zone = zone
        self._threads = threads or min(4, os.cpu_count() or 1)
        self._pool = ProcessPool()
        self._tables: dict[str, tuple[Table, ...]] = {}
        if home is not None:
            self._tables[LIVE] = tuple(
                Table(view.name, tuple(Column(c.name, c.type, c.description) for c in view.columns), view.description)
                for view in VIEWS
            )
        self._lock = threading.Lock()

    @property
    def sources(self) -> tuple[Source, ...]:
        """What is attached beside `live`."""
        return tuple(self._sources.values())

    def warm(self) -> None:
        """Start the process of statements about `live`, so that the first one need not wait."""
        if self._home is not None:
            run = self.run(Statement("SELECT count(*) FROM live.events LIMIT 0"))
            try:
                run.schema()
            except QueryError:
                pass  # whoever asks next is told
            finally:
                run.close()

    def catalogs(self) -> Sequence[Catalog]:
        return [each if each.tables else self.describe(each.name) for each in self.at_hand()]

    def at_hand(self) -> Sequence[Catalog]:
        """Return every source with the tables that are known without asking it."""
        found = [Catalog(LIVE, "recordings", self._tables[LIVE])] if self._home is not None else []
        for key, source in self._sources.items():
            found.append(Catalog(source.name, source.kind, self._tables.get(key, ())))
        return found

    def check(self, sql: str) -> None:
        self.judge(sql)

    def judge(self, sql: str) -> Judged:
        """Return what a statement reads (raises what `check` raises)."""
        return judge(sql, self._known())

    def run(self, statement: Statement) -> "DuckDbRun":
        return DuckDbRun(self, statement, self._pool)

    def explain(self, statement: Statement) -> str:
        run = DuckDbRun(self, statement, self._pool, explain=True)
        try:
            return "\n".join(str(value) for batch in run.batches() for value in batch.column(0).to_pylist())
        finally:
            run.close()

    def close(self) -> None:
        self._pool.close()

    def setup(self, sources: frozenset[str], limits: Limits) -> Setup:
        """Return how the process of a combination of sources is started."""
        used = tuple(self._sources[name] for name in sorted(sources) if name in self._sources)
        home = self._home if LIVE in sources or not used else None
        one_moment = any(
            source.kind in BY_SQLITE_SCANNER for source in used
        )  # the scanner's threads each see their own
        threads = 1 if one_moment else self._threads
        return Setup(home, used, limits.memory_mb, threads, self._zone)

    def _known(self) -> dict[str, set[str]]:
        known = {name: {table.name.lower() for table in tables} for name, tables in self._tables.items()}
        return {name: {"*"} for name in self._sources} | known

    def describe(self, name: str) -> Catalog:
        """Ask one source beside `live` for its tables; waits. It says so when it is away."""
        source = self._sources[name.lower()]
        setup = self.setup(frozenset({name.lower()}), Limits())
        try:
            with self._pool.lend(setup) as process:
                process.ask(Describe(self._pool.number()))
                while not isinstance(
                    answer := process.receive(time.monotonic() + Limits().seconds), Described | Failed
                ):
                    pass
        except (ProcessLostError, QueryError) as error:
            return Catalog(source.name, source.kind, away=str(error))
        if isinstance(answer, Failed):
            return Catalog(source.name, source.kind, away=answer.message)
        catalog = answer.catalogs[0]
        if not catalog.away:
            with self._lock:
                self._tables[name.lower()] = catalog.tables
        return catalog


def _not_ours(source: Source, home: Path | None) -> None:
    """Refuse our own database under another name: two SQLite libraries in one process must not open one file."""
    ours = None if home is None else home / "daytrail.sqlite"
    if ours is None or source.kind not in BY_SQLITE_SCANNER or not ours.exists():
        return
    place = Path(source.location)
    place = place / ours.name if place.is_dir() else place
    if place.exists() and place.samefile(ours):
        raise QueryError(f"“{source.name}” is what the catalog live shows already; use that.")


class DuckDbRun:
    """Implements `storage.sql.engine.Run`."""

    def __init__(self, engine: DuckDbEngine, statement: Statement, pool: ProcessPool, *, explain: bool = False) -> None:
        self._engine = engine
        self._statement = statement
        self._pool = pool
        self._explain = explain
        self._began = time.monotonic()
        self._first: float | None = None
        self._ended: float | None = None
        self._rows = 0
        self._deadline: float | None = None
        self._step = Step("", None)
        self._sources: frozenset[str] = frozenset()
        self._cut_off = False
        self._cancelled = threading.Event()
        self._process: QueryProcess | None = None
        self._schema: Any = None
        self._messages = self._converse()

    def schema(self) -> Any:
        while self._schema is None:
            chunk = next(self._messages, None)
            if chunk is None:
                break
        return self._schema

    def batches(self) -> Iterator[Batch]:
        import pyarrow as pa

        self.schema()
        for chunk in self._messages:
            yield pa.ipc.read_record_batch(pa.py_buffer(chunk.content), self._schema)

    def progress(self) -> Progress:
        return Progress(self._rows, self._step.share, self._step.text)

    def cancel(self) -> None:
        self._cancelled.set()
        process = self._process
        if process is not None:
            process.cancel()

    def summary(self) -> Summary:
        ended = self._ended or time.monotonic()
        first = self._first or ended
        sources = tuple(sorted(self._sources))
        return Summary(
            self._rows, (first - self._began) * 1000, (ended - self._began) * 1000, sources, cut_off=self._cut_off
        )

    def close(self) -> None:
        if self._process is not None:
            self.cancel()
        self._messages.close()

    def _converse(self) -> Generator[Chunk]:
        """Judge, ask, and yield the chunks of the answer; the first, with the schema, is kept and yielded too."""
        judged = self._engine.judge(self._statement.sql)
        parameters = chosen(self._statement.sql, self._statement.parameters)
        self._sources = judged.sources
        limits = self._statement.limits
        explain = self._explain or judged.explain
        with self._pool.lend(self._engine.setup(judged.sources, limits)) as process:
            process.ask(Ask(self._pool.number(), judged.sql, parameters, limits.rows, explain))
            self._process = process
            if self._cancelled.is_set():
                process.cancel()
            try:
                yield from self._listen(process, limits)
            finally:
                self._process = None
                self._ended = time.monotonic()

    def _listen(self, process: QueryProcess, limits: Limits) -> Iterator[Chunk]:
        deadline: float | None = None
        finished = False
        try:
            while True:
                message = process.receive(deadline)
                if isinstance(message, Chunk):
                    yield from self._take(message)
                elif isinstance(message, Step):
                    self._step = message
                elif isinstance(message, Started):
                    self._step, deadline = Step("", None), time.monotonic() + limits.seconds
                    self._deadline = deadline
                else:
                    finished = True
                    yield from self._finish(message)
                    return
        except ProcessLostError as error:
            finished = True
            raise self._stopped(str(error)) from error
        finally:
            if not finished:
                self._drain(process)

    def _take(self, chunk: Chunk) -> Iterator[Chunk]:
        import pyarrow as pa

        if self._schema is None:
            self._schema = pa.ipc.read_schema(pa.py_buffer(chunk.content))
        if chunk.rows and self._first is None:
            self._first = time.monotonic()
        self._rows += chunk.rows
        if chunk.rows or not self._rows:
            yield chunk

    def _finish(self, message: Done | Failed) -> Iterator[Chunk]:
        if isinstance(message, Failed):
            if message.blame is Blame.STOPPED:
                raise self._stopped(message.message)
            raise _ERRORS[message.blame](message.message, message.line, message.column, message.length)
        self._cut_off = message.cut_off
        if message.text:
            yield from self._plan(message.text)

    def _plan(self, text: str) -> Iterator[Chunk]:
        import pyarrow as pa

        batch = pa.record_batch({PLAN: pa.array(text.splitlines())})
        yield from self._take(Chunk(batch.schema.serialize().to_pybytes(), 0))
        yield from self._take(Chunk(batch.serialize().to_pybytes(), batch.num_rows))

    def _stopped(self, message: str) -> QueryStoppedError:
        seconds = self._statement.limits.seconds
        if not self._cancelled.is_set() and self._deadline is not None and time.monotonic() > self._deadline:
            return QueryStoppedError(f"The query took longer than {seconds:g} s and was stopped; ask for less at once.")
        return QueryStoppedError(message)

    def _drain(self, process: QueryProcess) -> None:
        """Read what still comes of an answer nobody wants, so that the process can be used again."""
        process.cancel()
        try:
            while not isinstance(process.receive(None), Done | Failed):
                pass
        except ProcessLostError:
            pass
