"""The contract of the store: what the timeline, search and export read. Writing goes through the log alone."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from storage.columnar import EventColumns
from storage.events import Event

BUCKET_BASE_US = 1_000_000
COARSEST_LEVEL = 15
MOST_TOLD_APART = 50_000
"""From so many events of a lane in a span those of one device are picked, in about a tenth of a second."""


def bucket_us(level: int) -> int:
    """Return the width of a bucket in microseconds: 4**level seconds, level 0 to COARSEST_LEVEL."""
    return BUCKET_BASE_US << (2 * level)


@dataclass(frozen=True, slots=True)
class EventQuery:
    """Which events to read: those of matching topics that touch `[start_us, end_us)`.

    Attributes:
        topics: exact names or patterns; empty means all.
        start_us: None means since ever.
        end_us: None means open.
        newest_first: order by start.
        limit: at most so many.
        device: only this device.
    """

    topics: tuple[str, ...] = ()
    start_us: int | None = None
    end_us: int | None = None
    newest_first: bool = False
    limit: int = 1_000
    device: str | None = None


@dataclass(frozen=True, slots=True)
class TileRequest:
    """A piece of the timeline: `lanes` over `[start_us, end_us)` in about `width_px` pixels.

    The store chooses the level: never more than two buckets a pixel, exact events where they are few enough.

    Attributes:
        device: only what this device observed. The store's buckets know no devices, so such a lane is made of the
            events themselves; where there are more than `MOST_TOLD_APART` in the span, its tile is empty and says so.
    """

    lanes: tuple[str, ...]
    start_us: int
    end_us: int
    width_px: int
    device: str | None = None


@dataclass(frozen=True, slots=True)
class LaneTile:
    """One lane over one span, as arrays of equal length n, sorted by start.

    With `bucket_us` 0 each row is an event (counts 1); otherwise a bucket that has data.

    Attributes:
        told_apart: False where one device was asked for and the lane has too many events in the span: it is empty then.
        starts: int64, microseconds UTC.
        ends: int64; for buckets the bucket's end.
        counts: int64, events touching the bucket.
        busy_us: int64, how long events last inside it, added up, at most the bucket's width (of an event: its length).
        low, high, last: float64, NaN where the lane has no number.
        labels: int32 index into `label_names`, -1 for none: the label of the event, or of the bucket's longest. Where
            a topic labels events with their text, buckets have none: read the event behind the key.
        keys: int64, the store's key of the event (the longest in a bucket), for `Store.by_key`.
        media: bytes, the address of a picture, small where there is a thumbnail, or empty; of a bucket the oldest.
    """

    lane: str
    start_us: int
    end_us: int
    bucket_us: int
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    counts: NDArray[np.int64]
    busy_us: NDArray[np.int64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    last: NDArray[np.float64]
    labels: NDArray[np.int32]
    keys: NDArray[np.int64]
    label_names: tuple[str, ...]
    media: NDArray[np.bytes_]
    told_apart: bool = True


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a search means, as a text model puts it.

    Attributes:
        model: name@version, as vectors say it; those of another model cannot be compared.
        vector: a direction, one signed byte per number (`storage.vectors`).
        floor: the cosine from which a text counts as alike.
    """

    model: str
    vector: bytes
    floor: float


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What is looked for, already parsed (see `storage.search.parse`).

    All words, prefixes and phrases must stand in an event's text, nothing excluded may; of several `apps`, `topics` or
    `devices` one must fit. An event is found by when it starts, in `[start_us, end_us)`.

    Attributes:
        words: whole words, without regard to case and accents.
        phrases: words that follow one another.
        excluded: words and phrases.
        apps: beginnings of words in the name of the application.
        topics: exact names or patterns.
        devices: exact names.
        start_us: None means since ever.
        end_us: None means open.
        prefixes: beginnings of words.
        zone: whose days the facet "day" counts.
        meaning: finds texts that say the same in other words, too; None: words alone.
    """

    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    apps: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    devices: tuple[str, ...] = ()
    start_us: int | None = None
    end_us: int | None = None
    prefixes: tuple[str, ...] = ()
    zone: tzinfo = UTC
    meaning: Meaning | None = None


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the event's picture, in pixels of that picture."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer of a search.

    Attributes:
        event: the best event of the group.
        start_us: first moment of the group of like events.
        end_us: end of the last.
        count: how many like events it stands for.
        app: application at that moment, "" where unknown.
        title: window title at that moment, "" where unknown.
        snippet: part of the text around the match; matches between U+E000 and U+E001.
        score: higher is better; comparable within one answer.
        boxes: where the matching words stand on the picture.
        similarity: of a hit found by what it means, the cosine, 0 to 1; 0 where it was found by words alone.
    """

    event: Event
    start_us: int
    end_us: int
    count: int
    app: str
    title: str
    snippet: str
    score: float
    boxes: tuple[Box, ...] = ()
    similarity: float = 0.0


