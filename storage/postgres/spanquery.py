"""Events by time: those of some topics that touch a span, in order of start, without reading what lies outside."""

from collections.abc import Sequence
from typing import Final

from storage.postgres.connections import Connection, Row
from storage.postgres.rows import COLUMNS
from storage.pyramid import lengths
from storage.store import COARSEST_LEVEL

_EARLIEST: Final = -(1 << 62)
_LATEST: Final = 1 << 62
_CLASSES: Final = range(lengths.FIRST_LEVEL, COARSEST_LEVEL + 2)


def touching(
    connection: Connection,
    topics: Sequence[int] | None,
    span: tuple[int | None, int | None],
    *,
    device: int | None = None,
    newest_first: bool = False,
    limit: int,
    after: tuple[int, int] | None = None,
) -> list[Row]:
    """Return up to `limit` rows touching `[start, end)` ordered by (start, key).

    Args:
        connection: a reader.
        topics: numbers of topics, None for all.
        span: first microsecond and the one after the last; None = open.
        device: number of a device, or all.
        newest_first: the other way round.
        limit: at most so many.
        after: (start_us, key) of the last row of the page before.
    """
    start = _EARLIEST if span[0] is None else span[0]
    end = _LATEST if span[1] is None else span[1]
    order = "DESC" if newest_first else "ASC"
    sign = "<" if newest_first else ">"
    further = "" if device is None else " AND event.device = %(device)s"
    if after is not None:
        further += f" AND (event.start_us, event.key) {sign} (%(last_start)s, %(last_key)s)"
    ending = f"ORDER BY start_us {order}, key {order} LIMIT %(limit)s"
    parts = [_started_inside(topics is None, further, ending)]
    if span[0] is not None and start < end:
        parts.append(_reaching_in(topics is None, further))
    values = {
        "topics": list(topics or ()),
        "start": start,
        "end": end,
        "device": device,
        "limit": limit,
        "last_start": None if after is None else after[0],
        "last_key": None if after is None else after[1],
        "classes": list(_CLASSES),
        "backs": [max(_EARLIEST, start - min(lengths.reach_us(length), _LATEST)) for length in _CLASSES],
    }
    statement = f"SELECT * FROM ({' UNION ALL '.join(parts)}) AS found {ending}"  # noqa: S608  fixed pieces
    return connection.execute(statement.encode(), values).fetchall()


def _started_inside(everything: bool, further: str, ending: str) -> str:
    """Events that start in the span: of all topics by one index, of some by the index of each."""
    inside = f"event.start_us >= %(start)s AND event.start_us < %(end)s{further}"
    if everything:
        return f"(SELECT {COLUMNS} FROM event WHERE {inside} {ending})"  # noqa: S608  constants
    return (
        f"(SELECT found.* FROM unnest(%(topics)s::integer[]) AS wanted (topic) CROSS JOIN LATERAL "  # noqa: S608
        f"(SELECT {COLUMNS} FROM event WHERE event.topic = wanted.topic AND {inside} {ending}) AS found)"
    )


def _reaching_in(everything: bool, further: str) -> str:
    """Events that started before the span and end inside or after it, each class no further back than it can reach."""
    of_topics = "" if everything else " AND event.topic = ANY(%(topics)s::integer[])"
    return (
        f"(SELECT {COLUMNS} FROM event JOIN unnest(%(classes)s::smallint[], %(backs)s::bigint[]) "  # noqa: S608
        "AS reach (class, back) ON event.length_class = reach.class AND event.start_us > reach.back "
        f"WHERE event.start_us < %(start)s AND event.end_us > %(start)s{of_topics}{further})"
    )
