import json
from pathlib import Path

from storage.export.jsonl import JsonlSink


def test_every_line_is_an_object_with_its_data(shelf, tmp_path: Path) -> None:
    sink = JsonlSink(tmp_path)
    sink.write(shelf.events)
    assert sink.close() == {tmp_path / "events.jsonl": 7}
    rows = [json.loads(line) for line in (tmp_path / "events.jsonl").read_text("utf-8").splitlines()]
    assert [row["uid"] for row in rows] == [event.uid.hex() for event in shelf.events]
    assert rows[0]["data"] == {"words": [], "nested": {"deep": [1, 2.5, None, True]}}
    assert rows[1]["media"] == shelf.events[1].media
    assert rows[0]["end"] == "2026-11-01T00:00:00.001000Z"
