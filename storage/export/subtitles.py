"""Subtitles: what was said, one file a day, times from that day's local midnight. SubRip and WebVTT."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, TextIO

from storage.events import Event
from storage.topics import TRANSCRIPT

_DAY_US: Final = 86_400_000_000
_LEAST_US: Final = 500_000
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class SubtitleSink:
    """Writes `2026-11-21.srt` (or `.vtt`) from transcripts; everything else is left out."""

    def __init__(self, folder: Path, *, web: bool) -> None:
        self._folder = folder
        self._web = web
        self._day: int | None = None
        self._file: TextIO | None = None
        self._path = folder
        self._numbers: dict[Path, int] = {}

    def write(self, events: list[Event]) -> None:
        for event in events:
            text = " ".join((event.text or "").split())
            if event.topic != TRANSCRIPT or not text:
                continue
            local_us = event.start_us + (event.tz_offset_min or 0) * 60_000_000
            if local_us // _DAY_US != self._day:
                self._open(local_us // _DAY_US)
            start_us = local_us % _DAY_US
            self._cue(start_us, start_us + max(_LEAST_US, event.end_us - event.start_us), text)

    def close(self) -> dict[Path, int]:
        if self._file is not None:
            self._file.close()
        return self._numbers

    def _open(self, day: int) -> None:
        if self._file is not None:
            self._file.close()
        self._day = day
        name = (_EPOCH + timedelta(days=day)).strftime("%Y-%m-%d")
        self._path = self._folder / f"{name}.{'vtt' if self._web else 'srt'}"
        new = self._path not in self._numbers
        self._file = self._path.open("a", encoding="utf-8")
        if new:
            self._numbers[self._path] = 0
            self._file.write("WEBVTT\n\n" if self._web else "")

    def _cue(self, start_us: int, end_us: int, text: str) -> None:
        assert self._file is not None
        self._numbers[self._path] += 1
        mark = "." if self._web else ","
        number = "" if self._web else f"{self._numbers[self._path]}\n"
        said = text.replace("&", "&amp;").replace("<", "&lt;") if self._web else text
        self._file.write(f"{number}{_clock(start_us, mark)} --> {_clock(end_us, mark)}\n{said}\n\n")


def _clock(at_us: int, mark: str) -> str:
    seconds, millis = divmod(at_us // 1_000, 1_000)
    return f"{seconds // 3_600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{mark}{millis:03}"
