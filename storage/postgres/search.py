"""Answers a search: ranks what matches where it is little, else newest first; groups like moments; fills in hits."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from storage.postgres.candidates import matching, newest_key
from storage.postgres.connections import Connection
from storage.postgres.documents import windows_at
from storage.postgres.nearest import Near, by_meaning, passage
from storage.postgres.rows import COLUMNS, RowReader
from storage.search.facets import count_facets
from storage.search.fusion import fused
from storage.search.grouping import Candidate, Group
from storage.search.paging import SELECTIVE, Place, by_rank, by_time, page_of, place_of
from storage.search.snippet import boxes, snippet
from storage.search.terms import Matcher, Span, needs_fragments
from storage.store import Hit, SearchPage, SearchQuery


def search(connection: Connection, reader: RowReader, query: SearchQuery, limit: int, cursor: str | None) -> SearchPage:
    """Return a page of hits; see `storage.store.Store.search`. `connection` reads one snapshot during the call.

    Raises:
        StoreError: the cursor is not one of ours.
    """
    place = Place(newest_key(connection)) if cursor is None else place_of(cursor)
    texts = (*query.words, *query.prefixes, *query.phrases)
    fragments = any(needs_fragments(term) for term in (*texts, *query.excluded))
    found = matching(connection, query, place.head, fragments=fragments)
    first = list(islice(found, SELECTIVE + 1))
    if not first and not fragments and texts and not query.excluded:
        fragments = True
        found = matching(connection, query, place.head, fragments=True)
        first = list(islice(found, SELECTIVE + 1))
    meant: dict[int, Near] = {}
    if len(first) <= SELECTIVE:
        if query.meaning is not None:
            alike = by_meaning(connection, query, place.head)
            meant = {candidate.key: near for candidate, near in alike}
            first = _fused(first if texts else (), [candidate for candidate, _ in alike])
        groups, last = by_rank(first), True
    else:
        unranked = (candidate._replace(score=0.0) for candidate in found)
        groups, last = by_time([candidate._replace(score=0.0) for candidate in first], unranked, place, limit)
    found.close()
    page, following = page_of(groups, place, limit, last=last)
    matcher = Matcher(query, fragments=fragments)
    hits = tuple(_hits(connection, reader, page, matcher, place.shown, meant))
    topics: dict[int, str] = dict(connection.execute("SELECT id, name FROM topic").fetchall())
    return SearchPage(hits, len(groups), following, count_facets(first, topics, query.zone))


def _fused(worded: Sequence[Candidate], alike: Sequence[Candidate]) -> list[Candidate]:
    """Join both lists, newest first; keys do not follow time, so that candidates are numbered by it before."""
    times = sorted({(candidate.start_us, candidate.key) for candidate in (*worded, *alike)})
    number = {key: place for place, (_, key) in enumerate(times)}
    return fused(
        [candidate._replace(document=number[candidate.key]) for candidate in worded],
        [candidate._replace(document=number[candidate.key]) for candidate in alike],
    )


def _hits(
    connection: Connection,
    reader: RowReader,
    groups: Sequence[Group],
    matcher: Matcher,
    shown: int,
    meant: Mapping[int, Near],
) -> Iterator[Hit]:
    for rank, group in enumerate(groups, shown + 1):
        row = connection.execute(
            f"SELECT {COLUMNS} FROM event WHERE key = %s AND start_us = %s".encode(),  # noqa: S608
            (group.best.key, group.best.start_us),
        ).fetchone()
        newest = connection.execute(
            "SELECT end_us FROM event WHERE key = %s AND start_us = %s", (group.newest.key, group.newest.start_us)
        ).fetchone()
        if row is None or newest is None:
            continue
        event = reader.event(row, connection)
        ((app, title),) = windows_at(connection, [(event, row[3])])
        near = meant.get(group.best.key)
        around = None
        if near is not None and not matcher.matches(event.text or ""):
            around = passage(connection, near)
        span = None if around is None else Span(around.start, around.end)
        yield Hit(
            event=event,
            start_us=group.oldest.start_us,
            end_us=max(event.end_us, newest[0]),
            count=group.count,
            app=app,
            title=title,
            snippet=snippet(event.text or "", matcher, span),
            score=group.best.score or 1.0 / rank / 1_000,
            boxes=boxes(event, matcher, span),
            similarity=0.0 if near is None else near.similarity,
        )