HIGHLIGHT_START = "\ue000"
HIGHLIGHT_END = "\ue001"


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Hits, best first (newest first where very many match), how many there are in all, and the next page's cursor.

    Attributes:
        hits: of this page.
        total: hits in all, at least.
        cursor: for the next page, None when there is none.
        facets: events by "kind", "app" and "day" among those looked at, most first ("day": newest first).
    """

    hits: tuple[Hit, ...]
    total: int
    cursor: str | None = None
    facets: dict[str, dict[str, int]] = field(default_factory=dict)


class StoreError(Exception):
    """The store could not answer; the message says why and what to do."""


class StoreInterruptedError(StoreError):
    """A read was cancelled or ran over its time limit."""


Stop = Callable[[], bool]
"""Asked again and again while a read is under way, from its thread: whether to give it up."""


class Store(Protocol):
    """Reads. Every method may be called from any thread and sees a consistent snapshot."""

    def get(self, uid: bytes) -> Event | None:
        """Return one event, None when there is none."""
        ...

    def by_key(self, key: int) -> Event | None:
        """Return the event behind a tile's key."""
        ...

    def children(self, uid: bytes) -> list[Event]:
        """Return what was derived from an event, directly, oldest first."""
        ...

    def events(self, query: EventQuery) -> list[Event]:
        """Return events touching the query's span in order of start."""
        ...

    def latest(self, topics: Sequence[str], before_us: int) -> Event | None:
        """Return the newest event of these topics that starts at or before a time."""
        ...

    def scan(self, query: EventQuery, batch: int = 2_000) -> Iterator[list[Event]]:
        """Yield all matching events in batches with flat memory, ordered by start (the query's limit is ignored)."""
        ...

    def columns(self, query: EventQuery, batch: int = 10_000) -> Iterator[EventColumns]:
        """Yield what `scan` does as columns, never empty ones: for writing very many events."""
        ...

    def found(self, query: SearchQuery, batch: int = 2_000) -> Iterator[list[Event]]:
        """Yield every event whose text matches (`meaning` is left aside), not grouped, ordered by start, in batches."""
        ...

    def extent(self) -> tuple[int, int] | None:
        """Return first start and last end of everything kept, None when empty."""
        ...

    def tiles(self, request: TileRequest) -> list[LaneTile]:
        """Return one tile per requested lane, in that order; empty arrays where a lane has nothing."""
        ...

    def search(
        self, query: SearchQuery, *, limit: int = 20, cursor: str | None = None, stop: Stop | None = None
    ) -> SearchPage:
        """Find events by their text; includes what was appended a moment ago.

        Raises:
            StoreInterruptedError: `stop` said that nobody waits for the answer any more.
        """
        ...

    def counts(self, start_us: int | None = None, end_us: int | None = None) -> dict[str, int]:
        """Return the number of events per topic starting in a span."""
        ...

    def interrupt(self) -> None:
        """Stop reads that are under way; they raise StoreInterruptedError."""
        ...

    def close(self) -> None:
        """Close all connections."""
        ...
