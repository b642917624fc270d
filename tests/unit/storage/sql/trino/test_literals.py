"""Values as literals: nothing a value holds can leave its quotes, and errors are found where the owner wrote them."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from storage.sql.engine import QueryError, Value
from storage.sql.trino.literals import literal, with_values


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, "NULL"),
        (True, "TRUE"),
        (-3, "-3"),
        (1.5, "CAST('1.5' AS DOUBLE)"),
        (date(2026, 11, 20), "DATE '2026-11-20'"),
        (
            datetime(2026, 11, 20, 9, 0, tzinfo=timezone(timedelta(hours=1))),
            "TIMESTAMP '2026-11-20 08:00:00.000000 UTC'",
        ),
        (datetime(2026, 11, 20, tzinfo=UTC), "TIMESTAMP '2026-11-20 00:00:00.000000 UTC'"),
        ("it's' OR 1=1 --", "'it''s'' OR 1=1 --'"),
        ("a\nb", "('a' || chr(10) || 'b')"),
        ("", "''"),
    ],
)
def test_literals(value: Value, expected: str) -> None:
    assert literal(value) == expected


def test_places_move_back_to_where_they_were_written() -> None:
    written = with_values(
        "SELECT :word, wrong\nFROM t WHERE ':word' = :selection.start",
        {
            "word": "a long word",
            "selection_start": 1,
        },
    )
    assert written.sql == "SELECT 'a long word', wrong\nFROM t WHERE ':word' = 1"
    assert written.place(1, written.sql.index("wrong") + 1) == (1, 15)
    assert written.place(2, 6) == (2, 6)


def test_a_parameter_without_a_value_is_said() -> None:
    with pytest.raises(QueryError, match="word has no value"):
        with_values("SELECT :word", {})
