"""What is an echo: a transcript of what the microphone heard from the loudspeaker, which stands there as played, too.

Both stores' searches and all that shows what was said ask here. Who makes the marks is `processing/echoes`.
"""

from collections.abc import Sequence

from storage.events import Event
from storage.store import EventQuery, Store
from storage.topics import ECHO, TRANSCRIPT


def is_marked(uid: str, start_us: str, mark: str) -> str:
    """Return the condition, in the SQL of either store, that a mark lies below an event, at its time.

    Where years are kept apart, the time spares looking through all of them.

    Args:
        uid: an expression for the event's uid.
        start_us: an expression for its start.
        mark: an expression for the number of the topic of marks.
    """
    below = f"mark.parent = {uid} AND mark.start_us = {start_us} AND mark.topic = {mark}"
    return f"EXISTS (SELECT 1 FROM event AS mark WHERE {below})"  # noqa: S608


def heard_once(store: Store, events: Sequence[Event]) -> list[Event]:
    """Return the events without echoes, in the same order.

    Raises:
        StoreError: the store could not answer.
    """
    said = [event for event in events if event.topic == TRANSCRIPT]
    if not said:
        return list(events)
    start_us, end_us = min(event.start_us for event in said), max(event.end_us for event in said) + 1
    marked = {mark.parent for marks in store.scan(EventQuery((ECHO,), start_us, end_us)) for mark in marks}
    return [event for event in events if event.uid not in marked]


def echo_spans(store: Store, start_us: int, end_us: int) -> list[tuple[int, int]]:
    """Return when the microphone heard the loudspeaker, as `[start, end)` that touch a span, in order of start.

    Raises:
        StoreError: the store could not answer.
    """
    marks = store.scan(EventQuery((ECHO,), start_us, end_us))
    return [(mark.start_us, mark.end_us) for batch in marks for mark in batch]
