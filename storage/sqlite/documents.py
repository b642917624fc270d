"""The row of an event in the indexes of search: ordered by time, and the event's key can be read off it."""

from typing import Final

SLOT_SHIFT: Final = 24
KEY_BITS: Final = 32

_KEY_MASK: Final = (1 << KEY_BITS) - 1
_TIME_LIMIT_US: Final = 1 << 54


def document_id(start_us: int, key: int) -> int:
    """Return the row of an event in the indexes: ordered by start to 17 s, then by key."""
    bounded = max(min(start_us, _TIME_LIMIT_US), -_TIME_LIMIT_US)
    return ((bounded >> SLOT_SHIFT) << KEY_BITS) | key


def key_of(document: int) -> int:
    """Return the event's key."""
    return document & _KEY_MASK


def start_of(document: int) -> int:
    """Return the event's start in microseconds, rounded down to 17 s."""
    return (document >> KEY_BITS) << SLOT_SHIFT


DOCUMENT_SQL: Final = (
    f"(((max(min(start_us, {_TIME_LIMIT_US}), -{_TIME_LIMIT_US}) >> {SLOT_SHIFT}) << {KEY_BITS}) | key)"
)
"""What `document_id` returns for a row of `event`, in SQL."""
