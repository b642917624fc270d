"""Runs one statement and hands back plain tuples, which is all the types of a row that SQLite can promise."""

from collections.abc import Mapping, Sequence
from typing import Any

import apsw

Row = tuple[Any, ...]
Bindings = Sequence[Any] | Mapping[str, Any]


def fetch_all(connection: apsw.Connection, sql: str, bindings: Bindings = ()) -> list[Row]:
    """Return all rows."""
    return connection.execute(sql, bindings).fetchall()


def fetch_one(connection: apsw.Connection, sql: str, bindings: Bindings = ()) -> Row | None:
    """Return the first row, None when there is none."""
    return connection.execute(sql, bindings).fetchone()


def fetch_value(connection: apsw.Connection, sql: str, bindings: Bindings = ()) -> Any:
    """Return the first value of the first row, None when there is none."""
    row = connection.execute(sql, bindings).fetchone()
    return None if row is None else row[0]
