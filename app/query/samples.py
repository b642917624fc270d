"""A few values of each column of a table, for the schema tree: asked with one small statement."""

from collections.abc import Mapping
from typing import Any, Final

from storage.sql.engine import Engine, Limits, Statement

_ROWS: Final = 60
_VALUES: Final = 3
_LONGEST: Final = 24
_LIMITS: Final = Limits(seconds=10.0, memory_mb=512, rows=_ROWS)


def sample_values(engine: Engine, table: str) -> Mapping[str, str]:
    """Return up to three different values of each column in words, "" where there is none; waits for the engine.

    Args:
        engine: that has the table.
        table: as statements write it.

    Raises:
        QueryError: it cannot be read now.
    """
    sql = f"SELECT * FROM {table} LIMIT {_ROWS}"  # noqa: S608  judged as any other, and the owner's own
    run = engine.run(Statement(sql, limits=_LIMITS))
    found: dict[str, dict[str, None]] = {}
    try:
        for name in run.schema().names:
            found[name] = {}
        for batch in run.batches():
            for name, column in zip(batch.schema.names, batch.columns, strict=True):
                _gather(found[name], column.to_pylist())
    finally:
        run.close()
    return {name: " · ".join(values) for name, values in found.items()}


def _gather(words: dict[str, None], values: list[Any]) -> None:
    for value in values:
        if len(words) >= _VALUES:
            return
        if value is not None and value not in ("", b""):
            words[_word(value)] = None


def _word(value: Any) -> str:
    text = value.hex() if isinstance(value, bytes) else " ".join(str(value).split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
