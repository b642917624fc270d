"""Answers as lanes: which columns are used, and times with and without a zone."""

from datetime import UTC, date, datetime

import pyarrow as pa

from app.query.pins import lane_columns, rows_of

MOMENT = pa.timestamp("us", tz="UTC")
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
NOON_US = 1_795_176_000_000_000


def lane_of(**columns: pa.Array) -> list[tuple[int, int, float, str | None]]:
    table = pa.table(columns)
    wanted = lane_columns(table.schema)
    assert wanted is not None
    rows = rows_of(table, wanted)
    names = [None if at < 0 else rows.label_names[at] for at in rows.labels]
    return list(zip(rows.starts.tolist(), rows.ends.tolist(), rows.values.tolist(), names, strict=True))


def test_start_end_name_and_number() -> None:
    (row,) = lane_of(
        app=pa.array(["editor"]),
        start=pa.array([NOON], MOMENT),
        end=pa.array([datetime(2026, 11, 20, 13, tzinfo=UTC)], MOMENT),
        keys=pa.array([7]),
    )
    assert row == (NOON_US, NOON_US + 3_600_000_000, 7.0, "editor")


def test_seconds_make_an_end() -> None:
    (row,) = lane_of(start=pa.array([NOON], MOMENT), seconds=pa.array([1.5]), value=pa.array([4]))
    assert row[:3] == (NOON_US, NOON_US + 1_500_000, 4.0)


def test_a_day_is_as_long_as_a_day_and_begins_at_this_zones_midnight() -> None:
    (row,) = lane_of(day=pa.array([date(2026, 11, 20)]), minutes=pa.array([30.0]))
    midnight = datetime(2026, 11, 20).astimezone()
    assert row[:3] == (int(midnight.timestamp()) * 1_000_000, row[0] + 86_400_000_000, 30.0)


def test_rows_without_a_time_are_left_out_and_the_rest_sorted() -> None:
    later = datetime(2026, 11, 20, 13, tzinfo=UTC)
    found = lane_of(start=pa.array([later, None, NOON], MOMENT), name=pa.array(["b", "x", None]))
    assert [(start, name) for start, _, _, name in found] == [(NOON_US, None), (NOON_US + 3_600_000_000, "b")]


def test_an_open_end_is_a_moment() -> None:
    (row,) = lane_of(start=pa.array([NOON], MOMENT), end=pa.array([None], MOMENT))
    assert row[0] == row[1] == NOON_US


def test_without_a_time_there_is_no_lane() -> None:
    assert lane_columns(pa.schema([("app", pa.string()), ("minutes", pa.int64())])) is None
