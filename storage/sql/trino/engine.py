"""The engine that is a Trino server: catalogs, checks, and statements that run there. The work of one is in `run`."""

import threading
import weakref
from collections.abc import Iterator, Sequence
from dataclasses import replace

from storage.sql.engine import Catalog, Column, Limits, QueryError, Statement, Table
from storage.sql.guard import judge
from storage.sql.messages import Source
from storage.sql.trino.address import parse_address
from storage.sql.trino.run import TrinoRun

_LOOKING = Limits(seconds=20.0, rows=50_000)
_HIDDEN = frozenset({"system", "jmx"})
_COLUMNS = (
    "SELECT table_schema, table_name, column_name, data_type FROM {0}.information_schema.columns "
    "WHERE table_schema <> 'information_schema' ORDER BY table_schema, table_name, ordinal_position"
)


class TrinoEngine:
    """Implements `storage.sql.engine.Engine`. Nothing is asked of the server before the first call."""

    dialect = "trino"

    def __init__(self, source: Source, *, zone: str = "") -> None:
        self.name = source.name
        self._address = parse_address(source.location, source.secret)
        self._zone = zone
        self._running: weakref.WeakSet[TrinoRun] = weakref.WeakSet()
        self._lock = threading.Lock()
        self._closed = False

    def catalogs(self) -> Sequence[Catalog]:
        try:
            names = [self._address.catalog] if self._address.catalog else self._names()
        except QueryError as error:
            return [Catalog(self.name, "trino", away=str(error))]
        return [self._describe(name) for name in names]

    def check(self, sql: str) -> None:
        judge(sql, None, self.dialect)

    def run(self, statement: Statement) -> TrinoRun:
        return self._start(TrinoRun(self._address, statement, zone=self._zone))

    def explain(self, statement: Statement) -> str:
        run = self.run(replace(statement, sql=f"EXPLAIN {statement.sql}"))
        try:
            return "\n".join(str(value) for batch in run.batches() for value in batch.column(0).to_pylist())
        finally:
            run.close()

    def close(self) -> None:
        with self._lock:
            self._closed = True
            running = list(self._running)
        for run in running:
            run.cancel()

    def _start(self, run: TrinoRun) -> TrinoRun:
        with self._lock:
            if self._closed:
                run.cancel()
            self._running.add(run)
        return run

    def _names(self) -> list[str]:
        return [name for (name,) in self._ask("SHOW CATALOGS") if name not in _HIDDEN]

    def _describe(self, catalog: str) -> Catalog:
        tables: dict[str, list[Column]] = {}
        try:
            for schema, table, column, kind in self._ask(_COLUMNS.format(quoted(catalog))):
                tables.setdefault(f"{quoted(schema)}.{quoted(table)}", []).append(Column(column, kind))
        except QueryError as error:
            return Catalog(catalog, "trino", away=str(error))
        return Catalog(catalog, "trino", tuple(Table(name, tuple(columns)) for name, columns in tables.items()))

    def _ask(self, sql: str) -> Iterator[tuple[str, ...]]:
        """Yield the rows of a statement of our own, all columns text."""
        run = self._start(TrinoRun(self._address, Statement(sql, limits=_LOOKING), zone=self._zone, judged=True))
        try:
            for batch in run.batches():
                yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)
        finally:
            run.close()


def quoted(name: str) -> str:
    """Return a name as statements can write it."""
    plain = name.isascii() and name.isidentifier() and name.islower()
    return name if plain else '"' + name.replace('"', '""') + '"'
