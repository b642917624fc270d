import random

import pytest

from storage.search.terms import Matcher
from storage.sqlite.candidates import by_fragments, by_words
from storage.sqlite.documents import key_of
from storage.sqlite.ftsquery import resolve
from storage.store import SearchQuery

MINUTE_US = 60_000_000
NOON_US = 1_793_534_400_000_000


@pytest.fixture
def heap(diary):
    """Many texts of few words, half of them not indexed, in no order of time."""
    rng = random.Random(3)
    for number in range(120):
        text = " ".join(rng.choices(("red", "green", "blue", "reddish", "Grün", "bluegreen"), k=3))
        diary.said(rng.randrange(200), text, index=number == 60)
    return diary


QUERIES = [
    SearchQuery(words=("red",)),
    SearchQuery(words=("red", "blue")),
    SearchQuery(prefixes=("red",), excluded=("green",)),
    SearchQuery(phrases=("green red",)),
    SearchQuery(words=("grun",), start_us=NOON_US + 50 * MINUTE_US, end_us=NOON_US + 130 * MINUTE_US),
    SearchQuery(start_us=NOON_US + 7 * MINUTE_US, end_us=NOON_US + 8 * MINUTE_US),
]


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("fragments", [False, True])
def test_both_indexes_and_the_unindexed_agree_with_reading_everything(
    heap, query: SearchQuery, fragments: bool
) -> None:
    matcher = Matcher(query, fragments=fragments)
    expected = {
        event.uid
        for event in heap.written
        if matcher.matches(event.text)
        and (query.start_us is None or query.start_us <= event.start_us)
        and (query.end_us is None or event.start_us < query.end_us)
    }
    assert expected
    find = by_fragments if fragments else by_words
    with heap.storage.readers.lend() as connection:
        found = list(find(connection, query, resolve(connection, query), 1_000_000))
    assert {heap.storage.store.by_key(candidate.key).uid for candidate in found} == expected
    assert len(found) == len(expected)
    documents = [candidate.document for candidate in found]
    assert documents == sorted(documents, reverse=True)
    assert all(key_of(candidate.document) == candidate.key for candidate in found)


def test_what_came_after_the_head_is_left_out(heap) -> None:
    query = SearchQuery(words=("red",))
    with heap.storage.readers.lend() as connection:
        filters = resolve(connection, query)
        found = list(by_words(connection, query, filters, 40))
    assert found
    assert all(candidate.key <= 40 for candidate in found)
