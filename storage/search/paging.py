"""Pages of an answer: ordered by rank where little matches, else newest first and only as far as the page needs."""

import base64
import binascii
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import orjson

from storage.search.grouping import Candidate, Group, Grouping
from storage.store import StoreError

SELECTIVE: Final = 1_000
"""More candidates than this are not ranked but ordered by time: ranking a common word reads all that has it."""
_PAGE_BUDGET: Final = 5_000
"""Candidates looked at for each page of an answer ordered by time."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins: the answer is always that of the store as it was at `head`, so pages stay what they were.

    Attributes:
        head: offset of the newest entry, or key of the newest event, that belongs to the answer.
        shown: groups on the pages before.
        budget: candidates looked at for the pages so far and this one.
    """

    head: int
    shown: int = 0
    budget: int = _PAGE_BUDGET

    @property
    def cursor(self) -> str:
        """The place as text for a caller to keep."""
        return base64.urlsafe_b64encode(orjson.dumps([self.head, self.shown, self.budget])).decode()


def place_of(cursor: str) -> Place:
    """Return the place behind a cursor.

    Raises:
        StoreError: it is not one of ours.
    """
    try:
        head, shown, budget = orjson.loads(base64.urlsafe_b64decode(cursor.encode()))
        return Place(int(head), int(shown), int(budget))
    except (ValueError, TypeError, binascii.Error) as error:
        raise StoreError("This page of the search is no longer known; search again.") from error


def by_rank(found: Iterable[Candidate]) -> list[Group]:
    """Group few candidates, newest first as they come, best first as they are returned; of equals the newest first."""
    grouping = Grouping()
    for candidate in found:
        grouping.add(candidate)
    return sorted(grouping.groups, key=lambda group: group.best.score, reverse=True)


def by_time(
    first: Iterable[Candidate], rest: Iterator[Candidate], place: Place, limit: int
) -> tuple[list[Group], bool]:
    """Group newest first as far as this page needs; True when there is nothing further."""
    grouping = Grouping()
    looked = 0
    for source in (first, rest):
        for candidate in source:
            if looked >= place.budget or grouping.finished(place.shown + limit, candidate.start_us):
                return grouping.groups, False
            grouping.add(candidate)
            looked += 1
    return grouping.groups, True


def page_of(groups: Sequence[Group], place: Place, limit: int, *, last: bool) -> tuple[Sequence[Group], str | None]:
    """Return the groups of the page and the cursor of the next, None when there is none.

    Args:
        groups: all found so far, in the answer's order.
        place: where the page begins.
        limit: groups on a page.
        last: whether nothing is left that could make further groups.
    """
    page = groups[place.shown : place.shown + limit]
    shown = place.shown + len(page)
    if len(groups) > shown or not last:
        return page, replace(place, shown=shown, budget=place.budget + _PAGE_BUDGET).cursor
    return page, None
