import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from itertools import chain

import pyarrow as pa
import pytest

from app.query import arranging
from app.query.arranging import matching, ordered

DAY = dt.datetime(2026, 11, 21, 9, tzinfo=dt.UTC)


def _pieces(values: list[object], kind: pa.DataType) -> Iterator[pa.Array]:
    for at in range(0, len(values), 2):
        yield pa.array(values[at : at + 2], kind)


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (pa.int32(), [3, None, 1, 2, 1]),
        (pa.int64(), [2**60 + 1, None, 2**60, -(2**62), 2**60 + 2]),
        (pa.float64(), [0.5, None, -1.0, 2.5, 0.0]),
        (pa.decimal128(9, 2), [Decimal("1.10"), None, Decimal("1.01"), Decimal("-3"), Decimal("2")]),
        (pa.timestamp("us", "UTC"), [DAY, None, DAY - dt.timedelta(1), DAY + dt.timedelta(1), DAY]),
        (pa.date32(), [DAY.date(), None, dt.date(1960, 1, 1), dt.date(2030, 1, 1), DAY.date()]),
        (pa.time64("us"), [dt.time(9), None, dt.time(1), dt.time(23), dt.time(9)]),
        (pa.bool_(), [True, None, False, True, False]),
        (pa.string(), ["tea", None, "milk", "", "tea"]),
        (pa.list_(pa.int64()), [[2], None, [1], [3], [1]]),
    ],
)
def test_every_type_is_sorted_both_ways_with_nothing_at_the_end(kind: pa.DataType, values: list[object]) -> None:
    told = [value for value in values if value is not None]
    for down in (False, True):
        places = ordered(_pieces(values, kind), kind, len(values), None, down=down)
        expected = sorted(told, key=lambda value: value, reverse=down)  # type: ignore[arg-type,return-value]
        assert [values[at] for at in places] == [*expected, None]


def test_equal_values_stay_as_they_came() -> None:
    values: list[object] = ["b", "a", "b", "a"]
    assert list(ordered(_pieces(values, pa.string()), pa.string(), 4, None, down=True)) == [0, 2, 1, 3]


def test_more_words_than_a_dictionary_may_have_are_sorted_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    values: list[object] = ["d", "b", None, "a", "c", "a", "e", None, "b"]
    right = list(ordered(_pieces(values, pa.string()), pa.string(), 9, None, down=False))
    monkeypatch.setattr(arranging, "_MOST_WORDS", 2)
    assert list(ordered(_pieces(values, pa.string()), pa.string(), 9, None, down=False)) == right
    assert [values[at] for at in right] == ["a", "a", "b", "b", "c", "d", "e", None, None]


def test_only_what_a_filter_left_is_sorted() -> None:
    table = pa.table({"n": [5, 4, 3, 2, 1], "name": ["Tea", "milk", "teapot", None, "x"], "at": [DAY] * 5})
    found = matching(chain(table.to_batches(max_chunksize=2)), "tea")
    assert list(found) == [0, 2]
    values: list[object] = table.column("n").to_pylist()
    assert list(ordered(_pieces(values, pa.int64()), pa.int64(), 5, found, down=False)) == [2, 0]
    assert list(matching(chain(table.to_batches()), "2026-11")) == [0, 1, 2, 3, 4]
    assert list(matching(chain(table.to_batches()), "4")) == [1]
    assert list(matching(chain(table.to_batches()), "nowhere")) == []
