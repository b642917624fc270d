"""Like moments become one hit: forty frames of the same window are one answer with a span and a count."""

from dataclasses import dataclass
from typing import Final, NamedTuple

GAP_US: Final = 10 * 60 * 1_000_000
"""Like moments further apart than this are separate hits."""
LONGEST_US: Final = 60 * 60 * 1_000_000
"""A hit spans no more than this."""


class Candidate(NamedTuple):
    """A matching event, known only by what grouping needs.

    Attributes:
        key: the event's key in the store.
        document: position in the order of time (see `storage.sqlite.fulltext`); newer is greater.
        start_us: about when it starts (exact to 17 s).
        topic: number of its topic.
        app: application, "" where unknown.
        likeness: equal for moments that look the same to their owner.
        score: higher is better; 0 where answers are ordered by time.
    """

    key: int
    document: int
    start_us: int
    topic: int
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


class Grouping:
    """Groups candidates that are added newest first; `groups` are newest first, too."""

    def __init__(self) -> None:
        self.groups: list[Group] = []
        self._open: dict[int, Group] = {}

    def add(self, candidate: Candidate) -> None:
        """Add the next older candidate to the group it is like, or to a new one."""
        known = self._open.get(candidate.likeness)
        if known is None or not _belongs(known, candidate):
            fresh = Group(candidate, candidate, candidate)
            self._open[candidate.likeness] = fresh
            self.groups.append(fresh)
            return
        known.oldest = candidate
        known.count += 1
        if candidate.score > known.best.score:
            known.best = candidate

    def finished(self, count: int, start_us: int) -> bool:
        """Tell whether nothing that starts at `start_us` or before can join the first `count` groups any more."""
        return len(self.groups) > count and all(
            group.oldest.start_us - start_us > GAP_US for group in self.groups[:count]
        )


def _belongs(group: Group, candidate: Candidate) -> bool:
    start_us = candidate.start_us
    return group.oldest.start_us - start_us <= GAP_US and group.newest.start_us - start_us <= LONGEST_US
