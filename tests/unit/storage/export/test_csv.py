import csv
from pathlib import Path

from storage.export.columns import COLUMNS
from storage.export.csv import CsvSink


def test_every_value_can_be_read_back(shelf, tmp_path: Path) -> None:
    sink = CsvSink(tmp_path)
    sink.write(shelf.events[:3])
    sink.write(shelf.events[3:])
    assert sink.close() == {tmp_path / "events.csv": 7}
    with (tmp_path / "events.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == [column.name for column in COLUMNS]
    assert [row["text"] for row in rows] == [event.text or "" for event in shelf.events]
    assert rows[0]["start"] == "2026-11-01T00:00:00.000000Z"
    assert int(rows[1]["start_us"]) == shelf.events[1].start_us
    assert rows[1]["tz_offset_min"] == "-90"
