"""What a statement may do, judged by DuckDB's own syntax tree: tables, table functions and functions from a list.

The application has judged it before (`storage/sql/guard.py`) with another parser, for good messages; this is the judge
whose parser is the one that runs the statement.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

import duckdb

from storage.sql.engine import QueryRefusedError
from storage.sql.functions import OPERATORS, SYSTEM_PREFIXES, TABLE_FUNCTIONS, allowed_functions

Json = Any
_FROM_KINDS: Final = {"JOIN", "SUBQUERY", "EMPTY", "EXPRESSION_LIST", "PIVOT", "TABLE_FUNCTION", "BASE_TABLE"}
_NODE_KINDS: Final = {"SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE"}


def check(connection: duckdb.DuckDBPyConnection, sql: str, tables: Mapping[str, Collection[str]]) -> None:
    """Let a statement pass that only reads.

    Args:
        connection: parses.
        sql: one statement.
        tables: what may be read: names (lower case, schema-qualified where there are schemas) by catalog; "*" is all.

    Raises:
        QueryRefusedError: it is none, several, or does what is not allowed.
        duckdb.Error: it cannot be parsed.
    """
    statements = connection.extract_statements(sql)
    if len(statements) != 1:
        raise QueryRefusedError("Write one statement at a time.")
    if statements[0].type != duckdb.StatementType.SELECT:
        raise QueryRefusedError("Queries only read: write SELECT (or FROM, WITH, VALUES).")
    row = connection.execute("SELECT json_serialize_sql($1::VARCHAR)", [sql]).fetchone()
    tree = json.loads(row[0]) if row is not None else {"error": True}
    if tree.get("error"):
        raise QueryRefusedError("This kind of statement is not allowed; write SELECT (or FROM, WITH, VALUES).")
    _Judge(tables, allowed_functions()).look_at(tree["statements"])


class _Judge:
    def __init__(self, tables: Mapping[str, Collection[str]], functions: frozenset[str]) -> None:
        self._tables = tables
        self._functions = functions

    def look_at(self, tree: Json) -> None:
        """Raise at the first thing that is not allowed."""
        ctes = {name.lower() for node in _nodes(tree) for name in _cte_names(node)}
        for name in ctes:
            if not name.isidentifier() or name.startswith(SYSTEM_PREFIXES):
                raise QueryRefusedError(f"“{name}” cannot be the name of a common table expression; use another.")
        for node in _nodes(tree):
            self._node(node, ctes)

    def _node(self, node: Mapping[str, Json], ctes: set[str]) -> None:
        kind = node.get("type")
        if "function_name" in node and node.get("class") in ("FUNCTION", "WINDOW"):
            self._function(node)
        if "sample" in node and "alias" in node and "class" not in node and isinstance(kind, str):
            if kind not in _FROM_KINDS:
                raise QueryRefusedError(
                    "DESCRIBE, SHOW and SUMMARIZE are not allowed; the sources are listed at the left."
                )
            if kind == "BASE_TABLE":
                self._table(node, ctes)
            if kind == "TABLE_FUNCTION":
                self._table_function(node)
        elif kind == "SHOW_REF":
            raise QueryRefusedError("DESCRIBE, SHOW and SUMMARIZE are not allowed; the sources are listed at the left.")
        elif isinstance(kind, str) and kind.endswith("_NODE") and kind not in _NODE_KINDS:
            raise QueryRefusedError("This kind of statement is not allowed; write SELECT (or FROM, WITH, VALUES).")

    def _function(self, node: Mapping[str, Json]) -> None:
        name = str(node["function_name"]).lower()
        if str(node.get("schema") or "") not in ("", "main", "pg_catalog") or node.get("catalog") not in (
            "",
            None,
            "system",
        ):
            raise QueryRefusedError(f"The function {name} may not be called through a schema.")
        if name not in self._functions and name not in OPERATORS:
            raise QueryRefusedError(f"The function {name} is not allowed in queries.")

    def _table_function(self, node: Mapping[str, Json]) -> None:
        name = str((node.get("function") or {}).get("function_name", "")).lower()
        if name not in TABLE_FUNCTIONS:
            raise QueryRefusedError(f"The table function {name} is not allowed; attach the source instead.")

    def _table(self, node: Mapping[str, Json], ctes: set[str]) -> None:
        catalog = str(node.get("catalog_name") or "").lower()
        schema = str(node.get("schema_name") or "").lower()
        name = str(node.get("table_name") or "").lower()
        if not catalog and not schema:
            if name in ctes or self._has("live", name):
                return
        elif not catalog:  # `memos.memo`: DuckDB reads the first part as catalog or schema
            if self._has(schema, name):
                return
        elif self._has(catalog, f"{schema}.{name}") or (schema in ("", "main") and self._has(catalog, name)):
            return
        written = ".".join(part for part in (catalog, schema, name) if part)
        raise QueryRefusedError(f"There is no table “{written}” in the attached sources.")

    def _has(self, catalog: str, name: str) -> bool:
        tables = self._tables.get(catalog, ())
        return name in tables or "*" in tables


def _nodes(tree: Json) -> Iterator[Mapping[str, Json]]:
    """Yield every object of a JSON tree."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            yield node
            waiting += node.values()
        elif isinstance(node, list):
            waiting += node


def _cte_names(node: Mapping[str, Json]) -> Iterator[str]:
    found = node.get("cte_map")
    if isinstance(found, dict):
        yield from (str(entry["key"]) for entry in found.get("map", ()))
    if node.get("type") in ("RECURSIVE_CTE_NODE", "CTE_NODE") and "cte_name" in node:
        yield str(node["cte_name"])
