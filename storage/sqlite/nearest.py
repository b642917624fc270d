"""Finds the vectors nearest to what a search means: all of them by one bit a number, the best of these in full."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import apsw
import numpy as np
import orjson

from storage.search.grouping import Candidate
from storage.search.terms import Matcher
from storage.sqlite.documents import key_of, start_of
from storage.sqlite.ftsquery import Filters, words_expression
from storage.sqlite.fulltext import WITH_TEXT, Windows, describe
from storage.sqlite.query import fetch_all
from storage.sqlite.vectors import WITH_VECTORS, carriers, indexed_offset, meaning_topic
from storage.sqlite.vectorscan import Wanted, distinct
from storage.store import Meaning, SearchQuery
from storage.vectors import Passage, passages_of, similarities

FOUND_MAX: Final = 300
"""At most so many moments are found by what they mean."""
_BEHIND: Final = 0.25
"""What is so much less alike than the best says something else."""
_APP_MAX: Final = 20_000
"""An application with more texts is common: enough of what is near is its own."""


@dataclass(frozen=True, slots=True)
class Near:
    """A text that is near: its row in the indexes, the event with the vector and its place in it, and the cosine."""

    document: int
    carrier: int
    ordinal: int
    similarity: float


def by_meaning(
    connection: apsw.Connection, query: SearchQuery, filters: Filters, head: int
) -> list[tuple[Candidate, Near]]:
    """Return what means like the query among the first `head` entries of the log, most alike first.

    Phrases must stand in the text all the same, and nothing excluded may.
    """
    if query.meaning is None:
        return []
    meaning = query.meaning
    near = [*_indexed(connection, query, filters, head), *_tail(connection, meaning, head)]
    near.sort(key=lambda one: (one.similarity, one.document), reverse=True)
    near = [one for one in near if one.similarity >= near[0].similarity - _BEHIND]
    best: dict[int, Near] = {}
    for one in near:
        best.setdefault(one.document, one)
    chosen = list(best.values())[:FOUND_MAX]
    candidates = _candidates(connection, chosen, filters, SearchQuery(phrases=query.phrases, excluded=query.excluded))
    return [(candidates[one.document], one) for one in chosen if one.document in candidates]


def passage(connection: apsw.Connection, near: Near) -> Passage | None:
    """Return the passage that was found."""
    data = connection.execute("SELECT data FROM event WHERE key = ?", (near.carrier,)).get
    passages = () if data is None else passages_of(orjson.loads(data))
    return passages[near.ordinal] if near.ordinal < len(passages) else None


def _candidates(
    connection: apsw.Connection, near: Sequence[Near], filters: Filters, literal: SearchQuery
) -> dict[int, Candidate]:
    """Return by document what grouping must know of the texts that pass."""
    matcher = Matcher(literal)
    windows = Windows(connection)
    found = {}
    texts = {row[0]: row for row in connection.execute(f"{WITH_TEXT}AND event.key IN ({_keys(near)})", (0,))}
    numbers = _list([one.document for one in near])
    documents = connection.execute(f"SELECT id, app, likeness FROM document WHERE id IN ({numbers})")  # noqa: S608
    known = {row[0]: row[1:] for row in documents}
    for one in near:
        row = texts.get(key_of(one.document))
        if row is None or not matcher.matches(row[4]):
            continue
        app, likeness = known.get(one.document) or _described(windows, row)
        if filters.passes(row[1], row[2], row[3], app):
            start_us = start_of(one.document)
            found[one.document] = Candidate(row[0], one.document, start_us, row[1], app, likeness, one.similarity)
    return found


def _keys(near: Sequence[Near]) -> str:
    return _list([key_of(one.document) for one in near])


def _described(windows: Windows, row: Sequence[Any]) -> tuple[str, int]:
    """Return application and likeness of a text that is not indexed yet."""
    document = describe(windows, row)
    return document.app, document.likeness


def _tail(connection: apsw.Connection, meaning: Meaning, head: int) -> Iterator[Near]:
    """Yield what is near among vectors that are not indexed yet."""
    rows = connection.execute(
        f"{WITH_VECTORS}AND event.key <= ?", (meaning_topic(connection), indexed_offset(connection), head)
    )
    query = np.frombuffer(meaning.vector, np.int8)
    for carrier in carriers(rows):
        if carrier.model != meaning.model or not carrier.passages or len(carrier.passages[0].vector) != len(query):
            continue
        alike = similarities(query, np.stack([one.vector for one in carrier.passages]))
        for ordinal, value in enumerate(alike.tolist()):
            if value >= meaning.floor:
                yield Near(carrier.document, carrier.key, ordinal, value)


def _indexed(connection: apsw.Connection, query: SearchQuery, filters: Filters, head: int) -> Iterator[Near]:
    """Yield what is near among the indexed; of those with the same code one is compared in full, for all of them."""
    meaning = query.meaning
    if meaning is None or (model := _model(connection, meaning)) is None:
        return
    vector = np.frombuffer(meaning.vector, np.int8)
    wanted = Wanted(filters.documents, head, filters.topics, filters.devices, _of_apps(connection, query, filters))
    found = distinct(connection, model, vector, wanted)
    passages = _passages(connection, [alike[0].id for alike in found])
    known = [(alike, passages[alike[0].id]) for alike in found if alike[0].id in passages]
    if not known:
        return
    cosines = similarities(vector, np.stack([one.vector for _, one in known])).tolist()
    near = [(place, cosine) for (alike, _), cosine in zip(known, cosines, strict=True) for place in alike]
    near = [(place, cosine) for place, cosine in near if cosine >= meaning.floor]
    owners = _owners(connection, [place.id for place, _ in near])
    for place, cosine in near:
        if place.id in owners:
            yield Near(place.document, *owners[place.id], cosine)


def _model(connection: apsw.Connection, meaning: Meaning) -> int | None:
    number: int | None = connection.execute(
        "SELECT id FROM vector_model WHERE name = ? AND dimension = ?", (meaning.model, len(meaning.vector))
    ).get
    return number


def _of_apps(connection: apsw.Connection, query: SearchQuery, filters: Filters) -> list[int] | None:
    """Return the keys of texts in the wanted applications, None where all are wanted (or too many to list)."""
    if not query.apps:
        return None
    rows = fetch_all(
        connection,
        "SELECT rowid FROM words WHERE words MATCH ? AND rowid BETWEEN ? AND ? LIMIT ?",
        (words_expression(SearchQuery(apps=query.apps), filters), *filters.documents, _APP_MAX + 1),
    )
    return None if len(rows) > _APP_MAX else [key_of(row) for (row,) in rows]


def _passages(connection: apsw.Connection, ids: Sequence[int]) -> dict[int, Passage]:
    """Return the passages of indexed vectors; one whose event was deleted meanwhile is left out."""
    rows = connection.execute(
        "SELECT vector.id, ordinal, data FROM vector JOIN event ON key = vector.event "  # noqa: S608  numbers
        f"WHERE vector.id IN ({_list(ids)})"
    )
    found = {}
    for number, ordinal, data in rows:
        passages = passages_of(orjson.loads(data))
        if ordinal < len(passages):
            found[number] = passages[ordinal]
    return found


def _owners(connection: apsw.Connection, ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    rows = connection.execute(f"SELECT id, event, ordinal FROM vector WHERE id IN ({_list(ids)})")  # noqa: S608  numbers
    return {number: (event, ordinal) for number, event, ordinal in rows}


def _list(ids: Sequence[int]) -> str:
    return ",".join(map(str, ids))
