"""How long events are found: a class per length, so that a look back from any moment is bounded.

An event of class c is at most `LONGEST_BUCKETS` buckets of level c long. Short ones (class `FIRST_LEVEL`) are found by
looking back that far in the index of starts; longer ones through an index of their own, where each class bounds the
look.
"""

from storage.store import COARSEST_LEVEL, bucket_us

FIRST_LEVEL = 2
"""Finest level of the pyramid that is stored; below it events are read themselves."""

LONGEST_BUCKETS = 16
"""An event longer than this many buckets is not counted into a level but merged when read."""

ENDLESS = COARSEST_LEVEL + 1
"""Class of what is too long even for the coarsest level."""

_REACH = {level: LONGEST_BUCKETS * bucket_us(level) for level in range(FIRST_LEVEL, COARSEST_LEVEL + 1)}
SHORT_US = _REACH[FIRST_LEVEL]


def reach_us(length_class: int) -> int:
    """Return the greatest length of a class in microseconds (2**63 - 1 for the endless)."""
    return _REACH.get(length_class, (1 << 63) - 1)


def length_class(length_us: int) -> int:
    """Return the first level whose buckets are wide enough to hold an event of this length."""
    if length_us <= SHORT_US:
        return FIRST_LEVEL
    for level in range(FIRST_LEVEL + 1, COARSEST_LEVEL + 1):
        if length_us <= _REACH[level]:
            return level
    return ENDLESS
