"""A span as text to paste."""

from pathlib import Path

from app.timeline.transcribe import span_text
from storage.events import Event, new_uid
from storage.topics import SCREEN_TEXT, TRANSCRIPT
from tests.data.sample_store import MIDNIGHT_US, UTC_ZONE, opened

SECOND_US = 1_000_000


def test_said_and_read_in_order_with_times_and_repeats_left_out(tmp_path: Path) -> None:
    def event(topic: str, at_s: int, text: str) -> Event:
        at_us = MIDNIGHT_US + at_s * SECOND_US
        data = {"words": []} if topic == TRANSCRIPT else {"lines": []}
        return Event(new_uid(), topic, "desk", at_us, at_us + 1, at_us, text=text, data=data)

    with opened(tmp_path) as recorded:
        recorded.storage.log.append(
            [
                event(SCREEN_TEXT, 10, "Quarterly review"),
                event(SCREEN_TEXT, 20, "Quarterly review"),
                event(TRANSCRIPT, 15, "sounds good"),
                event(TRANSCRIPT, 100_000, "the next day"),
                event(TRANSCRIPT, 200_000, "too late"),
            ]
        )
        text = span_text(recorded.storage.store, UTC_ZONE, MIDNIGHT_US, MIDNIGHT_US + 150_000 * SECOND_US)
    assert text.splitlines() == [
        "Monday 16 November 2026",
        "00:00:10  Quarterly review",
        "00:00:15  sounds good",
        "Tuesday 17 November 2026",
        "03:46:40  the next day",
    ]
