"""Passes over transcripts of what the microphone heard from the loudspeaker, which stand there as what was played.

Who marks them is `processing/echoes`; here the marks are only looked up.
"""

from collections.abc import Callable

import apsw

from storage.search.grouping import Candidate
from storage.topics import ECHO, TRANSCRIPT

_MARKED = (
    "SELECT 1 FROM event AS mark WHERE mark.parent = (SELECT uid FROM event WHERE key = ?) AND mark.topic = ? LIMIT 1"
)


def heard_once(connection: apsw.Connection) -> Callable[[Candidate], bool]:
    """Return what tells whether a candidate is no echo; costs nothing where there are no marks at all."""
    numbers = dict(connection.execute("SELECT name, id FROM topic WHERE name IN (?, ?)", (ECHO, TRANSCRIPT)))
    mark, transcript = numbers.get(ECHO), numbers.get(TRANSCRIPT)
    if mark is None or connection.execute("SELECT 1 FROM event WHERE topic = ? LIMIT 1", (mark,)).get is None:
        return lambda _: True

    def once(candidate: Candidate) -> bool:
        if candidate.topic != transcript:
            return True
        return connection.execute(_MARKED, (candidate.key, mark)).get is None

    return once
