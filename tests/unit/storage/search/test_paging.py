"""Pages: what was shown comes no more, and nothing is left out."""

import pytest

from storage.search.grouping import Candidate, Group
from storage.search.paging import Place, by_rank, by_time, page_of, place_of
from storage.store import StoreError

HOUR_US = 3_600_000_000


def candidates(number: int) -> list[Candidate]:
    """Return candidates an hour apart, newest first, none like another; each third scores more."""
    return [Candidate(n, n, n * HOUR_US, 1, "", n, float(n % 3 == 0)) for n in range(number - 1, -1, -1)]


def keys(groups: list[Group]) -> list[int]:
    return [group.best.key for group in groups]


def test_the_best_come_first_and_of_equals_the_newest() -> None:
    assert keys(by_rank(candidates(7))) == [6, 3, 0, 5, 4, 2, 1]


def test_pages_by_time_follow_one_another_to_the_end() -> None:
    found, place, seen = candidates(25), Place(99), []
    while True:
        groups, last = by_time(found[:5], iter(found[5:]), place, 10)
        page, cursor = page_of(groups, place, 10, last=last)
        seen += keys(list(page))
        if cursor is None:
            break
        place = place_of(cursor)
        assert place.head == 99
    assert seen == list(range(24, -1, -1))


def test_no_more_is_read_than_the_page_needs() -> None:
    found = iter(candidates(1_000))
    by_time([], found, Place(0), 10)
    assert len(list(found)) > 900


def test_a_page_ends_when_its_budget_is_used_and_the_next_goes_on() -> None:
    alike = [Candidate(n, n, n, 1, "", 7) for n in range(30, 0, -1)]
    groups, last = by_time(alike, iter(()), Place(0, budget=20), 10)
    assert (groups[0].count, last) == (20, False)
    _, cursor = page_of(groups, Place(0, budget=20), 10, last=last)
    assert cursor is not None
    assert place_of(cursor).budget > 20


@pytest.mark.parametrize("cursor", ["", "nonsense", "WzFd"])
def test_a_strange_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(StoreError, match="search again"):
        place_of(cursor)
