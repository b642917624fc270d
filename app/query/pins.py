"""Answers as lanes of the timeline: which columns are time, length, number and name, and asking anew."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from app.query.memory import Pin
from app.timeline.pinned import NO_ROWS, PinnedLane, PinnedRows
from storage.sql.engine import Engine, Limits, QueryError, Statement
from storage.sql.zone import zone_name

_LIMITS: Final = Limits(seconds=30.0, rows=200_000)
_LENGTHS: Final = ("seconds", "duration_s")
_DAY_US: Final = 86_400_000_000


@dataclass(frozen=True, slots=True)
class LaneColumns:
    """Places of the columns that a lane is drawn from; None where there is none."""

    start: int
    end: int | None
    seconds: int | None
    value: int | None
    label: int | None


def lane_columns(schema: pa.Schema) -> LaneColumns | None:
    """Return the columns for a lane, None when no column is a time: the first time begins, the second ends."""
    kinds = [field.type for field in schema]
    times = [at for at, kind in enumerate(kinds) if pa.types.is_timestamp(kind)]
    times = times or [at for at, kind in enumerate(kinds) if pa.types.is_date(kind)][:1]
    if not times:
        return None
    numbers = [at for at, kind in enumerate(kinds) if _is_number(kind)]
    words = [at for at, kind in enumerate(kinds) if pa.types.is_string(kind)]
    end = times[1] if len(times) > 1 else None
    seconds = next((at for at in numbers if schema.names[at] in _LENGTHS), None) if end is None else None
    value = next((at for at in numbers if at != seconds and schema.names[at] not in _LENGTHS), None)
    return LaneColumns(times[0], end, seconds, value, words[0] if words else None)


def ask_pin(engine: Engine | None, pin: Pin, before: PinnedLane | None = None) -> PinnedLane:
    """Return the lane of a pin, asked anew; what goes wrong is in the lane, with the rows of `before`. Waits."""
    rows = before.rows if before is not None else NO_ROWS
    if engine is None:
        return PinnedLane(pin.title, rows, f"“{pin.engine}” is detached")
    run = engine.run(Statement(pin.sql, pin.values, _LIMITS))
    try:
        schema = run.schema()
        table = pa.Table.from_batches(list(run.batches()), schema)
    except QueryError as error:
        return PinnedLane(pin.title, rows, str(error))
    finally:
        run.close()
    columns = lane_columns(table.schema)
    if columns is None:
        return PinnedLane(pin.title, rows, "no time in the answer")
    return PinnedLane(pin.title, rows_of(table, columns))


def ask_pins(
    engines: Mapping[str, Engine], pins: tuple[Pin, ...], before: Mapping[str, PinnedLane]
) -> list[PinnedLane]:
    """Return the lanes of all pins, one after the other; see `ask_pin`."""
    return [ask_pin(engines.get(pin.engine), pin, before.get(pin.title)) for pin in pins]


def rows_of(table: pa.Table, columns: LaneColumns) -> PinnedRows:
    """Return the rows of an answer that have a time, sorted by it."""
    table = table.filter(pc.is_valid(table.column(columns.start)))
    starts = _micros(table.column(columns.start))
    ends = _ends(table, columns, starts)
    order = np.argsort(starts, kind="stable")
    labels, names = _labels(table, columns.label)
    values = np.full(len(starts), np.nan) if columns.value is None else _floats(table.column(columns.value))
    return PinnedRows(starts[order], ends[order], values[order], labels[order], names)


def _ends(table: pa.Table, columns: LaneColumns, starts: NDArray[np.int64]) -> NDArray[np.int64]:
    if columns.end is not None:
        column = table.column(columns.end)
        ends = _micros(pc.coalesce(column, table.column(columns.start).cast(column.type)))
    elif columns.seconds is not None:
        ends = starts + (np.nan_to_num(_floats(table.column(columns.seconds))) * 1e6).astype(np.int64)
    elif pa.types.is_date(table.schema.field(columns.start).type):
        ends = starts + _DAY_US
    else:
        ends = starts
    return np.maximum(starts, ends)


def _micros(column: pa.ChunkedArray) -> NDArray[np.int64]:
    """Return times in microseconds UTC; those without a zone are this computer's."""
    if column.type.tz is None if pa.types.is_timestamp(column.type) else True:
        naive = column.cast(pa.timestamp("us"))
        column = pc.assume_timezone(naive, zone_name() or "UTC", ambiguous="earliest", nonexistent="latest")
    micros: NDArray[np.int64] = column.cast(pa.timestamp("us", tz="UTC")).cast(pa.int64()).to_numpy()
    return micros


def _floats(column: pa.ChunkedArray) -> NDArray[np.float64]:
    floats: NDArray[np.float64] = column.cast(pa.float64(), safe=False).to_numpy()
    return floats


def _labels(table: pa.Table, at: int | None) -> tuple[NDArray[np.int32], tuple[str, ...]]:
    if at is None:
        return np.full(table.num_rows, -1, np.int32), ()
    encoded: Any = table.column(at).combine_chunks().dictionary_encode()
    labels: NDArray[np.int32] = pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False).astype(np.int32)
    return labels, tuple(encoded.dictionary.to_pylist())


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind))
