"""Cuts events into the pieces that the pyramid is made of, and notes where the levels no longer fit them."""

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np

from storage.postgres.connections import Connection
from storage.pyramid.lengths import FIRST_LEVEL, length_class
from storage.store import COARSEST_LEVEL, bucket_us
from storage.topics import THUMBNAIL

_RUN_GAP_US: Final = 64 * bucket_us(FIRST_LEVEL)
"""Pieces no further apart than this are noted as one dirty run."""

VALUE: Final = (
    "(SELECT sum(CASE WHEN json_typeof(event.data -> trim(part)) = 'number' "
    "THEN (event.data ->> trim(part))::double precision END) "
    "FROM unnest(string_to_array(topic.value, '+')) AS part)"
)
"""SQL for the number of an event beside its topic, NULL where it has none."""

PICTURE: Final = (
    "CASE WHEN topic.picture THEN coalesce((SELECT small.media FROM event AS small WHERE small.parent = event.uid "  # noqa: S608
    f"AND small.topic = (SELECT id FROM topic WHERE name = '{THUMBNAIL}') LIMIT 1), event.media) END"
)
"""SQL for an event's picture beside its topic, small where there is a thumbnail."""

_CUT: Final = f"""
INSERT INTO piece
SELECT bucket * width, lane, class, (bucket = first)::int, (bucket <> first)::int,
    least(end_us, (bucket + 1) * width) - greatest(start_us, bucket * width), end_us - start_us, key,
    label, value, value, value, CASE WHEN value IS NOT NULL THEN start_us END,
    picture, CASE WHEN picture IS NOT NULL THEN start_us END
FROM (
    SELECT event.key, event.start_us, event.end_us, lane.id AS lane, event.length_class AS class, cut.width,
        (event.start_us - mod(mod(event.start_us, width) + width, width)) / width AS first,
        (final - mod(mod(final, width) + width, width)) / width AS final,
        CASE WHEN topic.label <> 'text' THEN event.data ->> topic.label END AS label,
        {VALUE} AS value, {PICTURE} AS picture
    FROM event
    JOIN topic ON topic.id = event.topic
    JOIN lane ON lane.name = topic.lane
    CROSS JOIN LATERAL (
        SELECT 1000000::bigint << (2 * event.length_class) AS width,
            greatest(event.end_us - 1, event.start_us) AS final
    ) AS cut
    WHERE event.key = ANY(%(keys)s::bigint[]) AND event.start_us BETWEEN %(low)s AND %(high)s
        AND event.length_class <= {COARSEST_LEVEL}
) AS cutting CROSS JOIN LATERAL generate_series(first, final) AS bucket
RETURNING lane, start_us
"""  # noqa: S608  constants


def cut(connection: Connection, events: Sequence[tuple[int, int]]) -> None:
    """Add the pieces of events, given by (key, start_us); inside a write transaction."""
    if events:
        starts = [start for _, start in events]
        values = {"keys": [key for key, _ in events], "low": min(starts), "high": max(starts)}
        note_dirty(connection, connection.execute(_CUT, values).fetchall())


def uncut(connection: Connection, events: Sequence[tuple[int, int, int]]) -> None:
    """Take out the pieces of events, given by (key, start_us, end_us); inside a write transaction."""
    if not events:
        return
    widths = [bucket_us(min(length_class(end - start), COARSEST_LEVEL)) for _, start, end in events]
    low = min(start - width for (_, start, _), width in zip(events, widths, strict=True))
    gone = connection.execute(
        "DELETE FROM piece WHERE key = ANY(%s::bigint[]) AND start_us BETWEEN %s AND %s RETURNING lane, start_us",
        ([key for key, _, _ in events], low, max(end for _, _, end in events)),
    ).fetchall()
    note_dirty(connection, gone)


def note_dirty(connection: Connection, pieces: Iterable[Sequence[int]]) -> None:
    """Note where pieces (lane, start_us) came or went, as few runs."""
    by_lane: dict[int, list[int]] = {}
    for lane, start_us in pieces:
        by_lane.setdefault(lane, []).append(start_us)
    noted: list[tuple[int, int, int]] = []
    for lane, starts in by_lane.items():
        points = np.unique(np.array(starts, np.int64))
        breaks = np.flatnonzero(np.diff(points) > _RUN_GAP_US)
        first = points[np.concatenate(([0], breaks + 1))].tolist()
        last = points[np.concatenate((breaks, [len(points) - 1]))].tolist()
        noted += [(lane, low, high) for low, high in zip(first, last, strict=True)]
    if noted:
        lanes, lows, highs = (list(column) for column in zip(*noted, strict=True))
        connection.execute(
            "INSERT INTO dirty (lane, first_us, last_us) "
            "SELECT * FROM unnest(%s::integer[], %s::bigint[], %s::bigint[])",
            (lanes, lows, highs),
        )
