"""Search in PostgreSQL beyond the contract: what is ranked, what is ordered by time."""

from datetime import UTC

import pytest

from storage.postgres.open import PostgresStorage
from storage.search.parse import parse_query
from storage.store import SearchPage
from tests.unit.storage.conftest import MakeEvent


def ask(postgres: PostgresStorage, text: str, limit: int = 10, cursor: str | None = None) -> SearchPage:
    return postgres.store.search(parse_query(text, now_us=0, zone=UTC), limit=limit, cursor=cursor)


def test_a_common_word_is_answered_newest_first_in_pages(
    postgres: PostgresStorage, make_event: MakeEvent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.postgres.search.SELECTIVE", 5)
    postgres.ingest.append([make_event(n, at_s=1_200 * n, text="the talk " * (1 + n % 3) + str(n)) for n in range(30)])
    seen, cursor = [], None
    for limit in (10, 10, 20):
        page = ask(postgres, "the", limit, cursor)
        seen += [hit.event.start_us for hit in page.hits]
        cursor = page.cursor
    assert seen == [1_200_000_000 * n for n in range(29, -1, -1)]
    assert cursor is None


def test_words_that_stand_nowhere_whole_are_looked_for_inside_words(
    postgres: PostgresStorage, make_event: MakeEvent
) -> None:
    postgres.ingest.append([make_event(1, text="tomorrow")])
    assert ask(postgres, "morr").total == 1
    assert ask(postgres, "morr -tomorrow").total == 0
