"""Events on their way through the log: something copied, and what a processor made of it."""

from storage.clock import SystemClock
from storage.events import Event, derived_uid, new_uid, trace_of
from storage.topics import CLIPBOARD, ENTITIES


def copied(text: str = "soup") -> Event:
    """Something copied to the clipboard two seconds ago."""
    now_us = SystemClock().now_us()
    at_us = now_us - 2_000_000
    return Event(new_uid(), CLIPBOARD, "desk", at_us, at_us, now_us, text=text, data={"characters": len(text)})


def found_in(parent: Event) -> Event:
    """What a processor made of it."""
    made = {"processor": "entities", "version": "1", "trace": trace_of(parent).hex()}
    uid = derived_uid("entities", "1", parent.uid, 0)
    times = (parent.start_us, parent.end_us, parent.received_us)
    data = {"language": "en", "phrases": [], "entities": [], "sensitive": [], "provenance": made}
    return Event(uid, ENTITIES, "desk", *times, data=data, parent=parent.uid)
