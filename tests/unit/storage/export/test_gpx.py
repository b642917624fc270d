from pathlib import Path
from xml.etree import ElementTree as ET

from storage.events import Event
from storage.export.gpx import GpxSink

DAY_US = 86_400_000_000
SPACE = {"g": "http://www.topografix.com/GPX/1/1"}


def _fix(number: int, start_us: int, device: str = "phone", **data: object) -> Event:
    return Event(bytes([number] * 16), "device.sensor.gps.raw", device, start_us, start_us, start_us, data=data)


def test_one_track_a_device_and_day(tmp_path: Path) -> None:
    sink = GpxSink(tmp_path)
    sink.write([_fix(1, 0, lat=1.5, lon=2.5, altitude_m=7), _fix(2, 1_000_000, "watch & co", latitude=3, longitude=4)])
    sink.write([_fix(3, 5, text="no place"), _fix(4, DAY_US, lat=5.0, lon=6.0)])
    assert sink.close() == {tmp_path / "track.gpx": 3}
    root = ET.parse(tmp_path / "track.gpx").getroot()
    names = [track.findtext("g:name", namespaces=SPACE) for track in root.findall("g:trk", SPACE)]
    assert sorted(names) == ["phone 1970-01-01", "phone 1970-01-02", "watch & co 1970-01-01"]
    point = root.find("g:trk/g:trkseg/g:trkpt", SPACE)
    assert point is not None and (point.get("lat"), point.get("lon")) == ("1.5000000", "2.5000000")
    assert point.findtext("g:ele", namespaces=SPACE) == "7"
    assert point.findtext("g:time", namespaces=SPACE) == "1970-01-01T00:00:00.000000Z"
