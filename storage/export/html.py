"""A self-contained page a day: applications, what was said and copied, with small pictures inside the file itself."""

import base64
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path
from typing import Final, TextIO

from storage.events import Event
from storage.media import MediaError, MediaStore
from storage.topics import CLIPBOARD, NOTE, THUMBNAIL, TRANSCRIPT, WINDOW_FOCUS

_DAY_US: Final = 86_400_000_000
_PICTURE_EVERY_US: Final = 300_000_000
_LEAST_WINDOW_US: Final = 60_000_000
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_SHOWN: Final = {TRANSCRIPT: "said", CLIPBOARD: "copied", NOTE: "note"}
_STYLE: Final = """
:root{color-scheme:light dark;--line:#8884}
body{font:15px/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem}
h1{font-weight:600}h2{margin:2rem 0 .5rem;border-bottom:1px solid var(--line);font-size:1.05rem}
p{margin:.35rem 0}time{opacity:.65;font-variant-numeric:tabular-nums;margin-right:.8rem}
.window{font-weight:600}.said::before{content:"“"}.said::after{content:"”"}
.copied,.note{border-left:3px solid var(--line);padding-left:.7rem}
img{max-width:100%;border-radius:8px;margin:.4rem 0}
"""


class HtmlSink:
    """Writes `2026-11-21.html`, days by local time. Pictures are thumbnails, at most one in five minutes."""

    def __init__(self, folder: Path, media: MediaStore | None) -> None:
        self._folder = folder
        self._media = media
        self._day: int | None = None
        self._hour = -1
        self._picture_us = -_DAY_US
        self._file: TextIO | None = None
        self._path = folder
        self._rows: dict[Path, int] = {}

    def write(self, events: list[Event]) -> None:
        for event in events:
            content = self._content(event)
            if content:
                self._put(event.start_us + (event.tz_offset_min or 0) * 60_000_000, content)

    def close(self) -> dict[Path, int]:
        self._end()
        return self._rows

    def _content(self, event: Event) -> str:
        if event.topic == WINDOW_FOCUS:
            if event.end_us - event.start_us < _LEAST_WINDOW_US:
                return ""
            minutes = round((event.end_us - event.start_us) / 60_000_000)
            app, title = (escape(str(event.data.get(name, ""))) for name in ("app", "title"))
            return f'<span class="window">{app}</span> {title} · {minutes} min'
        if event.topic in _SHOWN and event.text:
            return f'<span class="{_SHOWN[event.topic]}">{escape(event.text)}</span>'
        if event.topic == THUMBNAIL and event.media and event.start_us - self._picture_us >= _PICTURE_EVERY_US:
            return self._picture(event)
        return ""

    def _picture(self, event: Event) -> str:
        if self._media is None or event.media is None:
            return ""
        try:
            content = self._media.get(event.media)
        except MediaError:
            return ""
        self._picture_us = event.start_us
        return f'<br><img alt="screen" src="data:image/webp;base64,{base64.b64encode(content).decode()}">'

    def _put(self, local_us: int, content: str) -> None:
        day, within = divmod(local_us, _DAY_US)
        if day != self._day:
            self._begin(day)
        assert self._file is not None
        hour = within // 3_600_000_000
        if hour != self._hour:
            self._hour = hour
            self._file.write(f"<h2>{hour:02}:00</h2>\n")
        minute = within // 60_000_000 % 60
        self._file.write(f"<p><time>{hour:02}:{minute:02}</time>{content}</p>\n")
        self._rows[self._path] += 1

    def _begin(self, day: int) -> None:
        self._end()
        self._day, self._hour = day, -1
        date = _EPOCH + timedelta(days=day)
        self._path = self._folder / f"{date:%Y-%m-%d}.html"
        new = self._path not in self._rows
        self._file = self._path.open("a", encoding="utf-8")
        if new:
            self._rows[self._path] = 0
            title = f"{date:%A, %d %B %Y}"
            self._file.write(
                f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
                f"<style>{_STYLE}</style></head><body><h1>{title}</h1>\n"
            )

    def _end(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None
