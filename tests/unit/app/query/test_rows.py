import pyarrow as pa

from app.query.rows import Rows


def _rows() -> Rows:
    rows = Rows()
    table = pa.table({"n": [3, 1, 2, None], "name": ["tea", "Milk", None, "teapot"]})
    rows.schema = table.schema
    for batch in table.to_batches(max_chunksize=2):
        rows.add(batch)
    return rows


def test_rows_are_read_where_they_are_looked_at() -> None:
    rows = _rows()
    assert (rows.count, rows.total) == (4, 4)
    assert [rows.value(at, 0) for at in range(4)] == [3, 1, 2, None]
    assert rows.value(3, 1) == "teapot"


def test_sorting_and_filtering_leave_the_answer_as_it_came() -> None:
    rows = _rows()
    rows.show(rows.arranged("", 0, descending=True))
    assert [rows.value(at, 0) for at in range(4)] == [3, 2, 1, None]
    rows.show(rows.arranged("TEA", None, descending=False))
    assert [rows.value(at, 1) for at in range(rows.count)] == ["tea", "teapot"]
    assert rows.table().column("n").to_pylist() == [3, None]
    rows.show(rows.arranged("", None, descending=False))
    assert rows.table(1).column("name").to_pylist() == ["tea"]
