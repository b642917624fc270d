from storage.export.columns import COLUMNS, cells, iso_us


def test_every_column_has_a_value_in_every_row(shelf) -> None:
    for row in cells(shelf.events):
        assert len(row) == len(COLUMNS)


def test_times_are_exact_and_bounded() -> None:
    assert iso_us(-1) == "1969-12-31T23:59:59.999999Z"
    assert iso_us(1_793_491_200_000_001) == "2026-11-01T00:00:00.000001Z"
    assert iso_us(1 << 62) is None
