"""The pyramid: what it holds, and the one way it changes: what is dirty is rebuilt from below.

The finest stored level is rebuilt from the events themselves, each coarser one from the four buckets below it and the
events that are too long for those. So late data, overlap, extension and deletion are all the same case, and rebuilding
twice does no harm. A `Pyramid` works on one snapshot of the database and keeps changed tiles in memory: a reader throws
them away, a writer stores them.
"""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import apsw
import numpy as np
from numpy.typing import NDArray

from storage.pyramid import lengths
from storage.pyramid.buckets import BUCKET, Buckets, Ints, gather, lift, of_events, spread
from storage.pyramid.labels import Labels
from storage.sqlite.appending import Gone
from storage.sqlite.lanes import Lane, load_lanes, long_events, short_events
from storage.sqlite.query import Row, fetch_all, fetch_one
from storage.sqlite.tileblob import TILE_SHIFT, pack, tile_id, unpack
from storage.store import COARSEST_LEVEL, bucket_us
from storage.topics import THUMBNAIL

LEVELS = range(lengths.FIRST_LEVEL, COARSEST_LEVEL + 1)

_CACHE_BUCKETS = 500_000
_RUN_GAP = 8
_NONE: Buckets = np.zeros(0, BUCKET)


@dataclass(frozen=True, slots=True)
class State:
    """What the stored pyramid holds: all entries up to offset `folded`; `stamp` grows with every change of it."""

    folded: int
    stamp: int


SPAN = np.dtype([("topic", "i8"), ("start", "i8"), ("end", "i8"), ("whole", "?")])
"""What to rebuild: a span of a topic; `whole` also at levels that hold it no longer, since it was shorter before."""

Spans = NDArray[np.void]


class TileCache:
    """Unpacked tiles of the database by key and stamp, the latest used of them. For one thread at a time."""

    def __init__(self) -> None:
        self.labels = Labels()
        self._tiles: OrderedDict[int, tuple[int, Buckets]] = OrderedDict()
        self._size = 0

    def load(self, connection: apsw.Connection, first: int, last: int) -> dict[int, Buckets]:
        """Return the tiles with keys `first` to `last` as the connection sees them."""
        found = {}
        rows = fetch_all(connection, "SELECT id, stamp FROM pyramid WHERE id BETWEEN ? AND ?", (first, last))
        for number, stamp in rows:
            kept = self._tiles.get(number)
            if kept is None or kept[0] != stamp:
                blob = connection.execute("SELECT buckets FROM pyramid WHERE id = ?", (number,)).get
                kept = (stamp, unpack(blob, (number & ((1 << 34) - 1)) - (1 << 33), self.labels))
                self._keep(number, kept)
            else:
                self._tiles.move_to_end(number)
            found[number] = kept[1]
        return found

    def _keep(self, number: int, tile: tuple[int, Buckets]) -> None:
        before = self._tiles.pop(number, None)
        self._size += len(tile[1]) - (0 if before is None else len(before[1]))
        self._tiles[number] = tile
        while self._size > _CACHE_BUCKETS and len(self._tiles) > 1:
            _, (_, old) = self._tiles.popitem(last=False)
            self._size -= len(old)


def load_state(connection: apsw.Connection) -> State:
    """Return what the stored pyramid holds."""
    row = fetch_one(connection, "SELECT folded, stamp FROM pyramid_state")
    return State(0, 0) if row is None else State(*row)


def forget_pyramid(connection: apsw.Connection) -> None:
    """Empty the stored pyramid so that it is built anew; inside a write transaction."""
    connection.execute("DELETE FROM pyramid")
    connection.execute("UPDATE pyramid_state SET folded = 0, stamp = stamp + 1")


def forget_events(connection: apsw.Connection, gone: Sequence[Gone]) -> None:
    """Rebuild what deleted events left in the stored pyramid; inside the write transaction that deletes them."""
    dirty: list[Row] = [(event.topic, event.start_us, event.end_us, True) for event in gone]
    for parent in {event.parent for event in gone if event.parent is not None}:
        framed = fetch_one(connection, "SELECT topic, start_us, end_us FROM event WHERE uid = ?", (parent,))
        if framed is not None:
            dirty.append((*framed, True))
    pyramid = Pyramid(load_lanes(connection), TileCache())
    pyramid.start(connection)
    pyramid.rebuild(connection, np.array(dirty, SPAN))
    pyramid.store(connection)


