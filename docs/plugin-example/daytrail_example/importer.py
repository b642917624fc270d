"""Reads the files of a sound level meter: a line `time,db` and then, say, `2026-05-17T12:00:00+02:00,43.5`."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from capture.plugins.api import ImporterSpec, Read

TOPIC = "device.sensor.loudness.raw"
HEADER = "time,db"


@dataclass(frozen=True, slots=True)
class Meter:
    """One level per line."""

    @property
    def spec(self) -> ImporterSpec:
        """Declare what it reads and needs."""
        return ImporterSpec(name="meter", title="Sound level meter", topics=(TOPIC,), api=1, memory_mb=256)

    def recognises(self, path: Path) -> bool:
        """Look at the first line."""
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return file.readline(len(HEADER) + 2).strip() == HEADER.encode()

    def count(self, path: Path) -> int | None:
        """Count the lines."""
        with path.open("rb") as file:
            return sum(1 for _ in file) - 1

    def read(self, path: Path) -> Iterator[Read]:
        """Yield one level after the other."""
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                if number > 1:
                    yield _level(line.strip(), number)


def _level(line: str, number: int) -> Read:
    time, _, level = line.partition(",")
    try:
        moment, level_db = datetime.fromisoformat(time), float(level)
    except ValueError as error:
        raise ValueError(f"Line {number} is not a time with a level.") from error
    offset = moment.utcoffset()
    if offset is None:
        raise ValueError(f"The time in line {number} does not say in which zone it is.")
    at_us = round(moment.timestamp() * 1_000_000)
    zone_min = round(offset.total_seconds() / 60)
    return Read(str(at_us), TOPIC, at_us, at_us, {"level_db": level_db}, device="meter", tz_offset_min=zone_min)
