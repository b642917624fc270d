"""Writes the answer of a query as a table for people, JSON, CSV or Parquet, in batches as it comes."""

import csv
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO, Final, TextIO

import orjson

from storage.sql.engine import PLAN, Run

_WIDEST: Final = 60
_LOOK_AT: Final = 1_000


def write_table(run: Run, out: TextIO) -> None:
    """Write aligned columns; widths come from the first thousand rows. A plan is written as it is."""
    names = list(run.schema().names)
    if names == [PLAN]:
        out.writelines(f"{line}\n" for batch in run.batches() for line in batch.column(0).to_pylist())
        return
    numeric: list[bool] = []
    widths: list[int] = []
    count = 0
    for batch in run.batches():
        rows = [[_cell(value) for value in row.values()] for row in _rows(batch, names)]
        if not widths:
            looked = rows[:_LOOK_AT]
            numeric = [_is_numeric(field) for field in run.schema()]
            widths = [min(_WIDEST, max(len(name), *(len(row[i]) for row in looked))) for i, name in enumerate(names)]
            out.write(_line(names, widths, numeric) + "\n" + "  ".join("─" * width for width in widths) + "\n")
        out.writelines(_line(row, widths, numeric) + "\n" for row in rows)
        count += len(rows)
    if not widths:
        out.write("  ".join(names) + "\n")
    out.write(f"{count} row{'' if count == 1 else 's'}\n")


def write_json(run: Run, out: TextIO) -> None:
    """Write a list of objects, one a line."""
    names = list(run.schema().names)
    separator = "[\n"
    for batch in run.batches():
        for row in _rows(batch, names):
            out.write(separator + orjson.dumps(row, default=_plain).decode())
            separator = ",\n"
    out.write("[]\n" if separator == "[\n" else "\n]\n")


def write_csv(run: Run, out: TextIO) -> None:
    """Write RFC 4180 with a header."""
    writer = csv.writer(out)
    names = list(run.schema().names)
    writer.writerow(names)
    for batch in run.batches():
        writer.writerows([_exact(value) for value in row.values()] for row in _rows(batch, names))


def write_parquet(run: Run, path: Path) -> None:
    """Write one file, zstd; it appears when it is whole."""
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as file:
            stream_parquet(run, file)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def stream_parquet(run: Run, out: BinaryIO) -> None:
    """Write Parquet, zstd, to where it cannot be sought: a pipe."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with pq.ParquetWriter(pa.PythonFile(out, mode="w"), run.schema(), compression="zstd") as writer:
        for batch in run.batches():
            writer.write_batch(batch)


def _rows(batch: Any, names: list[str]) -> list[dict[str, Any]]:
    """Return a batch's rows; columns of equal name get numbers, so that none is lost."""
    unique = [name if names.index(name) == at else f"{name}_{at}" for at, name in enumerate(names)]
    columns = [batch.column(at).to_pylist() for at in range(len(names))]
    return [dict(zip(unique, values, strict=True)) for values in zip(*columns, strict=True)]


def _cell(value: object) -> str:
    rounded = isinstance(value, float) and value == value and abs(value) < 1e15
    text = "" if value is None else f"{value:.6g}" if rounded else _exact(value)
    text = " ".join(str(text).split())
    return text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…"


def _exact(value: object) -> object:
    """Return a value as one cell of text formats, nothing of it lost."""
    if isinstance(value, datetime):
        return value.astimezone().isoformat(sep=" ") if value.tzinfo else value.isoformat(sep=" ")
    if isinstance(value, (dict, list, tuple)):
        return orjson.dumps(value, default=_plain, option=orjson.OPT_NON_STR_KEYS).decode()
    if isinstance(value, bytes):
        return value.hex()
    return value


def _plain(value: object) -> object:
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, (date, time)):
        return value.isoformat()
    return str(value)


def _is_numeric(field: Any) -> bool:
    return str(field.type).startswith(("int", "uint", "float", "double", "decimal", "half"))


def _line(cells: list[str], widths: list[int], numeric: list[bool]) -> str:
    parts = [
        cell.rjust(width) if right else cell.ljust(width)
        for cell, width, right in zip(cells, widths, numeric, strict=True)
    ]
    return "  ".join(parts).rstrip()
