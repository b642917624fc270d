"""Trino's types as Arrow's: what a column becomes, and how its values are taken over."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pyarrow as pa

Signature = Mapping[str, Any]
"""A `typeSignature` of the client protocol: `rawType` and `arguments`."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The Arrow type of a column, and what turns a value of the client library (never None) into one it takes."""

    type: pa.DataType
    take: Callable[[Any], Any]


def _same(value: Any) -> Any:
    return value


_SIMPLE: Final[Mapping[str, pa.DataType]] = {
    "boolean": pa.bool_(),
    "tinyint": pa.int8(),
    "smallint": pa.int16(),
    "integer": pa.int32(),
    "bigint": pa.int64(),
    "real": pa.float32(),
    "double": pa.float64(),
    "varbinary": pa.binary(),
    "date": pa.date32(),
    "time": pa.time64("us"),
    "timestamp": pa.timestamp("us"),
    "timestamp with time zone": pa.timestamp("us", tz="UTC"),
}


def shape_of(signature: Signature) -> Shape:
    """Return the shape of a type; one that Arrow has no like of (interval, uuid, JSON, sketches) becomes text."""
    raw = str(signature["rawType"])
    arguments: Sequence[Mapping[str, Any]] = signature.get("arguments") or ()
    if raw in _SIMPLE:
        return Shape(_SIMPLE[raw], _same)
    if raw == "decimal":
        return Shape(pa.decimal128(int(arguments[0]["value"]), int(arguments[1]["value"])), _same)
    if raw == "array":
        return _array(shape_of(arguments[0]["value"]))
    if raw == "map":
        return _map(shape_of(arguments[0]["value"]), shape_of(arguments[1]["value"]))
    if raw == "row":
        return _row([argument["value"] for argument in arguments])
    return Shape(pa.string(), str)


def record_batch(schema: pa.Schema, shapes: Sequence[Shape], rows: Sequence[Sequence[Any]]) -> pa.RecordBatch:
    """Return rows as a batch."""
    columns = [pa.array([_taken(shape, row[at]) for row in rows], shape.type) for at, shape in enumerate(shapes)]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def _taken(shape: Shape, value: Any) -> Any:
    return None if value is None else shape.take(value)


def _array(item: Shape) -> Shape:
    return Shape(pa.list_(item.type), lambda values: [_taken(item, value) for value in values])


def _map(key: Shape, item: Shape) -> Shape:
    return Shape(
        pa.map_(key.type, item.type),
        lambda values: [(_taken(key, name), _taken(item, value)) for name, value in values.items()],
    )


def _row(fields: Sequence[Mapping[str, Any]]) -> Shape:
    names = [str((field.get("fieldName") or {}).get("name") or f"field{at}") for at, field in enumerate(fields)]
    shapes = [shape_of(field["typeSignature"]) for field in fields]
    kind = pa.struct([pa.field(name, shape.type) for name, shape in zip(names, shapes, strict=True)])

    def take(values: Sequence[Any]) -> dict[str, Any]:
        return {name: _taken(shape, value) for name, shape, value in zip(names, shapes, values, strict=True)}

    return Shape(kind, take)
