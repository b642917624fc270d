"""Reads the pyramid, right at any moment, and brings its levels up to date.

Levels lag behind the pieces; where they do (`dirty`), a read makes the buckets itself, from the pieces upwards and from
those rows of each level that still fit. `fold` then lets the levels catch up: continuous aggregates are refreshed,
plain tables rewritten, in both cases only where something changed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from storage.postgres.connections import Connection, Connections, Row
from storage.postgres.escape import unescape
from storage.postgres.levels import COLUMNS, LEVELS, gathering, relation
from storage.pyramid.buckets import BUCKET, Buckets
from storage.pyramid.labels import Labels
from storage.store import bucket_us

Run = tuple[int, int]
"""First microsecond of a span and the one after its last."""

_INSIDE: Final = (
    "JOIN unnest(%s::bigint[], %s::bigint[]) AS run (begins, ends) ON start_us >= begins AND start_us < ends"
)
_BLANK: Final = bytes(32)


@dataclass(frozen=True, slots=True)
class _Sql:
    """A statement and its values, in order."""

    text: str
    values: tuple[object, ...]


def read_buckets(connection: Connection, lane: int, level: int, low: int, high: int, labels: Labels) -> Buckets:
    """Return the buckets with index `low` to `high` (inclusive) of a lane's level, sorted."""
    width = bucket_us(level)
    first, last = low * width, (high + 1) * width
    dirty = connection.execute(
        "SELECT first_us, last_us FROM dirty WHERE lane = %s AND first_us < %s AND last_us >= %s", (lane, last, first)
    ).fetchall()
    spans = [(max(start, first), min(end, last - 1)) for start, end in dirty]
    clean = _select(relation(level), lane, level, complement(aligned(spans, width), first, last))
    made = _made(lane, level, spans) if spans else None
    rows = _fetch(connection, clean) + (_fetch(connection, made) if made is not None else [])
    rows.sort(key=lambda row: row[0])
    return _as_buckets(rows, width, labels)


