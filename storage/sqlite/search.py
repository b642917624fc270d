"""Answers a search: ranks candidates where they are few, groups like moments, and fills in what a hit shows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

import apsw

from storage.search.facets import count_facets
from storage.search.fusion import fused
from storage.search.grouping import Candidate, Group
from storage.search.paging import SELECTIVE, Place, by_rank, by_time, page_of, place_of
from storage.search.snippet import boxes, snippet
from storage.search.terms import Matcher, Span
from storage.sqlite import ftsquery
from storage.sqlite.appending import head as log_head
from storage.sqlite.candidates import by_fragments, by_words
from storage.sqlite.echoes import heard_once
from storage.sqlite.fulltext import Windows
from storage.sqlite.names import Names
from storage.sqlite.nearest import Near, by_meaning, passage
from storage.sqlite.rows import COLUMNS, RowReader
from storage.store import Hit, SearchPage, SearchQuery


def search(connection: apsw.Connection, query: SearchQuery, limit: int, cursor: str | None) -> SearchPage:
    """Return a page of hits; see `storage.store.Store.search`. `connection` reads one snapshot during the call.

    Raises:
        StoreError: the cursor is not one of ours.
    """
    place = Place(log_head(connection)) if cursor is None else place_of(cursor)
    filters = ftsquery.resolve(connection, query)
    if filters.empty:
        return SearchPage((), 0)
    fragments = ftsquery.uses_fragments(query)
    find = by_fragments if fragments else by_words
    once = heard_once(connection)
    found = filter(once, find(connection, query, filters, place.head))
    first = list(islice(found, SELECTIVE + 1))
    alike: list[tuple[Candidate, Near]] = []
    if len(first) <= SELECTIVE and query.meaning is not None:
        alike = [one for one in by_meaning(connection, query, filters, place.head) if once(one[0])]
    if not first and not fragments and _pieces_help(query, alike):
        fragments = True
        found = filter(once, by_fragments(connection, query, filters, place.head))
        first = list(islice(found, SELECTIVE + 1))
    if len(first) <= SELECTIVE:
        first = list(_scored(connection, query, first, fragments))
        if query.meaning is not None:
            first = fused(first, [candidate for candidate, _ in alike])
        groups, last = by_rank(first), True
    else:
        groups, last = by_time(first, found, place, limit)
    page, following = page_of(groups, place, limit, last=last)
    meant = {candidate.document: near for candidate, near in alike}
    return SearchPage(
        hits=tuple(_hits(connection, page, Matcher(query, fragments=fragments), place.shown, meant)),
        total=len(groups),
        cursor=following,
        facets=count_facets(first, dict(connection.execute("SELECT id, name FROM topic")), query.zone),
    )


def _pieces_help(query: SearchQuery, alike: Sequence[object]) -> bool:
    """Tell whether to look inside words where no whole words are found: several are meant, not cut."""
    terms = ftsquery.text_terms(query)
    return bool(terms) and not query.excluded and (len(terms) == 1 or not alike)


def _scored(
    connection: apsw.Connection, query: SearchQuery, found: Iterable[Candidate], fragments: bool
) -> Iterator[Candidate]:
    scores = {} if fragments else _scores(connection, query)
    for candidate in found:
        yield candidate._replace(score=scores.get(candidate.document, 0.0))


def _scores(connection: apsw.Connection, query: SearchQuery) -> dict[int, float]:
    """Return bm25 by document over the query's uncommon terms: a common one says little and costs much."""
    uncommon = [term for term in ftsquery.text_terms(query) if _is_uncommon(connection, term)]
    if not uncommon:
        return {}
    rows = connection.execute(
        "SELECT rowid, -bm25(words, 1.0, 0.0, 0.0) FROM words WHERE words MATCH ?", (" AND ".join(uncommon),)
    )
    return dict(rows)


def _is_uncommon(connection: apsw.Connection, term: str) -> bool:
    count = connection.execute(
        "SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH ? LIMIT ?)", (term, SELECTIVE + 1)
    ).get
    return int(count) <= SELECTIVE


def _hits(
    connection: apsw.Connection, groups: Sequence[Group], matcher: Matcher, shown: int, meant: Mapping[int, Near]
) -> Iterator[Hit]:
    topics, devices = Names("topic"), Names("device")
    topics.load(connection)
    devices.load(connection)
    reader = RowReader(topics, devices)
    windows = Windows(connection)
    for rank, group in enumerate(groups, shown + 1):
        row = connection.execute(f"SELECT {COLUMNS} FROM event WHERE key = ?", (group.best.key,)).fetchone()  # noqa: S608
        if row is None:
            continue
        event = reader.event(row, connection)
        app, title = windows.at(row[10], row[3], row[4])
        near = meant.get(group.best.document)
        around = None
        if near is not None and not matcher.matches(event.text or ""):
            around = passage(connection, near)
        place = None if around is None else Span(around.start, around.end)
        yield Hit(
            event=event,
            start_us=_time(connection, "start_us", group.oldest.key, event.start_us),
            end_us=max(event.end_us, _time(connection, "end_us", group.newest.key, event.end_us)),
            count=group.count,
            app=app,
            title=title,
            snippet=snippet(event.text or "", matcher, place),
            score=group.best.score or 1.0 / rank / 1_000,
            boxes=boxes(event, matcher, place),
            similarity=0.0 if near is None else near.similarity,
        )


def _time(connection: apsw.Connection, column: str, key: int, otherwise: int) -> int:
    found = connection.execute(f"SELECT {column} FROM event WHERE key = ?", (key,)).get  # noqa: S608  two fixed names
    return otherwise if found is None else int(found)
