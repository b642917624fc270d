"""Judges a statement before any engine sees it: one SELECT, tables of the sources, listed functions. With places.

It parses with sqlglot. What DuckDB runs is judged a second time by DuckDB's own parser (`storage/sql/child/guard.py`).
"""

import logging
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from storage.sql.engine import QueryError, QueryRefusedError
from storage.sql.functions import SYSTEM_PREFIXES, TABLE_FUNCTIONS, allowed_functions
from storage.sql.parameters import as_dollars

LIVE = "live"
_ONLY_READ = "Queries only read: write SELECT (or FROM, WITH, VALUES)."
_EXPLAIN = re.compile(r"\s*EXPLAIN\b(?!\s*\()", re.IGNORECASE)
_SPELLED = {
    "replacement_scan",
    "if",
    "case",
    "cast",
    "try_cast",
    "extract",
    "interval",
    "exists",
    "columns",
    "not",
    "and",
}
"""Words that stand before a bracket and are no functions."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A statement that may run: with `$name` parameters, the sources it names, and whether only its plan is wanted."""

    sql: str
    sources: frozenset[str]
    explain: bool = False


def judge(sql: str, tables: Mapping[str, Collection[str]] | None, dialect: str = "duckdb") -> Judged:
    """Let a statement pass that only reads.

    Args:
        sql: the statement with `:name` parameters.
        tables: what may be read: names by source, lower case; "*" stands for all of a source. None leaves it to a
            server to know its tables and functions; the sources are then its catalogs.
        dialect: of sqlglot.

    Raises:
        QueryError: it cannot be parsed, with the place.
        QueryRefusedError: it does what is not allowed, with the place.
    """
    text = as_dollars(sql).rstrip().rstrip(";")
    match = _EXPLAIN.match(text)
    explain = match is not None
    if match is not None:  # blanks keep the places
        text = " " * match.end() + text[match.end() :]
    tree = _parse(text, dialect)
    return Judged(text, _Judge(text, tables, check_functions=tables is not None).sources(tree), explain)


@cache
def _glot() -> Any:
    """Load sqlglot when the first statement comes; it takes half a second."""
    import sqlglot

    logging.getLogger("sqlglot").setLevel(logging.ERROR)
    return sqlglot


def _parse(text: str, dialect: str) -> Any:
    glot = _glot()
    try:
        trees = [tree for tree in glot.parse(text, dialect=dialect) if tree is not None]
    except glot.errors.ParseError as error:
        first = error.errors[0] if error.errors else {}
        word = str(first.get("highlight") or "")
        said = f"This cannot be read from “{word}” on." if word else "The statement is not complete."
        line, column = int(first.get("line") or 0), int(first.get("col") or 0)
        raise QueryError(said, line, max(1, column - len(word) + 1), max(1, len(word))) from error
    except glot.errors.TokenError as error:
        raise QueryError("A quote, bracket or comment is not closed.") from error
    except RecursionError as error:
        raise QueryRefusedError("The statement is nested too deeply.") from error
    if not trees:
        raise QueryError("Write a statement first.")
    if len(trees) > 1:
        raise QueryRefusedError("Write one statement at a time.")
    return trees[0]


class _Judge:
    def __init__(self, text: str, tables: Mapping[str, Collection[str]] | None, *, check_functions: bool) -> None:
        self._text = text
        self._tables = tables
        self._check_functions = check_functions

    def sources(self, tree: Any) -> frozenset[str]:
        """Return the sources a tree reads, or raise at the first thing that is not allowed."""
        exp = _glot().exp
        if not isinstance(tree, (exp.Query, exp.Values)):
            raise QueryRefusedError(_ONLY_READ, *self._place(tree))
        forbidden = (exp.DDL, exp.DML, exp.Command, exp.Describe, exp.Summarize, exp.Pragma, exp.Set, exp.Into)
        for node in tree.walk():
            if isinstance(node, forbidden) and not isinstance(node, (exp.Query, exp.Values)):
                raise QueryRefusedError(_ONLY_READ, *self._place(node))
        ctes = {cte.alias.lower() for cte in tree.find_all(exp.CTE)}
        for name in ctes:
            if not name.isidentifier() or name.startswith(SYSTEM_PREFIXES):
                raise QueryRefusedError(f"“{name}” cannot be the name of a common table expression; use another.")
        if self._check_functions:
            for function in tree.find_all(exp.Func):
                self._function(function)
        return frozenset(source for table in tree.find_all(exp.Table) for source in self._table(table, ctes))

    def _function(self, function: Any) -> None:
        name = self._written(function)
        if not name or name in _SPELLED or not name.replace("_", "").isalnum():
            return
        if name not in allowed_functions() and name not in TABLE_FUNCTIONS:
            raise QueryRefusedError(f"The function {name} is not allowed in queries.", *self._place(function))

    def _written(self, node: Any) -> str:
        meta = node.meta
        if "start" in meta and "end" in meta:
            return self._text[meta["start"] : meta["end"] + 1].strip('"').lower()
        return str(node.this).lower() if type(node).__name__ == "Anonymous" else ""

    def _table(self, table: Any, ctes: set[str]) -> Iterator[str]:
        exp = _glot().exp
        if isinstance(table.this, exp.Func):
            name = self._written(table.this)
            if name not in TABLE_FUNCTIONS:
                message = f"The table function {name or table.this.key} is not allowed; attach the source instead."
                raise QueryRefusedError(message, *self._place(table.this))
            return
        catalog, schema, name = table.catalog.lower(), table.db.lower(), table.name.lower()
        if self._tables is None:
            if catalog:
                yield catalog
            return
        if not catalog and not schema:
            if name in ctes:
                return
            yield self._known(LIVE, name, table)
        elif not catalog:
            yield self._known(schema, name, table)
        elif schema == "main" and name in self._tables.get(catalog, ()):
            yield catalog
        else:
            yield self._known(catalog, f"{schema}.{name}", table)

    def _known(self, source: str, name: str, table: Any) -> str:
        tables = None if self._tables is None else self._tables.get(source)
        if tables is None:
            written = f"{source}.{name}"
            raise QueryRefusedError(f"There is no source “{source}” (in “{written}”).", *self._place(table.this))
        if name not in tables and "*" not in tables:
            message = f"There is no table “{name}” in “{source}”."
            raise QueryRefusedError(message, *self._place(table.this))
        return source

    def _place(self, node: Any) -> tuple[int, int, int]:
        """Return line, column and length of a node, zeros where it has no place of its own."""
        for one in node.walk():
            if "start" in one.meta:
                start, length = int(one.meta["start"]), int(one.meta["end"]) - int(one.meta["start"]) + 1
                before = self._text[:start]
                return before.count("\n") + 1, start - (before.rfind("\n") + 1) + 1, length
        return 0, 0, 1
