"""Passes over echoes among what a search finds; what an echo is says `storage/search/echoes`."""

from collections.abc import Callable

import apsw

from storage.search.echoes import is_marked
from storage.search.grouping import Candidate
from storage.topics import ECHO, TRANSCRIPT

_MARKED = f"SELECT {is_marked('event.uid', 'event.start_us', '?')} FROM event WHERE key = ?"  # noqa: S608


def heard_once(connection: apsw.Connection) -> Callable[[Candidate], bool]:
    """Return what tells whether a candidate is no echo; costs nothing where there are no marks at all."""
    numbers = dict(connection.execute("SELECT name, id FROM topic WHERE name IN (?, ?)", (ECHO, TRANSCRIPT)))
    mark, transcript = numbers.get(ECHO), numbers.get(TRANSCRIPT)
    if mark is None or connection.execute("SELECT 1 FROM event WHERE topic = ? LIMIT 1", (mark,)).get is None:
        return lambda _: True

    def once(candidate: Candidate) -> bool:
        return candidate.topic != transcript or not connection.execute(_MARKED, (mark, candidate.key)).get

    return once
