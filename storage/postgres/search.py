"""Answers a search: ranks what matches where it is little, else newest first; groups like moments; fills in hits."""

import base64
import binascii
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Final

import orjson

from storage.postgres.candidates import matching, newest_key
from storage.postgres.connections import Connection
from storage.postgres.documents import window_at
from storage.postgres.escape import unescape
from storage.postgres.rows import COLUMNS, RowReader
from storage.search.grouping import Candidate, Group, Grouping
from storage.search.kinds import kind_of
from storage.search.snippet import boxes, snippet
from storage.search.terms import Matcher, needs_fragments
from storage.store import Hit, SearchPage, SearchQuery, StoreError

SELECTIVE: Final = 1_000
"""More candidates than this are not ranked but ordered by time: ranking a common word reads all that has it."""
_PAGE_BUDGET: Final = 5_000
"""Candidates looked at for each page of an answer ordered by time."""
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_HOUR_US: Final = 3_600_000_000


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a page begins: the answer is always that of the store as it was at `head`."""

    head: int
    shown: int = 0
    budget: int = _PAGE_BUDGET

    def cursor(self) -> str:
        return base64.urlsafe_b64encode(orjson.dumps([self.head, self.shown, self.budget])).decode()


def search(connection: Connection, reader: RowReader, query: SearchQuery, limit: int, cursor: str | None) -> SearchPage:
    """Return a page of hits; see `storage.store.Store.search`. `connection` reads one snapshot during the call.

    Raises:
        StoreError: the cursor is not one of ours.
    """
    place = _Place(newest_key(connection)) if cursor is None else _place(cursor)
    texts = (*query.words, *query.prefixes, *query.phrases)
    fragments = any(needs_fragments(term) for term in (*texts, *query.excluded))
    found = matching(connection, query, place.head, fragments=fragments)
    first = list(islice(found, SELECTIVE + 1))
    if not first and not fragments and texts and not query.excluded:
        fragments = True
        found = matching(connection, query, place.head, fragments=True)
        first = list(islice(found, SELECTIVE + 1))
    if len(first) <= SELECTIVE:
        groups, last = _ranked(first), True
    else:
        groups, last = _by_time(first, found, place, limit)
    found.close()
    page = groups[place.shown : place.shown + limit]
    shown = place.shown + len(page)
    following = None
    if len(groups) > shown or not last:
        following = replace(place, shown=shown, budget=place.budget + _PAGE_BUDGET).cursor()
    matcher = Matcher(query, fragments=fragments)
    hits = tuple(_hits(connection, reader, page, matcher, place.shown))
    return SearchPage(hits, len(groups), following, _facets(connection, query, first))


def _ranked(found: Sequence[Candidate]) -> list[Group]:
    """Group few candidates, best first; of equals the newest first."""
    grouping = Grouping()
    for candidate in found:
        grouping.add(candidate)
    return sorted(grouping.groups, key=lambda group: group.best.score, reverse=True)


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
            grouping.add(candidate._replace(score=0.0))
            looked += 1
    return grouping.groups, True


def _hits(
    connection: Connection, reader: RowReader, groups: Sequence[Group], matcher: Matcher, shown: int
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
        app, title = window_at(connection, event, row[3])
        yield Hit(
            event=event,
            start_us=group.oldest.start_us,
            end_us=max(event.end_us, newest[0]),
            count=group.count,
            app=app,
            title=title,
            snippet=snippet(event.text or "", matcher),
            score=group.best.score or 1.0 / rank / 1_000,
            boxes=boxes(event, matcher),
        )


def _facets(connection: Connection, query: SearchQuery, found: Sequence[Candidate]) -> dict[str, dict[str, int]]:
    names: dict[int, str] = dict(connection.execute("SELECT id, name FROM topic").fetchall())
    kinds: Counter[str] = Counter()
    for topic, count in Counter(candidate.topic for candidate in found).items():
        kinds[kind_of(names[topic])] += count
    days: Counter[str] = Counter()
    for hour, count in Counter(candidate.start_us // _HOUR_US for candidate in found).items():
        moment = _EPOCH + timedelta(hours=hour, minutes=30)
        days[moment.astimezone(query.zone).date().isoformat()] += count
    apps = Counter(unescape(candidate.app) for candidate in found if candidate.app)
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
