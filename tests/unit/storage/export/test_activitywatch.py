import json
from pathlib import Path

from storage.events import Event
from storage.export.activitywatch import ActivityWatchSink
from storage.topics import CLIPBOARD, INPUT_IDLE, WINDOW_FOCUS


def _event(number: int, topic: str, **data: object) -> Event:
    start_us = 1_700_000_000_000_000 + number * 1_000_000
    return Event(bytes([number] * 16), topic, "desk", start_us, start_us + 1_500_000, start_us, text="x", data=data)


def test_buckets_are_those_of_its_watchers(tmp_path: Path) -> None:
    sink = ActivityWatchSink(tmp_path)
    sink.write([_event(1, WINDOW_FOCUS, app="editor", title="a", pid=3), _event(2, INPUT_IDLE)])
    sink.write([_event(3, WINDOW_FOCUS, app="mail", title="b"), _event(4, CLIPBOARD, characters=1)])
    assert sink.close() == {tmp_path / "aw-buckets-export.json": 4}
    assert [path.name for path in tmp_path.iterdir()] == ["aw-buckets-export.json"]
    buckets = json.loads((tmp_path / "aw-buckets-export.json").read_text())["buckets"]
    window = buckets["aw-watcher-window_desk"]
    assert (window["type"], window["hostname"], window["id"]) == ("currentwindow", "desk", "aw-watcher-window_desk")
    assert [event["data"] for event in window["events"]] == [
        {"app": "editor", "title": "a"},
        {"app": "mail", "title": "b"},
    ]
    assert window["events"][0]["timestamp"] == "2023-11-14T22:13:21.000000Z"
    assert window["events"][0]["duration"] == 1.5
    assert buckets["aw-watcher-afk_desk"]["events"][0]["data"] == {"status": "afk"}
    assert buckets["daytrail-digital.clipboard.text.raw_desk"]["events"][0]["data"] == {"characters": 1, "text": "x"}
