"""Events by time: those of some topics that touch a span, in order of start, without scanning what lies outside.

Short events are found by looking back a bounded distance in the index of starts, long ones through their own list.
"""

from collections.abc import Iterator, Sequence

import apsw

from storage.pyramid import lengths
from storage.sqlite.query import Row, fetch_all
from storage.sqlite.rows import COLUMNS
from storage.store import COARSEST_LEVEL

EARLIEST_US = -(1 << 62)
LATEST_US = 1 << 62
_CHUNK = 900


def touching(
    connection: apsw.Connection,
    topics: Sequence[int],
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
        topics: numbers of topics.
        span: first microsecond and the one after the last; None = open.
        device: number of a device, or all.
        newest_first: the other way round.
        limit: at most so many.
        after: (start_us, key) of the last row of the page before.
    """
    start = EARLIEST_US if span[0] is None else span[0]
    end = LATEST_US if span[1] is None else span[1]
    found: list[Row] = []
    for topic in topics:
        found += started_inside(connection, topic, (start, end), device, newest_first, limit, after)
        if span[0] is not None:
            found += reaching_in(connection, topic, start, end, device, after, newest_first)
    found.sort(reverse=newest_first)
    return list(_fetch(connection, [key for _, key in found[:limit]]))


def started_inside(
    connection: apsw.Connection,
    topic: int,
    span: tuple[int, int],
    device: int | None,
    newest_first: bool,
    limit: int,
    after: tuple[int, int] | None,
) -> list[Row]:
    """Return (start_us, key) of the first `limit` events that start in the span, after a row's (start_us, key)."""
    start, end = span
    if after is not None:  # bounds the index; comparing both columns does not
        start, end = (start, min(end, after[0] + 1)) if newest_first else (max(start, after[0]), end)
    order = "DESC" if newest_first else "ASC"
    more, last = _page(after, newest_first)
    of_device = "" if device is None else "AND device = :device"
    return fetch_all(
        connection,
        "SELECT start_us, key FROM event WHERE topic = :topic AND start_us >= :start AND start_us < :end "  # noqa: S608
        f"{more} {of_device} ORDER BY start_us {order}, key {order} LIMIT :limit",
        {"topic": topic, "start": start, "end": end, "device": device, "limit": limit, **last},
    )


def reaching_in(
    connection: apsw.Connection,
    topic: int,
    start: int,
    end: int,
    device: int | None,
    after: tuple[int, int] | None = None,
    newest_first: bool = False,
) -> list[Row]:
    """Return (start_us, key) of events that started before the span and end inside or after it."""
    if end <= start:
        return []
    more, last = _page(after, newest_first)
    of_device = "" if device is None else "AND device = :device"
    values = {"topic": topic, "start": start, "device": device, **last}
    found = fetch_all(
        connection,
        "SELECT start_us, key FROM event WHERE topic = :topic AND start_us > :back AND start_us < :start "  # noqa: S608
        f"AND end_us > :start AND end_us - start_us <= :short {more} {of_device}",
        {**values, "back": start - lengths.SHORT_US, "short": lengths.SHORT_US},
    )
    for level in range(lengths.FIRST_LEVEL + 1, COARSEST_LEVEL + 2):
        found += fetch_all(
            connection,
            "SELECT long_event.start_us, long_event.key FROM long_event JOIN event USING (key) "  # noqa: S608
            "WHERE long_event.topic = :topic AND class = :class AND long_event.start_us > :back "
            f"AND long_event.start_us < :start AND long_event.end_us > :start "
            f"{more.replace('start_us', 'long_event.start_us')} {of_device}",
            {**values, "class": level, "back": max(EARLIEST_US, start - lengths.reach_us(level))},
        )
    return found


def _page(after: tuple[int, int] | None, newest_first: bool) -> tuple[str, dict[str, int]]:
    if after is None:
        return "", {}
    sign = "<" if newest_first else ">"
    return f"AND (start_us, key) {sign} (:last_start, :last_key)", {"last_start": after[0], "last_key": after[1]}


def _fetch(connection: apsw.Connection, keys: Sequence[int]) -> Iterator[Row]:
    """Yield whole rows in the order of their keys as given."""
    for first in range(0, len(keys), _CHUNK):
        chunk = keys[first : first + _CHUNK]
        marks = ",".join("?" * len(chunk))
        rows = {
            row[0]: row
            for row in connection.execute(f"SELECT {COLUMNS} FROM event WHERE key IN ({marks})", chunk)  # noqa: S608
        }
        for key in chunk:
            yield rows[key]
