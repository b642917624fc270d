"""Attaches sources to the DuckDB connection, each in its own way; one that is away is remembered, not raised."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb

from storage.sql.child import databases, files
from storage.sql.child.attached import Attached
from storage.sql.messages import Source

Attach = Callable[[duckdb.DuckDBPyConnection, Source, Callable[[str], Path]], Attached]


@dataclass(frozen=True, slots=True)
class _Way:
    attach: Attach
    title: str


_WAYS: Final = {
    "sqlite": _Way(databases.attach_sqlite, "SQLite file"),
    "postgres": _Way(databases.attach_postgres, "PostgreSQL"),
    "parquet": _Way(files.attach_parquet, "Parquet"),
    "csv": _Way(files.attach_csv, "CSV"),
    "json": _Way(files.attach_json, "JSON"),
    "iceberg": _Way(files.attach_iceberg, "Iceberg"),
}


def attach(connection: duckdb.DuckDBPyConnection, source: Source, extension: Callable[[str], Path]) -> Attached:
    """Attach one source read-only; `extension` finds the file of a DuckDB extension."""
    way = _WAYS[source.kind]
    try:
        return way.attach(connection, source, extension)
    except (duckdb.Error, OSError) as error:
        return Attached(source.name, source.kind, away=_without_secret(str(error), source))


def _without_secret(message: str, source: Source) -> str:
    said = " ".join(message.split())
    return said.replace(source.secret, "…") if source.secret else said
