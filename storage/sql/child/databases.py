"""Attaches databases: any SQLite file, PostgreSQL. Read-only, in the database's own words."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import duckdb

from storage.sql.child.attached import Attached, literal, name
from storage.sql.messages import Source

_CONNECT_S = 5


def attach_sqlite(connection: duckdb.DuckDBPyConnection, source: Source, extension: Callable[[str], Path]) -> Attached:
    """Attach a SQLite file."""
    load(connection, "sqlite_scanner", extension)
    attach_file(connection, source.location, source.name)
    return Attached(source.name, source.kind, tables_of(connection, source.name))


def attach_postgres(
    connection: duckdb.DuckDBPyConnection, source: Source, extension: Callable[[str], Path]
) -> Attached:
    """Attach a PostgreSQL or TimescaleDB database."""
    load(connection, "postgres_scanner", extension)
    parts = urlsplit(source.location)
    query = "&".join(filter(None, [parts.query, f"connect_timeout={_CONNECT_S}"]))
    address = urlunsplit(parts._replace(query=query))
    secret = name(f"{source.name}_password")
    if source.secret:
        connection.execute(f"CREATE SECRET {secret} (TYPE postgres, PASSWORD {literal(source.secret)})")
    using = f", SECRET {secret}" if source.secret else ""
    connection.execute(f"ATTACH {literal(address)} AS {name(source.name)} (TYPE postgres, READ_ONLY{using})")
    return Attached(source.name, source.kind, tables_of(connection, source.name))


def load(connection: duckdb.DuckDBPyConnection, which: str, extension: Callable[[str], Path]) -> None:
    """Load an extension from its package."""
    connection.execute(f"LOAD {literal(str(extension(which)))}")


def attach_file(connection: duckdb.DuckDBPyConnection, path: str, alias: str) -> None:
    """Attach a SQLite file read-only (raises OSError when there is none)."""
    if not Path(path).is_file():
        raise FileNotFoundError(f"there is no file {path}")
    connection.execute(f"ATTACH {literal(path)} AS {name(alias)} (TYPE sqlite, READ_ONLY)")


def tables_of(connection: duckdb.DuckDBPyConnection, catalog: str) -> tuple[str, ...]:
    """Return the tables and views of a catalog, with the schema before them where it is not the usual one."""
    rows = connection.execute(
        "SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = $1 AND NOT internal UNION "
        "SELECT schema_name, view_name FROM duckdb_views() WHERE database_name = $1 AND NOT internal ORDER BY 1, 2",
        [catalog],
    ).fetchall()
    return tuple(table if schema in ("main", "public") else f"{schema}.{table}" for schema, table in rows)
