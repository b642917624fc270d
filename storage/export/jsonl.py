"""JSON Lines: one file, one object a line, `data` as an object of its own."""

from pathlib import Path

import orjson

from storage.events import Event
from storage.export.columns import COLUMNS, cells, iso_us


class JsonlSink:
    """Writes `events.jsonl`."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "events.jsonl"
        self._file = self._path.open("xb")
        self._rows = 0

    def write(self, events: list[Event]) -> None:
        for event, row in zip(events, cells(events), strict=True):
            values: dict[str, object] = dict(zip((column.name for column in COLUMNS), row, strict=True))
            values["start"] = iso_us(event.start_us)
            values["end"] = iso_us(event.end_us)
            values["data"] = dict(event.data)
            self._file.write(orjson.dumps(values, option=orjson.OPT_APPEND_NEWLINE))
        self._rows += len(events)

    def close(self) -> dict[Path, int]:
        self._file.close()
        return {self._path: self._rows}
