"""Hits made up for the tests of the search page's parts."""

from storage.events import Event, new_uid
from storage.store import HIGHLIGHT_END, HIGHLIGHT_START, Hit
from storage.topics import TRANSCRIPT

NOW_US = 1_795_000_000_000_000


def hit(minutes_ago: int, score: float, text: str = "launch") -> Hit:
    start = NOW_US - minutes_ago * 60_000_000
    event = Event(new_uid(), TRANSCRIPT, "desk", start, start + 1, NOW_US, text=text)
    snippet = f"the {HIGHLIGHT_START}{text}{HIGHLIGHT_END}"
    return Hit(event, start, start + 1, 1, "Meet", "Planning", snippet, score)
