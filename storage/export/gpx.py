"""GPX 1.1: the way of each device, one track a day (UTC)."""

from pathlib import Path
from typing import Final, TextIO
from xml.sax.saxutils import escape

from storage.events import Event, JsonValue
from storage.export.columns import iso_us

_DAY_US: Final = 86_400_000_000
_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<gpx version="1.1" creator="Daytrail" xmlns="http://www.topografix.com/GPX/1/1">\n'
)


class GpxSink:
    """Writes `track.gpx` from events that have a place; others are left out. One track a device and day."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / "track.gpx"
        self._file: TextIO = self._path.open("x", encoding="utf-8")
        self._file.write(_HEAD)
        self._tracks: dict[str, tuple[int, list[str]]] = {}
        self._rows = 0

    def write(self, events: list[Event]) -> None:
        for event in events:
            latitude, longitude = _number(event, "latitude", "lat"), _number(event, "longitude", "lon")
            if latitude is None or longitude is None:
                continue
            day, points = self._tracks.get(event.device, (event.start_us // _DAY_US, []))
            if day != event.start_us // _DAY_US:
                self._flush(event.device)
                day, points = event.start_us // _DAY_US, []
            self._tracks[event.device] = (day, points)
            points.append(_point(event, latitude, longitude))
            self._rows += 1

    def close(self) -> dict[Path, int]:
        for device in list(self._tracks):
            self._flush(device)
        self._file.write("</gpx>\n")
        self._file.close()
        return {self._path: self._rows}

    def _flush(self, device: str) -> None:
        day, points = self._tracks.pop(device)
        name = escape(f"{device} {(iso_us(day * _DAY_US) or '')[:10]}")
        self._file.write(f"<trk><name>{name}</name><trkseg>\n{''.join(points)}</trkseg></trk>\n")


def _point(event: Event, latitude: float, longitude: float) -> str:
    altitude = _number(event, "altitude_m", "altitude", "alt")
    ele = "" if altitude is None else f"<ele>{altitude:g}</ele>"
    return f'<trkpt lat="{latitude:.7f}" lon="{longitude:.7f}">{ele}<time>{iso_us(event.start_us)}</time></trkpt>\n'


def _number(event: Event, *names: str) -> float | None:
    for name in names:
        value: JsonValue = event.data.get(name)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return float(value)
    return None
