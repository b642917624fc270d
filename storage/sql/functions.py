"""The functions that queries may call: those of DuckDB 1.5 that compute from their arguments alone.

`functions.txt` is the list. Left out on purpose is everything that reads files, settings, variables, secrets,
sequences, other statements or the engine's insides, that sleeps, writes a log or loads anything.
"""

from functools import cache
from pathlib import Path
from typing import Final

_SIGNS: Final = "!__postfix !~~ !~~* % & && * ** + - -> ->> / // <-> << <=> <@ >> @ @> ^ ^@ | || ~ ~~ ~~* ~~~"
OPERATORS: Final = frozenset(_SIGNS.split())
TABLE_FUNCTIONS: Final = frozenset({"range", "generate_series", "unnest", "json_each", "json_tree"})
SYSTEM_PREFIXES: Final = ("duckdb_", "pg_", "sqlite_", "pragma_", "information_schema")


@cache
def allowed_functions() -> frozenset[str]:
    """Return the names, in lower case."""
    return frozenset(Path(__file__).with_name("functions.txt").read_text(encoding="ascii").split())
