from pathlib import Path

import pyarrow.dataset as ds
import pyarrow.parquet as pq

from storage.events import Event, new_uid
from storage.export.parquet import SCHEMA, ParquetSink

DAY_US = 86_400_000_000


def test_one_file_a_day_sorted_and_compressed(shelf, tmp_path: Path) -> None:
    sink = ParquetSink(tmp_path / "out")
    for event in shelf.events:
        sink.write([event])
    rows = sink.close()
    names = [path.relative_to(tmp_path / "out").as_posix() for path in rows]
    assert names == [f"events/year=2026/month=11/day=0{day}/events.parquet" for day in (1, 2, 3)]
    file = pq.ParquetFile(tmp_path / "out" / names[0])
    assert file.metadata.row_group(0).column(0).compression == "ZSTD"
    assert file.metadata.row_group(0).sorting_columns[0].column_index == SCHEMA.get_field_index("start_us")
    assert file.schema_arrow.field("tz_offset_min").metadata[b"unit"] == b"minutes"


def test_every_value_comes_back(shelf, tmp_path: Path) -> None:
    sink = ParquetSink(tmp_path / "out")
    sink.write(shelf.events)
    sink.close()
    table = ds.dataset(tmp_path / "out", partitioning="hive").to_table().sort_by("start_us")
    rows = table.to_pylist()
    assert [row["uid"] for row in rows] == [event.uid.hex() for event in shelf.events]
    assert [row["text"] for row in rows] == [event.text for event in shelf.events]
    assert [row["media"] for row in rows] == [event.media for event in shelf.events]
    assert [row["tz_offset_min"] for row in rows] == [event.tz_offset_min for event in shelf.events]
    assert rows[0]["parent"] == shelf.events[0].parent.hex()
    assert rows[0]["start"].isoformat() == "2026-11-01T00:00:00+00:00"
    assert rows[0]["day"] == 1


def test_days_before_1970_and_beyond_the_calendar_have_a_place(tmp_path: Path) -> None:
    times = (-DAY_US // 2, 40_000 * 365 * DAY_US)
    sink = ParquetSink(tmp_path / "out")
    sink.write([Event(new_uid(), "a.b.c.raw", "x", time, time, 0) for time in times])
    names = [path.relative_to(tmp_path / "out").as_posix() for path in sink.close()]
    assert names[0] == "events/year=1969/month=12/day=31/events.parquet"
    assert names[1].startswith("events/year=other/")