def aligned(spans: Iterable[Run], width_us: int) -> list[Run]:
    """Return the runs of buckets that the spans (both ends inclusive) touch, sorted, merged."""
    found: list[Run] = []
    for start, end in sorted((start // width_us * width_us, (end // width_us + 1) * width_us) for start, end in spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def complement(runs: Sequence[Run], first: int, last: int) -> list[Run]:
    """Return what of `[first, last)` lies outside the sorted runs."""
    edges = [first, *(edge for run in runs for edge in run), last]
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return [(start, end) for start, end in pairs if start < end]


def _select(table: str, lane: int, level: int, runs: Sequence[Run]) -> _Sql:
    """Read what begins in the runs and belongs to the level."""
    return _Sql(
        f"SELECT {COLUMNS} FROM {table} {_INSIDE} WHERE lane = %s AND class = %s",  # noqa: S608  fixed names
        (*_split(runs), lane, level),
    )


def _made(lane: int, level: int, spans: Sequence[Run]) -> _Sql:
    """Make the buckets of a level that the dirty spans touch, from the pieces upwards."""
    parts, values = [], []
    for here in LEVELS[: level - LEVELS[0] + 1]:
        runs = aligned(spans, bucket_us(here))
        if here == LEVELS[0]:
            source = f"SELECT {COLUMNS} FROM piece {_INSIDE} WHERE lane = %s"  # noqa: S608
            values += [*_split(runs), lane]
        else:
            below = here - 1
            inner = aligned(spans, bucket_us(below))
            kept = [part for first, last in runs for part in complement(_within(inner, first, last), first, last)]
            source = (
                f"SELECT * FROM made_{below} UNION ALL "  # noqa: S608
                f"SELECT {COLUMNS} FROM {relation(below)} {_INSIDE} WHERE lane = %s"
            )
            values += [*_split(kept), lane]
        parts.append(f"made_{here} AS MATERIALIZED ({gathering(here, f'({source}) AS below')})")
    return _Sql(f"WITH {', '.join(parts)} SELECT {COLUMNS} FROM made_{level} WHERE class = %s", (*values, level))  # noqa: S608


def _within(runs: Sequence[Run], first: int, last: int) -> list[Run]:
    return [run for run in runs if first <= run[0] < last]


def _split(runs: Sequence[Run]) -> tuple[list[int], list[int]]:
    return [first for first, _ in runs], [last for _, last in runs]


def _fetch(connection: Connection, sql: _Sql) -> list[Row]:
    return connection.execute(sql.text.encode(), sql.values).fetchall()


def _as_buckets(rows: Sequence[Row], width_us: int, labels: Labels) -> Buckets:
    found = np.zeros(len(rows), BUCKET)
    if not rows:
        return found
    start, _, _, starts, carried, busy, longest, key, label, low, high, last, last_us, media, media_us = zip(
        *rows, strict=True
    )
    found["index"] = np.array(start, np.int64) // width_us
    found["starts"], found["carried"], found["busy"] = starts, carried, busy
    found["longest"], found["key"] = longest, key
    found["label"] = [labels.number(None if text is None else unescape(text)) for text in label]
    for name, values in (("low", low), ("high", high), ("last", last)):
        found[name] = np.array(values, np.float64)
    found["last_start"] = [time or 0 for time in last_us]
    found["media_start"] = [time or 0 for time in media_us]
    found["media_key"] = [-1 if address is None else 0 for address in media]
    found["media"] = np.frombuffer(b"".join(address or _BLANK for address in media), "V32")
    return found


class Folder:
    """Brings the levels up to date. Any thread may call; one in all processes works at a time."""

    def __init__(self, connections: Connections, *, timescale: bool) -> None:
        self._connections = connections
        self._timescale = timescale

    def fold(self) -> int:
        """Bring the levels up to date with all pieces there are now; return how many dirty runs there were."""
        return self._refresh() if self._timescale else self._rewrite()

    def _refresh(self) -> int:
        with self._connections.outside() as connection:
            noted = connection.execute("SELECT id, first_us, last_us FROM dirty").fetchall()
            for level in LEVELS if noted else ():
                # One wide window a level: inside it TimescaleDB makes only what it has noted itself as changed.
                span = (min(row[1] for row in noted), max(row[2] for row in noted))
                ((first, last),) = aligned([span], bucket_us(level))
                connection.execute(
                    f"CALL refresh_continuous_aggregate('{relation(level)}', {first}::bigint, {last}::bigint)"
                )
            connection.execute("DELETE FROM dirty WHERE id = ANY(%s::bigint[])", ([row[0] for row in noted],))
            return len(noted)

    def _rewrite(self) -> int:
        with self._connections.write() as connection:
            noted = connection.execute("DELETE FROM dirty RETURNING lane, first_us, last_us").fetchall()
            by_lane: dict[int, list[Run]] = {}
            for lane, first, last in noted:
                by_lane.setdefault(lane, []).append((first, last))
            for lane, spans in by_lane.items():
                for level in LEVELS:
                    _rewrite_level(connection, lane, level, aligned(spans, bucket_us(level)))
            return len(noted)


def _rewrite_level(connection: Connection, lane: int, level: int, runs: Sequence[Run]) -> None:
    table = relation(level)
    firsts, lasts = _split(runs)
    connection.execute(
        f"DELETE FROM {table} USING unnest(%s::bigint[], %s::bigint[]) AS run (begins, ends) "  # noqa: S608
        "WHERE lane = %s AND start_us >= begins AND start_us < ends".encode(),
        (firsts, lasts, lane),
    )
    source = f"(SELECT {COLUMNS} FROM {relation(level - 1)} {_INSIDE} WHERE lane = %s) AS below"  # noqa: S608
    query = gathering(level, source)
    connection.execute(f"INSERT INTO {table} {query}".encode(), (firsts, lasts, lane))
