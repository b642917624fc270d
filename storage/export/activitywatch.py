"""ActivityWatch: one file with buckets, as its own export writes and its import reads."""

from io import FileIO
from pathlib import Path
from typing import Final

import orjson

from storage.events import Event, JsonValue
from storage.export.columns import iso_us
from storage.topics import INPUT_IDLE, WINDOW_FOCUS

_CLIENT: Final = "daytrail"
_VISIT: Final = "digital.web.visit.raw"
_TYPES: Final = {WINDOW_FOCUS: "currentwindow", INPUT_IDLE: "afkstatus", _VISIT: "web.tab.current"}
_WATCHERS: Final = {WINDOW_FOCUS: "aw-watcher-window", INPUT_IDLE: "aw-watcher-afk", _VISIT: "aw-watcher-web"}


class ActivityWatchSink:
    """Writes `aw-buckets-export.json`. Events gather in one file a bucket, joined at the end: memory stays flat."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / "aw-buckets-export.json"
        self._files: dict[tuple[str, str], FileIO] = {}
        self._created: dict[tuple[str, str], str] = {}
        self._rows = 0

    def write(self, events: list[Event]) -> None:
        pending: dict[tuple[str, str], bytearray] = {}
        for event in events:
            bucket = (event.topic, event.device)
            if bucket not in self._files:
                self._files[bucket] = (self._folder / f".bucket-{len(self._files)}").open("w+b", buffering=0)
                self._created[bucket] = iso_us(event.start_us) or ""
                pending[bucket] = bytearray()
            else:
                pending.setdefault(bucket, bytearray()).extend(b",\n")
            pending[bucket] += orjson.dumps(_event(event))
        for bucket, content in pending.items():
            self._files[bucket].write(content)
        self._rows += len(events)

    def close(self) -> dict[Path, int]:
        try:
            self._join()
        finally:
            for file in self._files.values():
                file.close()
                Path(file.name).unlink(missing_ok=True)
        return {self._path: self._rows}

    def _join(self) -> None:
        with self._path.open("xb") as out:
            out.write(b'{"buckets":{')
            for number, (bucket, file) in enumerate(self._files.items()):
                head = orjson.dumps(self._head(bucket))
                out.write((b",\n" if number else b"") + orjson.dumps(_id(bucket)) + b":" + head[:-1] + b',"events":[\n')
                file.seek(0)
                while chunk := file.read(1 << 20):
                    out.write(chunk)
                out.write(b"\n]}")
            out.write(b"}}\n")

    def _head(self, bucket: tuple[str, str]) -> dict[str, JsonValue]:
        topic, device = bucket
        return {
            "id": _id(bucket),
            "created": self._created[bucket],
            "type": _TYPES.get(topic, topic),
            "client": _WATCHERS.get(topic, _CLIENT),
            "hostname": device,
            "data": {},
        }


def _id(bucket: tuple[str, str]) -> str:
    topic, device = bucket
    return f"{_WATCHERS.get(topic, f'{_CLIENT}-{topic}')}_{device}"


def _event(event: Event) -> dict[str, object]:
    return {
        "timestamp": iso_us(event.start_us),
        "duration": (event.end_us - event.start_us) / 1_000_000,
        "data": _data(event),
    }


def _data(event: Event) -> dict[str, JsonValue]:
    if event.topic == WINDOW_FOCUS:
        return {"app": event.data.get("app", ""), "title": event.data.get("title", "")}
    if event.topic == INPUT_IDLE:
        return {"status": "afk"}
    return {**event.data, **({} if event.text is None else {"text": event.text})}
