"""Every event that a search finds, not grouped, in order of time: for taking along what was found."""

from collections.abc import Sequence

from storage.postgres.candidates import matching, newest_key
from storage.postgres.connections import Connection, Row
from storage.postgres.rows import COLUMNS
from storage.search.terms import needs_fragments
from storage.store import SearchQuery


def places_found(connection: Connection, query: SearchQuery) -> list[tuple[int, int]]:
    """Return (start_us, key) of what matches by its words (not by meaning), ascending.

    As in a search, echoes are left out, and pieces of words count where no whole words are found.
    """
    texts = (*query.words, *query.prefixes, *query.phrases)
    fragments = any(needs_fragments(term) for term in (*texts, *query.excluded))
    head = newest_key(connection)
    found = _places(connection, query, head, fragments=fragments)
    if not found and not fragments and texts and not query.excluded:
        found = _places(connection, query, head, fragments=True)
    return found


def rows_at(connection: Connection, places: Sequence[tuple[int, int]]) -> list[Row]:
    """Return whole rows in order of time, without those that are gone."""
    return connection.execute(
        f"SELECT {COLUMNS} FROM event JOIN unnest(%s::bigint[], %s::bigint[]) AS wanted (at_us, number) "  # noqa: S608
        "ON event.start_us = wanted.at_us AND event.key = wanted.number ORDER BY event.start_us, event.key".encode(),
        ([start for start, _ in places], [key for _, key in places]),
    ).fetchall()


def _places(connection: Connection, query: SearchQuery, head: int, *, fragments: bool) -> list[tuple[int, int]]:
    return sorted((each.start_us, each.key) for each in matching(connection, query, head, fragments=fragments))
