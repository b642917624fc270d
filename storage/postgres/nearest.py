"""Finds the texts nearest to what a search means, by the exact cosine to every vector of that model."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from storage.postgres.candidates import filters
from storage.postgres.connections import Connection
from storage.postgres.escape import escape, load_data, unescape
from storage.postgres.vectors import as_literal, has_vectors
from storage.search.grouping import Candidate
from storage.search.terms import Matcher
from storage.store import SearchQuery
from storage.vectors import Passage, passages_of

FOUND_MAX: Final = 300
"""At most so many moments are found by what they mean."""
_PASSAGES_MAX: Final = 3_000
_BEHIND: Final = 0.25
"""What is so much less alike than the best says something else."""


@dataclass(frozen=True, slots=True)
class Near:
    """Which passage of which event with vectors was found, and the cosine."""

    carrier: int
    place: int
    similarity: float


def by_meaning(connection: Connection, query: SearchQuery, head: int) -> list[tuple[Candidate, Near]]:
    """Return what means like the query among the events with keys up to `head`, most alike first.

    Phrases must stand in the text all the same, and nothing excluded may.
    """
    meaning = query.meaning
    if meaning is None or not has_vectors(connection):
        return []
    conditions, values = filters(connection, query)
    values |= {
        "wanted": as_literal(np.frombuffer(meaning.vector, np.int8)),
        "model": escape(meaning.model),
        "dimension": len(meaning.vector),
        "head": head,
        "most": _PASSAGES_MAX,
    }
    rows = connection.execute(
        "SELECT carrier, place, 1 - (embedding <=> %(wanted)s::halfvec), key, start_us, topic, app, likeness, folded "  # noqa: S608
        "FROM passage JOIN document ON key = text_key "
        f"WHERE model = %(model)s AND dimension = %(dimension)s AND carrier <= %(head)s AND {' AND '.join(conditions)} "
        "ORDER BY embedding <=> %(wanted)s::halfvec, start_us DESC LIMIT %(most)s".encode(),
        values,
    ).fetchall()
    matcher = Matcher(SearchQuery(phrases=query.phrases, excluded=query.excluded))
    found: dict[int, tuple[Candidate, Near]] = {}
    for carrier, place, similarity, key, start_us, topic, app, likeness, folded in rows:
        # Not written the other way round: a vector of zeros is no number far from any.
        if not similarity >= max(meaning.floor, rows[0][2] - _BEHIND) or len(found) >= FOUND_MAX:
            break
        if key not in found and matcher.matches(unescape(folded)):
            candidate = Candidate(key, key, start_us, topic, unescape(app), likeness, similarity)
            found[key] = (candidate, Near(carrier, place, similarity))
    return list(found.values())


def passage(connection: Connection, near: Near) -> Passage | None:
    """Return the passage that was found."""
    row = connection.execute(
        "SELECT data::text FROM identity JOIN event USING (key, start_us) WHERE identity.key = %s", (near.carrier,)
    ).fetchone()
    passages = () if row is None else passages_of(load_data(row[0]))
    return passages[near.place] if near.place < len(passages) else None
