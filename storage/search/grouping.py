"""Like moments become one hit: forty frames of the same window are one answer with a span and a count."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

GAP_US: Final = 10 * 60 * 1_000_000
"""Like moments further apart than this are separate hits."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A matching event, known only by what grouping needs.

    Attributes:
        key: the event's key in the store.
        document: position in the order of time (see `storage.sqlite.fulltext`); newer is greater.
        start_us: about when it starts (exact to 17 s).
        app: application, "" where unknown.
        likeness: equal for moments that look the same to their owner.
        score: higher is better; 0 where answers are ordered by time.
    """

    key: int
    document: int
    start_us: int
    app: str
    likeness: int
    score: float = 0.0


@dataclass(slots=True)
class Group:
    """Like candidates near each other in time; `best` stands for them, `oldest` and `newest` bound them."""

    best: Candidate
    oldest: Candidate
    newest: Candidate
    count: int = 1


def group(candidates: Iterable[Candidate]) -> list[Group]:
    """Return groups of candidates that are handed in newest first; groups come out newest first, too."""
    groups: list[Group] = []
    open_groups: dict[int, Group] = {}
    for candidate in candidates:
        known = open_groups.get(candidate.likeness)
        if known is not None and known.oldest.start_us - candidate.start_us <= GAP_US:
            known.oldest = candidate
            known.count += 1
            if candidate.score > known.best.score:
                known.best = candidate
            continue
        fresh = Group(candidate, candidate, candidate)
        open_groups[candidate.likeness] = fresh
        groups.append(fresh)
    return groups
