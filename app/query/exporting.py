"""Writes an answer to a file: CSV, JSON Lines or Parquet, in the order shown."""

from pathlib import Path
from typing import Any, Final

import orjson
import pyarrow as pa

from app.query.rows import Rows

FORMATS: Final[dict[str, str]] = {"CSV": "csv", "JSON Lines": "jsonl", "Parquet": "parquet"}


def write_rows(rows: Rows, which: str, path: Path) -> int:
    """Write the shown rows and return how many; the file appears when it is whole (raises OSError)."""
    table = rows.table()
    part = path.with_name(path.name + ".part")
    try:
        {"CSV": _csv, "JSON Lines": _jsonl, "Parquet": _parquet}[which](table, part)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return int(table.num_rows)


def _csv(table: pa.Table, path: Path) -> None:
    from pyarrow import csv

    csv.write_csv(_flat(table), path)


def _parquet(table: pa.Table, path: Path) -> None:
    import pyarrow.parquet as pq

    pq.write_table(table, path, compression="zstd")


def _jsonl(table: pa.Table, path: Path) -> None:
    with path.open("wb") as file:
        for batch in table.to_batches():
            for row in batch.to_pylist():
                file.write(orjson.dumps(row, default=_plain, option=orjson.OPT_APPEND_NEWLINE))


def _flat(table: pa.Table) -> pa.Table:
    """Return a table whose nested and binary columns are text, as CSV needs it."""
    for at, field in enumerate(table.schema):
        if pa.types.is_nested(field.type) or pa.types.is_binary(field.type):
            texts = [None if value is None else str(_plain(value)) for value in table.column(at).to_pylist()]
            table = table.set_column(at, field.name, pa.array(texts, pa.string()))
    return table


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, (dict, list)):
        return orjson.dumps(value, default=_plain).decode()
    return str(value)
