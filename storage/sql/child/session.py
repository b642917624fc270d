"""One DuckDB connection: opened with its sources, locked, and then used for one statement after another."""

import importlib.util
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import duckdb
import pyarrow as pa

from storage.sql.attachments import BY_SQLITE_SCANNER
from storage.sql.child import limits
from storage.sql.child.attach import attach
from storage.sql.child.attached import Attached
from storage.sql.child.guard import check
from storage.sql.child.live import Live
from storage.sql.columns import folder_of
from storage.sql.engine import Catalog, Column, SourceAwayError, Table, Value
from storage.sql.messages import Setup, Started, Step
from storage.sql.views import VIEWS

_CONFIG: Final = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",
}
_ATTEMPTS: Final = 3
_WRONG: Final = "common_subplan"
"""Gives wrong rows without a word: takes scans of SQLite tables with equal columns for one and the same, and more.
WORKAROUND https://github.com/duckdb/duckdb/issues/24781 and /25819"""
_BREAKS_ON_SQLITE: Final = "cte_inlining"
"""Ends in an internal error where a CTE over SQLite is named twice below a LIMIT.
WORKAROUND https://github.com/duckdb/duckdb-sqlite/issues/212"""


class Session:
    """The connection and what it can reach. One thread uses it; `interrupt` may be called from another."""

    def __init__(self, setup: Setup, tell: Callable[[Step | Started], None], stopped: Callable[[], bool]) -> None:
        self._setup = setup
        self._tell = tell
        self._connection = duckdb.connect(":memory:", config=dict(_CONFIG))
        self._live = None if setup.home is None else Live(self._connection, setup.home, tell, stopped)
        self._attached: tuple[Attached, ...] = ()
        self._open()

    def _open(self) -> None:
        """Attach every source, then take away everything that statements must not have."""
        connection = self._connection
        limits.apply(self._setup.memory_mb)
        connection.execute(f"SET threads={self._setup.threads}")
        connection.execute(f"SET memory_limit='{self._setup.memory_mb}MB'")
        connection.execute("SET TimeZone=?", [self._setup.zone or "UTC"])
        connection.execute("SET parquet_metadata_cache=true; SET preserve_insertion_order=true")
        connection.execute(
            "SET enable_progress_bar=true; SET enable_progress_bar_print=false; SET progress_bar_time=100"
        )
        connection.execute("SET disabled_optimizers=?", [",".join(self._unfit())])
        if self._live is not None:
            self._live.prepare()
        self._attached = tuple(attach(connection, source, extension) for source in self._setup.sources)
        folders = [folder for each in self._attached for folder in each.folders]
        if self._setup.home is not None:
            folders.append(str(folder_of(self._setup.home)) + "/")
        reachable = ", ".join("'" + folder.replace("'", "''") + "'" for folder in folders)
        remote = any(each.remote for each in self._attached)
        connection.execute(f"SET allowed_directories=[{reachable}]")
        connection.execute("SET temp_directory=''; SET max_temp_directory_size='0B'")
        if not remote:
            connection.execute("SET enable_external_access=false")
        connection.execute("SET lock_configuration=true")
        if self._live is not None:
            connection.execute("USE live")

    def _unfit(self) -> list[str]:
        """Return the optimizers that must not be used with these sources."""
        by_scanner = any(source.kind in BY_SQLITE_SCANNER for source in self._setup.sources)
        return [_WRONG, _BREAKS_ON_SQLITE] if by_scanner else [_WRONG]

    def run(self, sql: str, parameters: Mapping[str, Value], batch_rows: int) -> pa.RecordBatchReader:
        """Check a statement and start it.

        Raises:
            QueryRefusedError, SourceAwayError, duckdb.Error: it cannot be run.
        """
        self._reach()
        check(self._connection, sql, self._tables())
        for attempt in range(_ATTEMPTS):
            if self._live is not None:
                self._live.refresh()
            self._tell(Started())
            try:
                found = self._connection.execute(sql, dict(parameters) or None)
                return found.to_arrow_reader(batch_rows)
            except duckdb.IOException:
                if self._live is None or attempt == _ATTEMPTS - 1:
                    raise
                self._live.again()
        raise AssertionError("unreachable")

    def explain(self, sql: str, parameters: Mapping[str, Value]) -> str:
        """Return the plan as text (raises what `run` raises)."""
        self._reach()
        check(self._connection, sql, self._tables())
        if self._live is not None:
            self._live.refresh()
        rows = self._connection.execute("EXPLAIN " + sql, dict(parameters) or None).fetchall()
        return "\n".join(str(row[1]) for row in rows)

    def catalogs(self) -> tuple[Catalog, ...]:
        """Return the sources with their tables and columns."""
        found = []
        if self._live is not None:
            tables = tuple(
                Table(view.name, tuple(Column(c.name, c.type, c.description) for c in view.columns), view.description)
                for view in VIEWS
            )
            found.append(Catalog("live", "", tables))
        found += [Catalog(each.name, each.kind, self._columns(each), each.away) for each in self._attached]
        return tuple(found)

    def share(self) -> float | None:
        """Return how much of the statement is done, from 0 to 1; None where DuckDB does not know. From any thread."""
        percent = self._connection.query_progress()
        return min(1.0, percent / 100) if percent > 0 else None

    def interrupt(self) -> None:
        """Stop what runs."""
        self._connection.interrupt()

    def _tables(self) -> dict[str, set[str]]:
        known = {each.name.lower(): {table.lower() for table in each.tables} for each in self._attached}
        if self._live is not None:
            known["live"] = {view.name for view in VIEWS}
        return known

    def _reach(self) -> None:
        for each in self._attached:
            if each.away:
                raise SourceAwayError(f"The source “{each.name}” cannot be reached: {each.away}")

    def _columns(self, each: Attached) -> tuple[Table, ...]:
        columns: dict[str, list[Column]] = {name: [] for name in each.tables}
        rows: list[tuple[Any, ...]] = self._connection.execute(
            "SELECT schema_name, table_name, column_name, data_type FROM duckdb_columns() WHERE database_name = ? "
            "ORDER BY column_index",
            [each.name],
        ).fetchall()
        for schema, table, column, kind in rows:
            name = table if schema in ("main", "public") else f"{schema}.{table}"
            if name in columns:
                columns[name].append(Column(column, kind))
        return tuple(Table(name, tuple(found)) for name, found in sorted(columns.items()))


def extension(name: str) -> Path:
    """Return the file of a DuckDB extension that came as a package (raises SourceAwayError when it has none)."""
    spec = importlib.util.find_spec(f"duckdb_extension_{name}")
    folder = Path(spec.origin).parent if spec is not None and spec.origin else None
    found = sorted(folder.glob(f"extensions/*/{name}.duckdb_extension")) if folder is not None else []
    if not found:
        raise SourceAwayError(
            f"The package duckdb-extension-{name.replace('_', '-')} is missing; install Daytrail anew."
        )
    return found[-1]
