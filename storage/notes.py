"""What the owner adds to the record: notes, tags and bookmarks, each an event like any other.

Whoever makes one appends it to the log; changing one means to delete it and to append another.
"""

from enum import StrEnum

from storage.events import Event, new_uid
from storage.store import EventQuery, Store
from storage.topics import BOOKMARK, NOTE, TAG

MARK_TOPICS = (NOTE, TAG, BOOKMARK)
_MOST_TAGS = 2_000


class MarkKind(StrEnum):
    """What can be added to a moment or a span."""

    NOTE = "note"
    TAG = "tag"
    BOOKMARK = "bookmark"


_TOPICS = {MarkKind.NOTE: NOTE, MarkKind.TAG: TAG, MarkKind.BOOKMARK: BOOKMARK}


def mark(
    kind: MarkKind, text: str, span_us: tuple[int, int], now_us: int, device: str, tz_offset_min: int | None = None
) -> Event:
    """Return a new note, tag or bookmark over `span_us` (an instant when both are equal), made at `now_us`.

    Raises:
        ValueError: a note or tag without text.
    """
    words = text.strip() if kind is MarkKind.NOTE else " ".join(text.split()).removeprefix("#").strip()
    if not words and kind is not MarkKind.BOOKMARK:
        raise ValueError(f"a {kind} needs a text")
    data = {MarkKind.NOTE: {}, MarkKind.TAG: {"tag": words}, MarkKind.BOOKMARK: {"name": words} if words else {}}[kind]
    uid = new_uid(now_us * 1_000)
    return Event(uid, _TOPICS[kind], device, *span_us, now_us, tz_offset_min, text=words or None, data=data)


def kind_of_mark(event: Event) -> MarkKind | None:
    """Return what kind of mark an event is, None where it is none."""
    return next((kind for kind, topic in _TOPICS.items() if topic == event.topic), None)


def marks_between(store: Store, start_us: int, end_us: int, limit: int = 200) -> list[Event]:
    """Return the marks that touch `[start_us, end_us)`, oldest first.

    Raises:
        StoreError: the store could not answer.
    """
    return store.events(EventQuery(MARK_TOPICS, start_us, end_us, limit=limit))


def tags_in_use(store: Store, most: int = 12) -> list[str]:
    """Return the owner's tags, the latest used first, without regard to case.

    Raises:
        StoreError: the store could not answer.
    """
    newest = store.events(EventQuery((TAG,), newest_first=True, limit=_MOST_TAGS))
    found: dict[str, str] = {}
    for event in newest:
        tag = event.data.get("tag")
        if isinstance(tag, str):
            found.setdefault(tag.casefold(), tag)
    return list(found.values())[:most]
