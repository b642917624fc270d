"""Answers a search: ranks candidates where they are few, groups like moments, and fills in what a hit shows."""

import base64
import binascii
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Final

import apsw
import orjson

from storage.search.grouping import Candidate, Group, Grouping
from storage.search.kinds import kind_of
from storage.search.snippet import boxes, snippet
from storage.search.terms import Matcher
from storage.sqlite import ftsquery
from storage.sqlite.appending import head as log_head
from storage.sqlite.candidates import by_fragments, by_words
from storage.sqlite.fulltext import Windows
from storage.sqlite.names import Names
from storage.sqlite.rows import COLUMNS, RowReader
from storage.store import Hit, SearchPage, SearchQuery, StoreError

SELECTIVE: Final = 1_000
"""More candidates than this are not ranked but ordered by time: ranking a common word reads all that has it."""
_PAGE_BUDGET: Final = 5_000
"""Candidates looked at for each page of an answer ordered by time."""
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_HOUR_US: Final = 3_600_000_000


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a page begins: the answer is always that of the log as it was at `head`, so pages stay what they were."""

    head: int
    shown: int = 0
    budget: int = _PAGE_BUDGET

    def cursor(self) -> str:
        return base64.urlsafe_b64encode(orjson.dumps([self.head, self.shown, self.budget])).decode()


def search(connection: apsw.Connection, query: SearchQuery, limit: int, cursor: str | None) -> SearchPage:
    """Return a page of hits; see `storage.store.Store.search`. `connection` reads one snapshot during the call.

    Raises:
        StoreError: the cursor is not one of ours.
    """
    place = _Place(log_head(connection)) if cursor is None else _place(cursor)
    filters = ftsquery.resolve(connection, query)
    if filters.empty:
        return SearchPage((), 0)
    fragments = ftsquery.uses_fragments(query)
    find = by_fragments if fragments else by_words
    found = find(connection, query, filters, place.head)
    first = list(islice(found, SELECTIVE + 1))
    if not first and not fragments and ftsquery.text_terms(query) and not query.excluded:
        fragments = True
        found = by_fragments(connection, query, filters, place.head)
        first = list(islice(found, SELECTIVE + 1))
    if len(first) <= SELECTIVE:
        groups, last = _ranked(connection, query, first, fragments), True
    else:
        groups, last = _by_time(first, found, place, limit)
    page = groups[place.shown : place.shown + limit]
    shown = place.shown + len(page)
    following = None
    if len(groups) > shown or not last:
        following = replace(place, shown=shown, budget=place.budget + _PAGE_BUDGET).cursor()
    matcher = Matcher(query, fragments=fragments)
    return SearchPage(
        hits=tuple(_hits(connection, page, matcher, place.shown)),
        total=len(groups),
        cursor=following,
        facets=_facets(connection, query, first),
    )


def _ranked(
    connection: apsw.Connection, query: SearchQuery, found: Sequence[Candidate], fragments: bool
) -> list[Group]:
    """Group few candidates, best first; of equals the newest first."""
    scores = {} if fragments else _scores(connection, query)
    grouping = Grouping()
    for candidate in found:
        grouping.add(candidate._replace(score=scores.get(candidate.document, 0.0)))
    return sorted(grouping.groups, key=lambda group: group.best.score, reverse=True)


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


def _by_time(
    first: Iterable[Candidate], rest: Iterator[Candidate], place: _Place, limit: int
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


def _hits(connection: apsw.Connection, groups: Sequence[Group], matcher: Matcher, shown: int) -> Iterator[Hit]:
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
        yield Hit(
            event=event,
            start_us=_time(connection, "start_us", group.oldest.key, event.start_us),
            end_us=max(event.end_us, _time(connection, "end_us", group.newest.key, event.end_us)),
            count=group.count,
            app=app,
            title=title,
            snippet=snippet(event.text or "", matcher),
            score=group.best.score or 1.0 / rank / 1_000,
            boxes=boxes(event, matcher),
        )


def _time(connection: apsw.Connection, column: str, key: int, otherwise: int) -> int:
    found = connection.execute(f"SELECT {column} FROM event WHERE key = ?", (key,)).get  # noqa: S608  two fixed names
    return otherwise if found is None else int(found)


def _facets(connection: apsw.Connection, query: SearchQuery, found: Sequence[Candidate]) -> dict[str, dict[str, int]]:
    names = dict(connection.execute("SELECT id, name FROM topic"))
    topics = Counter(candidate.topic for candidate in found)
    kinds: Counter[str] = Counter()
    for topic, count in topics.items():
        kinds[kind_of(names[topic])] += count
    hours = Counter(candidate.start_us // _HOUR_US for candidate in found)
    days: Counter[str] = Counter()
    for hour, count in hours.items():
        moment = _EPOCH + timedelta(hours=hour, minutes=30)
        days[moment.astimezone(query.zone).date().isoformat()] += count
    apps = Counter(candidate.app for candidate in found if candidate.app)
    return {
        "kind": dict(kinds.most_common()),
        "app": dict(apps.most_common(20)),
        "day": dict(sorted(days.items(), reverse=True)),
    }


def _place(cursor: str) -> _Place:
    try:
        head, shown, budget = orjson.loads(base64.urlsafe_b64decode(cursor.encode()))
        return _Place(int(head), int(shown), int(budget))
    except (ValueError, TypeError, binascii.Error) as error:
        raise StoreError("This page of the search is no longer known; search again.") from error
