"""Candidates: found by words or fragments, filtered, newest first."""

from storage.postgres.candidates import matching, newest_key
from storage.postgres.open import PostgresStorage
from storage.store import SearchQuery
from storage.topics import CLIPBOARD
from tests.unit.storage.conftest import MakeEvent

ALL = 1 << 60


def starts(postgres: PostgresStorage, query: SearchQuery, head: int = ALL, *, fragments: bool = False) -> list[float]:
    with postgres.store._connections.read() as connection:
        return [found.start_us / 1e6 for found in matching(connection, query, head, fragments=fragments)]


def test_newest_first_and_nothing_after_the_head(postgres: PostgresStorage, make_event: MakeEvent) -> None:
    postgres.ingest.append([make_event(n, at_s=at, text="red apple") for n, at in enumerate((5, 1, 9))])
    with postgres.store._connections.read() as connection:
        head = newest_key(connection)
    postgres.ingest.append([make_event("later", at_s=7, text="apple")])
    assert starts(postgres, SearchQuery(words=("apple",)), head) == [9, 5, 1]
    assert starts(postgres, SearchQuery(words=("apple",))) == [9, 7, 5, 1]


def test_more_than_one_fetch_is_read_to_the_end(postgres: PostgresStorage, make_event: MakeEvent) -> None:
    postgres.ingest.append([make_event(n, at_s=n, text="apple") for n in range(1_200)])
    assert starts(postgres, SearchQuery(words=("apple",))) == list(range(1_199, -1, -1))


def test_an_application_is_found_by_the_beginning_of_a_word_in_its_name(
    postgres: PostgresStorage, make_event: MakeEvent
) -> None:
    for n, app in enumerate(("Google-chrome", "Chromium", "monochrome")):
        postgres.ingest.append([make_event(n, at_s=n, text="x", data={"app": app, "title": ""})])
    assert starts(postgres, SearchQuery(apps=("chrom",))) == [1, 0]
    assert starts(postgres, SearchQuery(apps=("nothing",))) == []


def test_signs_of_patterns_are_plain_text(postgres: PostgresStorage, make_event: MakeEvent) -> None:
    postgres.ingest.append(
        [make_event(n, CLIPBOARD, n, text=text) for n, text in enumerate(("a_b", "axb", "a\\b", "5%"))]
    )
    assert starts(postgres, SearchQuery(words=("a_b",)), fragments=True) == [0]
    assert starts(postgres, SearchQuery(words=("a\\b",)), fragments=True) == [2]
    assert starts(postgres, SearchQuery(words=("%",)), fragments=True) == [3]


def test_the_index_of_fragments_is_used(postgres: PostgresStorage) -> None:
    with postgres.store._connections.write() as connection:
        connection.execute("SET LOCAL enable_seqscan = off")
        plan = connection.execute("EXPLAIN SELECT key FROM document WHERE folded LIKE '%omorro%'").fetchall()
    assert "document_fragments" in str(plan)
