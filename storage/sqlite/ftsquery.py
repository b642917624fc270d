"""Turns a parsed search into expressions for the two full-text indexes and numbers for the tables."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import apsw

from storage.search.terms import Matcher, fold, needs_fragments, tokens
from storage.sqlite.documents import document_id
from storage.store import SearchQuery
from storage.topics import matches

_TRIGRAM: Final = 3
_TRIGRAMS_MAX: Final = 12
_EXPANSIONS_MAX: Final = 300
_EARLIEST_US: Final = -(1 << 62)
_LATEST_US: Final = 1 << 62


@dataclass(frozen=True, slots=True)
class Filters:
    """Where to look: numbers of topics and devices (None: all), applications, and the span of starts."""

    topics: frozenset[int] | None
    devices: frozenset[int] | None
    apps: tuple[Matcher, ...]
    start_us: int
    end_us: int

    @property
    def empty(self) -> bool:
        """Whether nothing can pass."""
        return self.topics == frozenset() or self.devices == frozenset() or self.end_us <= self.start_us

    @property
    def documents(self) -> tuple[int, int]:
        """First and last row of the indexes that may pass, both inclusive."""
        return document_id(self.start_us, 0), document_id(self.end_us - 1, (1 << 32) - 1)

    def passes(self, topic: int, device: int, start_us: int, app: str) -> bool:
        """Tell whether an event passes."""
        return (
            self.start_us <= start_us < self.end_us
            and (self.topics is None or topic in self.topics)
            and (self.devices is None or device in self.devices)
            and (not self.apps or any(matcher.matches(app) for matcher in self.apps))
        )


def resolve(connection: apsw.Connection, query: SearchQuery) -> Filters:
    """Return the filters of a query with names as the database's numbers."""
    topics: frozenset[int] | None = None
    devices: frozenset[int] | None = None
    if query.topics:
        known: list[tuple[int, str]] = list(connection.execute("SELECT id, name FROM topic"))
        topics = frozenset(number for number, name in known if any(matches(wanted, name) for wanted in query.topics))
    if query.devices:
        wanted = {name.casefold() for name in query.devices}
        known = list(connection.execute("SELECT id, name FROM device"))
        devices = frozenset(number for number, name in known if name.casefold() in wanted)
    return Filters(
        topics,
        devices,
        tuple(Matcher(SearchQuery(prefixes=(app,))) for app in query.apps),
        _EARLIEST_US if query.start_us is None else query.start_us,
        _LATEST_US if query.end_us is None else query.end_us,
    )


def uses_fragments(query: SearchQuery) -> bool:
    """Tell whether a term can be found through the fragment index alone."""
    terms = (*query.words, *query.prefixes, *query.phrases, *query.excluded)
    return any(needs_fragments(term) for term in terms)


def text_terms(query: SearchQuery) -> list[str]:
    """Return what the text must hold, each as an expression of its own."""
    whole = [f"text : {_quoted(term)}" for term in (*query.words, *query.phrases)]
    return whole + [f"text : {_quoted(prefix)} *" for prefix in query.prefixes]


def words_expression(query: SearchQuery, filters: Filters) -> str:
    """Return the expression for the index of words, filters on topic, device and application included."""
    wanted = text_terms(query)
    if filters.topics is not None:
        wanted.append(_any("tags", (f'"t{number}"' for number in sorted(filters.topics))))
    if filters.devices is not None:
        wanted.append(_any("tags", (f'"d{number}"' for number in sorted(filters.devices))))
    if query.apps:
        wanted.append(_any("app", (f"{_quoted(app)} *" for app in query.apps)))
    expression = " AND ".join(wanted or ['tags : "all"'])
    if query.excluded:
        expression = f"({expression}) NOT {_any('text', map(_quoted, query.excluded))}"
    return expression


def fragments_expression(connection: apsw.Connection, query: SearchQuery) -> str | None:
    """Return an expression every match satisfies (what it finds must be checked); None where all must be looked at."""
    parts = [part for term in (*query.words, *query.prefixes, *query.phrases) for part in fold(term).split()]
    wanted: list[str] = []
    for part in parts:
        if len(part) >= _TRIGRAM:
            pieces = dict.fromkeys(part[at : at + _TRIGRAM] for at in range(len(part) - _TRIGRAM + 1))
            wanted += [_string(piece) for piece in list(pieces)[:_TRIGRAMS_MAX]]
        else:
            wanted += _beginning(connection, part)
    return " AND ".join(dict.fromkeys(wanted)) or None


def _beginning(connection: apsw.Connection, part: str) -> Sequence[str]:
    """Return the trigrams that begin with one or two characters as one alternative; none where there are too many."""
    following = part[:-1] + chr(ord(part[-1]) + 1)
    rows = connection.execute(
        "SELECT term FROM fragment_term WHERE term >= ? AND term < ? LIMIT ?", (part, following, _EXPANSIONS_MAX + 1)
    )
    found = [term for (term,) in rows]
    if not found:
        return ['"\x01\x01\x01"']  # nothing holds it: an expression nothing matches
    if len(found) > _EXPANSIONS_MAX:
        return []
    return ["(" + " OR ".join(_string(term) for term in found) + ")"]


def _any(column: str, terms: Iterable[str]) -> str:
    return "(" + " OR ".join(f"{column} : {term}" for term in terms) + ")"


def _quoted(term: str) -> str:
    """Return a term as words of one phrase; the index splits text the same way."""
    return _string(" ".join(tokens(term)) or term)


def _string(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
