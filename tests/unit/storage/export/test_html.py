from html.parser import HTMLParser
from pathlib import Path

from storage.events import Event
from storage.export.html import HtmlSink
from storage.topics import CLIPBOARD, THUMBNAIL, TRANSCRIPT, WINDOW_FOCUS

MINUTE_US = 60_000_000


class Media:
    """A media store with one picture."""

    def get(self, address: str) -> bytes:
        return b"picture"


def _event(number: int, minute: int, topic: str, *, text: str | None = None, media: str | None = None) -> Event:
    start_us = minute * MINUTE_US
    data = {"app": "editor", "title": "<plan>"} if topic == WINDOW_FOCUS else {}
    uid = bytes([number] * 16)
    return Event(uid, topic, "desk", start_us, start_us + 5 * MINUTE_US, start_us, 0, text=text, data=data, media=media)


def test_a_page_a_day_that_needs_nothing_else(tmp_path: Path) -> None:
    sink = HtmlSink(tmp_path, Media())  # type: ignore[arg-type]
    sink.write([_event(1, 60, WINDOW_FOCUS), _event(2, 61, TRANSCRIPT, text="a < b")])
    sink.write([_event(3, 62, THUMBNAIL, media="aa" * 32), _event(4, 63, THUMBNAIL, media="aa" * 32)])
    sink.write([_event(5, 24 * 60, CLIPBOARD, text="next day")])
    assert sorted(path.name for path in sink.close()) == ["1970-01-01.html", "1970-01-02.html"]
    page = (tmp_path / "1970-01-01.html").read_text()
    assert "&lt;plan&gt; · 5 min" in page and "a &lt; b" in page
    assert page.count("data:image/webp;base64,cGljdHVyZQ==") == 1
    for word in ("http://", "https://", "<script"):
        assert word not in page
    HTMLParser().feed(page)
