import apsw
import pytest

from storage.sqlite.documents import DOCUMENT_SQL, document_id, key_of, start_of


@pytest.mark.parametrize("start_us", [0, 1_793_534_400_000_000, -5_000_000_000_000_000, 1 << 62, -(1 << 62)])
def test_a_row_tells_key_and_start_and_sql_agrees(start_us: int) -> None:
    row = document_id(start_us, 77)

    assert key_of(row) == 77
    assert abs(start_us) > 1 << 54 or 0 <= start_us - start_of(row) < 1 << 24
    connection = apsw.Connection(":memory:")
    assert connection.execute(f"SELECT {DOCUMENT_SQL} FROM (SELECT ? AS start_us, 77 AS key)", (start_us,)).get == row


def test_rows_are_in_order_of_time_then_of_arrival() -> None:
    rows = [document_id(start_us, key) for start_us, key in ((-1, 9), (0, 1), (0, 2), (20_000_000, 1))]

    assert rows == sorted(rows)
    assert len(set(rows)) == 4
