"""Finds events that match a search, newest first and lazily: through either index, and by reading the unindexed."""

import heapq
from collections.abc import Iterator
from typing import Any, Final

import apsw

from storage.search.grouping import Candidate
from storage.search.terms import Matcher
from storage.sqlite.documents import KEY_BITS, SLOT_SHIFT, document_id, key_of, start_of
from storage.sqlite.ftsquery import Filters, fragments_expression, words_expression
from storage.sqlite.fulltext import WITH_TEXT, Windows, describe, indexed_offset
from storage.store import SearchQuery

_KEY: Final = f"id & {(1 << KEY_BITS) - 1}"
_START: Final = f"(id >> {KEY_BITS}) << {SLOT_SHIFT}"
"""What `key_of` and `start_of` return, in SQL."""
_EXAMINED_MAX: Final = 20_000
"""Texts read at most for a search that the fragment index cannot answer (a single letter)."""


def by_words(connection: apsw.Connection, query: SearchQuery, filters: Filters, head: int) -> Iterator[Candidate]:
    """Yield what matches by whole words among the first `head` entries of the log."""
    return _merged(_indexed_words(connection, query, filters, head), _tail(connection, query, filters, head, False))


def by_fragments(connection: apsw.Connection, query: SearchQuery, filters: Filters, head: int) -> Iterator[Candidate]:
    """Yield what holds the query's terms anywhere, also inside words."""
    return _merged(_indexed_fragments(connection, query, filters, head), _tail(connection, query, filters, head, True))


def _merged(indexed: Iterator[Candidate], tail: list[Candidate]) -> Iterator[Candidate]:
    return heapq.merge(indexed, tail, key=lambda candidate: candidate.document, reverse=True)


def _indexed_words(connection: apsw.Connection, query: SearchQuery, filters: Filters, head: int) -> Iterator[Candidate]:
    first, last = filters.documents
    edges = {start_of(first), start_of(last)}
    rows = connection.execute(
        f"SELECT {_KEY}, id, {_START}, topic, document.app, likeness "  # noqa: S608  two fixed expressions
        "FROM words CROSS JOIN document ON id = words.rowid "
        "WHERE words MATCH ? AND words.rowid BETWEEN ? AND ? ORDER BY words.rowid DESC",
        (words_expression(query, filters), first, last),
    )
    for row in rows:
        candidate = Candidate._make((*row, 0.0))
        if candidate.key > head:
            continue
        if candidate.start_us in edges and not _starts_inside(connection, candidate.key, filters):
            continue
        yield candidate


def _starts_inside(connection: apsw.Connection, key: int, filters: Filters) -> bool:
    start_us = connection.execute("SELECT start_us FROM event WHERE key = ?", (key,)).get
    return start_us is not None and filters.start_us <= start_us < filters.end_us


def _indexed_fragments(
    connection: apsw.Connection, query: SearchQuery, filters: Filters, head: int
) -> Iterator[Candidate]:
    matcher = Matcher(query, fragments=True)
    for document, topic, app, likeness, device, start_us, text in _holding(connection, query, filters):
        key = key_of(document)
        if key <= head and filters.passes(topic, device, start_us, app) and matcher.matches(text):
            yield Candidate(key, document, start_of(document), topic, app, likeness)


def _holding(connection: apsw.Connection, query: SearchQuery, filters: Filters) -> Iterator[tuple[Any, ...]]:
    """Yield rows that hold the query's trigrams, or the newest of all where it has none."""
    expression = fragments_expression(connection, query)
    columns = "SELECT id, document.topic, app, likeness, device, start_us, event.text FROM "
    event = f"CROSS JOIN event ON key = {_KEY} "
    if expression is None:
        return connection.execute(
            f"{columns} document {event} WHERE id BETWEEN ? AND ? ORDER BY id DESC LIMIT ?",
            (*filters.documents, _EXAMINED_MAX),
        )
    return connection.execute(
        f"{columns} fragments CROSS JOIN document ON id = fragments.rowid {event} "
        "WHERE fragments MATCH ? AND fragments.rowid BETWEEN ? AND ? ORDER BY fragments.rowid DESC",
        (expression, *filters.documents),
    )


def _tail(
    connection: apsw.Connection, query: SearchQuery, filters: Filters, head: int, fragments: bool
) -> list[Candidate]:
    """Return matches among what is not indexed yet, newest first."""
    matcher = Matcher(query, fragments=fragments)
    windows = Windows(connection)
    found = []
    for row in connection.execute(WITH_TEXT + "AND event.key <= ?", (indexed_offset(connection), head)):
        key, topic, device, start_us, text = row[:5]
        if not matcher.matches(text):
            continue
        document = describe(windows, row)
        if filters.passes(topic, device, start_us, document.app):
            number = document_id(start_us, key)
            found.append(Candidate(key, number, start_of(number), topic, document.app, document.likeness))
    return sorted(found, key=lambda candidate: candidate.document, reverse=True)
