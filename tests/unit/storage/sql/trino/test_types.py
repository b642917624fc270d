"""Trino's types in Arrow: every kind of value arrives, nested too, and nothing is nothing."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pyarrow as pa
import pytest

from storage.sql.trino.types import record_batch, shape_of
from tests.data.trino_server import of_field, of_number, of_type, signature

AT = datetime(2026, 11, 20, 9, 0, 0, 123456, tzinfo=UTC)


@pytest.mark.parametrize(
    ("of", "value", "kind", "arrives"),
    [
        (signature("bigint"), 2**60, pa.int64(), 2**60),
        (signature("tinyint"), -5, pa.int8(), -5),
        (signature("varchar", of_number(10)), "tea", pa.string(), "tea"),
        (signature("decimal", of_number(10), of_number(2)), Decimal("1.25"), pa.decimal128(10, 2), Decimal("1.25")),
        (signature("varbinary"), b"\0\1", pa.binary(), b"\0\1"),
        (signature("date"), date(2026, 1, 2), pa.date32(), date(2026, 1, 2)),
        (signature("time", of_number(6)), time(1, 2, 3, 4), pa.time64("us"), time(1, 2, 3, 4)),
        (signature("timestamp with time zone", of_number(6)), AT, pa.timestamp("us", tz="UTC"), AT),
        (signature("uuid"), UUID(int=1), pa.string(), str(UUID(int=1))),
        (signature("interval day to second"), timedelta(days=1), pa.string(), "1 day, 0:00:00"),
        (signature("array", of_type(signature("integer"))), [1, None], pa.list_(pa.int32()), [1, None]),
        (
            signature("map", of_type(signature("varchar")), of_type(signature("double"))),
            {"a": 1.0},
            pa.map_(pa.string(), pa.float64()),
            [("a", 1.0)],
        ),
        (
            signature("row", of_field("a", signature("integer")), of_field("b", signature("uuid"))),
            (1, UUID(int=2)),
            pa.struct([("a", pa.int32()), ("b", pa.string())]),
            {"a": 1, "b": str(UUID(int=2))},
        ),
    ],
)
def test_a_value_arrives(of: Any, value: object, kind: pa.DataType, arrives: object) -> None:
    shape = shape_of(of)
    assert shape.type == kind
    batch = record_batch(pa.schema([("x", shape.type)]), [shape], [(value,), (None,)])
    assert batch.column(0).to_pylist() == [arrives, None]
