"""One statement, plain tuples."""

import apsw

from storage.sqlite.query import fetch_all, fetch_one, fetch_value


def test_rows_row_and_value() -> None:
    connection = apsw.Connection(":memory:")
    numbers = "SELECT value, value * 2 FROM json_each(?)"
    assert fetch_all(connection, numbers, ("[1,2]",)) == [(1, 2), (2, 4)]
    assert fetch_one(connection, numbers, ("[7]",)) == (7, 14)
    assert fetch_one(connection, numbers, ("[]",)) is None
    assert fetch_value(connection, "SELECT :x", {"x": 5}) == 5
    assert fetch_value(connection, numbers, ("[]",)) is None
