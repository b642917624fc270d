"""Finds events that match a search, newest first and lazily: through the index of words or by fragments."""

import re
from collections.abc import Generator, Sequence
from typing import Final

from storage.postgres.connections import Connection
from storage.postgres.escape import escape, unescape
from storage.search.echoes import is_marked
from storage.search.grouping import Candidate
from storage.search.terms import Matcher, fold, tokens
from storage.store import SearchQuery
from storage.topics import ECHO, TRANSCRIPT, matches

_CHUNK: Final = 500
_EARLIEST_US: Final = -(1 << 62)
_LATEST_US: Final = 1 << 62


def newest_key(connection: Connection) -> int:
    """Return the key of the newest event, 0 when there is none."""
    row = connection.execute("SELECT coalesce(max(key), 0) FROM identity").fetchone()
    assert row is not None
    return int(row[0])


def matching(
    connection: Connection, query: SearchQuery, head: int, *, fragments: bool
) -> Generator[Candidate, None, None]:
    """Yield what matches among the events with keys up to `head`, newest first.

    The index finds at least what matches; phrases and fragments are then checked in the text itself.
    """
    conditions, values = filters(connection, query)
    conditions.append("key <= %(head)s")
    values["head"] = head
    expression = _fragments(query) if fragments else _words(query)
    score = "0.0::double precision"
    if not fragments and expression:
        conditions.append("words @@ %(wanted)s::tsquery")
        values["wanted"] = expression
        score = "ts_rank(words, %(wanted)s::tsquery, 1)::double precision"
    elif fragments:
        for number, pattern in enumerate(expression):
            conditions.append(f"folded LIKE %(piece{number})s")
            values[f"piece{number}"] = pattern
    check = fragments or _is_worded_loosely(query)
    text = "folded" if check else "NULL"
    with connection.cursor(name="candidates") as cursor:
        cursor.itersize = _CHUNK
        cursor.execute(
            f"SELECT key, start_us, topic, app, likeness, {score}, {text} FROM document "  # noqa: S608  fixed pieces
            f"WHERE {' AND '.join(conditions)} ORDER BY start_us DESC, key DESC".encode(),
            values,
        )
        matcher = Matcher(query, fragments=fragments)
        for key, start_us, topic, app, likeness, rank, folded in cursor:
            if folded is None or matcher.matches(unescape(folded)):
                yield Candidate(key, key, start_us, topic, unescape(app), likeness, rank)


def filters(connection: Connection, query: SearchQuery) -> tuple[list[str], dict[str, object]]:
    """Return conditions on time, topic, device and application, and that it is no echo, with their values."""
    conditions = ["start_us >= %(start)s", "start_us < %(end)s"]
    values: dict[str, object] = {
        "start": _EARLIEST_US if query.start_us is None else query.start_us,
        "end": _LATEST_US if query.end_us is None else query.end_us,
    }
    if query.topics:
        known = connection.execute("SELECT id, name FROM topic").fetchall()
        values["topics"] = [number for number, name in known if any(matches(one, name) for one in query.topics)]
        conditions.append("topic = ANY(%(topics)s::integer[])")
    if query.devices:
        wanted = {escape(name).casefold() for name in query.devices}
        known = connection.execute("SELECT id, name FROM device").fetchall()
        values["devices"] = [number for number, name in known if name.casefold() in wanted]
        conditions.append("device = ANY(%(devices)s::integer[])")
    if query.apps:
        matchers = [Matcher(SearchQuery(prefixes=(app,))) for app in query.apps]
        names = [name for (name,) in connection.execute("SELECT name FROM app")]
        values["apps"] = [name for name in names if any(one.matches(unescape(name)) for one in matchers)]
        conditions.append("app = ANY(%(apps)s::text[])")
    marks = _marks(connection)
    if marks is not None:
        uid = "(SELECT uid FROM identity WHERE identity.key = document.key)"
        conditions.append(f"NOT (topic = %(said)s AND {is_marked(uid, 'document.start_us', '%(mark)s')})")
        values["mark"], values["said"] = marks
    return conditions, values


def _marks(connection: Connection) -> tuple[int, int] | None:
    """Return the numbers of the topics of marks and of transcripts, None where there are no marks at all."""
    numbers: dict[str, int] = dict(
        connection.execute("SELECT name, id FROM topic WHERE name = ANY(%s)", ([ECHO, TRANSCRIPT],)).fetchall()
    )
    if ECHO not in numbers or TRANSCRIPT not in numbers:
        return None
    some = connection.execute("SELECT FROM event WHERE topic = %s LIMIT 1", (numbers[ECHO],)).fetchone()
    return None if some is None else (numbers[ECHO], numbers[TRANSCRIPT])


def _words(query: SearchQuery) -> str:
    """Return a tsquery that finds at least what matches by whole words; "" where there is nothing to look for."""
    wanted = [_all(term) for term in (*query.words, *query.phrases)]
    wanted += [_all(prefix, beginning=True) for prefix in query.prefixes]
    wanted += [f"!'{word}'" for term in query.excluded for word in _only(tokens(term))]
    return " & ".join(part for part in wanted if part)


def _all(term: str, *, beginning: bool = False) -> str:
    words = tokens(term)
    parts = [f"'{word}'" for word in words]
    if beginning and parts:
        parts[-1] += ":*"
    return " & ".join(parts)


def _only(words: Sequence[str]) -> Sequence[str]:
    """Return the word of a term that has just one: a phrase is excluded by looking at the text."""
    return words if len(words) == 1 else ()


def _is_worded_loosely(query: SearchQuery) -> bool:
    """Tell whether the words alone do not decide: a phrase, or a term that is split into several."""
    terms = (*query.words, *query.prefixes, *query.phrases, *query.excluded)
    return any(len(tokens(term)) != 1 for term in terms)


def _fragments(query: SearchQuery) -> list[str]:
    """Return patterns for LIKE that every match satisfies."""
    parts = dict.fromkeys(
        part for term in (*query.words, *query.prefixes, *query.phrases) for part in fold(term).split()
    )
    return ["%" + re.sub(r"([\\%_])", r"\\\1", escape(part)) + "%" for part in parts]
