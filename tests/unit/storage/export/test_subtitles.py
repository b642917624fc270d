from pathlib import Path

from storage.events import Event
from storage.export.subtitles import SubtitleSink
from storage.topics import CLIPBOARD, TRANSCRIPT

HOUR_US = 3_600_000_000


def _said(number: int, start_us: int, text: str, topic: str = TRANSCRIPT) -> Event:
    return Event(bytes([number] * 16), topic, "desk", start_us, start_us + 1_234_000, start_us, 60, text=text)


def test_one_file_a_local_day_with_times_of_the_day(tmp_path: Path) -> None:
    events = [
        _said(1, 9 * HOUR_US, "Good  morning"),
        _said(2, 10 * HOUR_US, "copied", CLIPBOARD),
        _said(3, 23 * HOUR_US + 1, "Past <midnight> & on"),
    ]
    for web, ending in ((False, "srt"), (True, "vtt")):
        sink = SubtitleSink(tmp_path, web=web)
        sink.write(events)
        assert list(sink.close().values()) == [1, 1]
        first = (tmp_path / f"1970-01-01.{ending}").read_text()
        second = (tmp_path / f"1970-01-02.{ending}").read_text()
        if web:
            assert first == "WEBVTT\n\n10:00:00.000 --> 10:00:01.234\nGood morning\n\n"
            assert "Past &lt;midnight> &amp; on" in second
        else:
            assert first == "1\n10:00:00,000 --> 10:00:01,234\nGood morning\n\n"
            assert second == "1\n00:00:00,000 --> 00:00:01,234\nPast <midnight> & on\n\n"
