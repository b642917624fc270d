"""A span of time as text to paste: what was said and what was read, each with its time."""

from app.timeline.ruler import clock_label
from app.timeline.zone import SECOND_US, Zone, wall_datetime
from storage.search.echoes import heard_once
from storage.store import EventQuery, Store
from storage.topics import SCREEN_TEXT, TRANSCRIPT

_MOST_EVENTS = 2_000


def span_text(store: Store, zone: Zone, start_us: int, end_us: int) -> str:
    """Return what was said and what stood on the screen, in order of time; a text that just stood there comes once.

    What the microphone heard from the loudspeaker comes once, too: as it was played.

    Raises:
        StoreError: the store could not answer.
    """
    lines: list[str] = []
    last_read, day = "", ""
    found = store.events(EventQuery((TRANSCRIPT, SCREEN_TEXT), start_us, end_us, limit=_MOST_EVENTS))
    for event in heard_once(store, found):
        text = (event.text or "").strip()
        if not text or (event.topic == SCREEN_TEXT and text == last_read):
            continue
        if event.topic == SCREEN_TEXT:
            last_read = text
        wall = wall_datetime(zone, event.start_us)
        if (date := f"{wall:%A} {wall.day} {wall:%B %Y}") != day:
            day = date
            lines.append(date)
        lines.append(f"{clock_label(zone, event.start_us, SECOND_US)}  {text}")
    return "\n".join(lines)
