from datetime import UTC

import pytest

from storage.export.choice import choose, topics_for
from storage.export.run import ExportError
from storage.store import EventQuery, SearchQuery
from storage.topics import TRANSCRIPT, WINDOW_FOCUS

NOW_US = 1_800_000_000_000_000
SPAN = EventQuery((), 100, 200)


def _choose(within: EventQuery, search: str) -> EventQuery | SearchQuery:
    return choose(within, search, now_us=NOW_US, zone=UTC)


def test_kinds_are_called_as_people_call_them() -> None:
    assert topics_for(["speech", "window"]) == (TRANSCRIPT, WINDOW_FOCUS)
    with pytest.raises(ExportError, match="no kind “smell”"):
        topics_for(["smell"])


def test_without_a_search_the_span_is_taken_whole() -> None:
    assert _choose(SPAN, "  ") is SPAN


def test_words_are_searched_for_inside_the_span() -> None:
    found = _choose(EventQuery((WINDOW_FOCUS,), 100, 200, device="phone"), "tea garden")
    assert isinstance(found, SearchQuery)
    assert (found.words, found.topics, found.devices) == (("tea", "garden"), (WINDOW_FOCUS,), ("phone",))
    assert (found.start_us, found.end_us) == (100, 200)


def test_a_search_without_words_takes_pictures_along() -> None:
    assert _choose(SPAN, "device:phone") == EventQuery((), 100, 200, device="phone")
    assert _choose(SPAN, "kind:speech") == EventQuery((TRANSCRIPT,), 100, 200)


@pytest.mark.parametrize(
    ("within", "search"),
    [(EventQuery((WINDOW_FOCUS,)), "kind:speech x"), (EventQuery(device="desk"), "device:phone x")],
)
def test_nothing_is_said_twice(within: EventQuery, search: str) -> None:
    with pytest.raises(ExportError, match="either in the search or beside it"):
        _choose(within, search)