@dataclass(slots=True)
class Pyramid:
    """Stored tiles with changes in memory on top. For one thread at a time; connections may differ from call to call.

    Attributes:
        lanes: by name.
        cache: unpacked stored tiles.
        base: the stored state that the changes lie on.
        offset: entries up to here are in, stored or in memory.
        changed: tiles that differ from the stored ones.
    """

    lanes: Mapping[str, Lane]
    cache: TileCache
    base: State = State(0, 0)
    offset: int = 0
    changed: dict[int, Buckets] = field(default_factory=dict)

    def start(self, connection: apsw.Connection) -> None:
        """Begin on what the connection sees; drops the changes when the stored pyramid has moved on."""
        state = load_state(connection)
        if state != self.base or self.offset < state.folded:
            self.base, self.offset = state, state.folded
            self.changed.clear()

    def catch_up(self, connection: apsw.Connection, last: int) -> None:
        """Take in the entries after `offset` up to and including `last`, as the connection sees them."""
        if last > self.offset:
            self.rebuild(connection, _spans_of(connection, self.offset + 1, last))
            self.offset = last

    def rebuild(self, connection: apsw.Connection, dirty: Spans) -> None:
        """Rebuild every bucket that the spans (`SPAN`) touch, at all levels."""
        for lane in self.lanes.values():
            touched = dirty[np.isin(dirty["topic"], [topic.number for topic in lane.topics])]
            if len(touched):
                self._rebuild_lane(connection, lane, touched)

    def buckets(self, connection: apsw.Connection, lane: Lane, level: int, low: int, high: int) -> Buckets:
        """Return the buckets with index `low` to `high` (inclusive) of what the level holds, sorted."""
        first, last = low >> TILE_SHIFT, high >> TILE_SHIFT
        start, end = tile_id(level, lane.number, first), tile_id(level, lane.number, last)
        tiles = self.cache.load(connection, start, end)
        if len(self.changed) < end - start:
            tiles |= {number: tile for number, tile in self.changed.items() if start <= number <= end}
        else:
            tiles |= {number: self.changed[number] for number in range(start, end + 1) if number in self.changed}
        found = [tiles[number] for number in sorted(tiles)]
        if not found:
            return _NONE
        found[-1] = found[-1][: np.searchsorted(found[-1]["index"], high, "right")]
        found[0] = found[0][np.searchsorted(found[0]["index"], low) :]
        return _joined(found)

    def store(self, connection: apsw.Connection) -> None:
        """Write the changes; inside a write transaction whose stored state is `base`."""
        stamp = self.base.stamp + 1
        kept = [(number, stamp, pack(tile, self.cache.labels)) for number, tile in self.changed.items() if len(tile)]
        empty = [(number,) for number, tile in self.changed.items() if not len(tile)]
        connection.executemany("INSERT OR REPLACE INTO pyramid VALUES (?,?,?)", kept)
        connection.executemany("DELETE FROM pyramid WHERE id = ?", empty)
        connection.execute("UPDATE pyramid_state SET folded = ?, stamp = ?", (self.offset, stamp))

    def _rebuild_lane(self, connection: apsw.Connection, lane: Lane, dirty: Spans) -> None:
        labels = self.cache.labels
        touched = _touched(dirty)
        below = touched[lengths.FIRST_LEVEL]
        if len(below):
            width = bucket_us(lengths.FIRST_LEVEL)
            events = short_events(connection, lane, _runs(below, width), labels)
            rows = of_events(events, width, int(below[0]), int(below[-1]))
            self._replace(connection, lane, lengths.FIRST_LEVEL, below, rows)
        for level in LEVELS[1:]:
            here = np.union1d(below // 4, touched[level])
            if len(here):
                self._replace(connection, lane, level, here, self._from_below(connection, lane, level, here))
            below = here

    def _from_below(self, connection: apsw.Connection, lane: Lane, level: int, here: Ints) -> Buckets:
        """Return the buckets `here` of a level, from the level below and the events that are too long for it."""
        width = bucket_us(level)
        tiles = [
            self.buckets(connection, lane, level - 1, tile << TILE_SHIFT, ((tile + 1) << TILE_SHIFT) - 1)
            for tile in np.unique(4 * here >> TILE_SHIFT).tolist()
        ]
        below = np.concatenate(tiles)
        rows = lift(below[np.isin(below["index"] // 4, here)])
        long = long_events(connection, lane, _runs(here, width), (level,), self.cache.labels)
        if not len(long):
            return rows
        return gather(np.concatenate((rows, of_events(long, width, int(here[0]), int(here[-1])))))

    def _replace(self, connection: apsw.Connection, lane: Lane, level: int, here: Ints, rows: Buckets) -> None:
        """Put `rows` in the place of the buckets `here`; rows elsewhere are ignored."""
        rows = rows[np.isin(rows["index"], here)]
        for tile in np.unique(here >> TILE_SHIFT).tolist():
            low, high = tile << TILE_SHIFT, ((tile + 1) << TILE_SHIFT) - 1
            old = self.buckets(connection, lane, level, low, high)
            new = rows[np.searchsorted(rows["index"], low) : np.searchsorted(rows["index"], high, "right")]
            kept = old[~np.isin(old["index"], here)] if len(old) else old
            both = np.concatenate((kept, new)) if len(kept) else new
            self.changed[tile_id(level, lane.number, tile)] = both[np.argsort(both["index"], kind="stable")]


def _joined(parts: list[Buckets]) -> Buckets:
    """Return one array; copied as bytes, which is several times as fast as field by field."""
    if len(parts) == 1:
        return parts[0]
    return np.concatenate([np.ascontiguousarray(part).view(np.uint8) for part in parts]).view(parts[0].dtype)


def _touched(dirty: Spans) -> dict[int, Ints]:
    """Return the buckets to rebuild by level: of each span at the level that holds it first, and below if `whole`."""
    start, end, whole = dirty["start"], dirty["end"], dirty["whole"]
    length = end - start
    found = {}
    lower = -1
    for level in LEVELS:
        reach = lengths.reach_us(level)
        mine = ((length <= reach) & (length > lower)) | (whole & (length > lower))
        width = bucket_us(level)
        first = start[mine] // width
        last = np.maximum(np.minimum(end[mine], start[mine] + reach + 1) - 1, start[mine]) // width
        found[level] = spread(first, last)
        lower = reach
    return found


def _runs(indexes: Ints, width_us: int) -> list[tuple[int, int]]:
    """Return the spans that sorted indexes of buckets cover, in microseconds, small gaps closed."""
    breaks = np.flatnonzero(np.diff(indexes) > _RUN_GAP)
    first = indexes[np.concatenate(([0], breaks + 1))] * width_us
    last = (indexes[np.concatenate((breaks, [len(indexes) - 1]))] + 1) * width_us
    return list(zip(first.tolist(), last.tolist(), strict=True))


def _spans_of(connection: apsw.Connection, first: int, last: int) -> Spans:
    """Return what entries of the log touch: new events, extended ones, and those that got a thumbnail."""
    rows = fetch_all(
        connection,
        "SELECT topic, start_us, end_us, 0 FROM event WHERE key BETWEEN ?1 AND ?2 UNION ALL "
        "SELECT event.topic, start_us, end_us, 1 FROM change JOIN event USING (uid) "
        "WHERE offset BETWEEN ?1 AND ?2 AND kind = 1 UNION ALL "
        "SELECT framed.topic, framed.start_us, framed.end_us, 0 FROM event JOIN event AS framed "
        "ON framed.uid = event.parent WHERE event.key BETWEEN ?1 AND ?2 AND event.topic = "
        "(SELECT id FROM topic WHERE name = ?3)",
        (first, last, THUMBNAIL),
    )
    return np.array(rows, SPAN)
