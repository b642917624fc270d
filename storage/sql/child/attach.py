"""Attaches sources to the DuckDB connection, each in its own way; one that is away is remembered, not raised."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import duckdb

from storage.sql.child import databases, daytrail, files, memos
from storage.sql.child.attached import Attached
from storage.sql.messages import Source

Attach = Callable[[duckdb.DuckDBPyConnection, Source, Callable[[str], Path]], Attached]


_WAYS: Final[dict[str, Attach]] = {
    "sqlite": databases.attach_sqlite,
    "memos": memos.attach_memos,
    "daytrail": daytrail.attach_daytrail,
    "postgres": databases.attach_postgres,
    "parquet": files.attach_parquet,
    "csv": files.attach_csv,
    "json": files.attach_json,
    "iceberg": files.attach_iceberg,
}


def attach(connection: duckdb.DuckDBPyConnection, source: Source, extension: Callable[[str], Path]) -> Attached:
    """Attach one source read-only; `extension` finds the file of a DuckDB extension."""
    try:
        return _WAYS[source.kind](connection, source, extension)
    except (duckdb.Error, OSError) as error:
        return Attached(source.name, source.kind, away=_without_secret(str(error), source))


def _without_secret(message: str, source: Source) -> str:
    said = " ".join(message.split())
    return said.replace(source.secret, "…") if source.secret else said
