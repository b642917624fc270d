"""Joins what was found by words with what was found by meaning: by rank, since their scores cannot be compared."""

from collections.abc import Iterable, Sequence
from typing import Final

from storage.search.grouping import Candidate

_DAMPING_WORDS: Final = 60
_DAMPING_MEANING: Final = 61
"""Reciprocal rank fusion (Cormack, Clarke and Büttcher, 2009); of equals the one found by its words comes first."""


def fused(by_words: Sequence[Candidate], by_meaning: Sequence[Candidate]) -> list[Candidate]:
    """Return both, each candidate once, newest first, scored by its ranks in the two lists.

    Both come with scores, higher is better. Like moments share a rank: forty identical frames take up one place.
    """
    scores: dict[int, float] = {}
    known: dict[int, Candidate] = {}
    for found, damping in ((by_words, _DAMPING_WORDS), (by_meaning, _DAMPING_MEANING)):
        for candidate, rank in _ranked(found):
            scores[candidate.document] = scores.get(candidate.document, 0.0) + 1.0 / (damping + rank)
            known.setdefault(candidate.document, candidate)
    return [known[document]._replace(score=scores[document]) for document in sorted(known, reverse=True)]


def _ranked(found: Iterable[Candidate]) -> Iterable[tuple[Candidate, int]]:
    """Yield candidates, best first and of equals the newest first, with their rank from 1."""
    ranks: dict[int, int] = {}
    for candidate in sorted(found, key=lambda one: (one.score, one.document), reverse=True):
        yield candidate, ranks.setdefault(candidate.likeness, len(ranks) + 1)
