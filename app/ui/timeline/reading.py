"""What the timeline asks the store, as jobs for the worker thread: sheets, details, extent, what a hover card says."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.timeline.details import DETAIL_TOPICS, NO_DETAILS, Details, details_of
from app.timeline.sheets import Sheet, Window
from storage.events import Event
from storage.store import EventQuery, LaneTile, Store

_MOST_DETAILS = 1_500


@dataclass(frozen=True, slots=True)
class Extent:
    """First and last moment of everything kept, and the lanes that have anything; None when there is nothing."""

    span: tuple[int, int] | None
    lanes: tuple[str, ...]


def read_sheet(store: Store, window: Window, lanes: Sequence[str], epoch: int) -> Sheet:
    """Return the tiles of a window."""
    tiles = store.tiles(window.request(lanes))
    return Sheet(window, {tile.lane: tile for tile in tiles}, epoch)


def read_details(store: Store, sheet: Sheet) -> Sheet:
    """Return the sheet with details of those lanes whose events are few enough to be told apart."""
    found: list[Event] = []
    complete = True
    for lane, topics in DETAIL_TOPICS.items():
        tile = sheet.tiles.get(lane)
        if tile is None or not _few(tile):
            complete = False
            continue
        span = (sheet.window.start_us, sheet.window.end_us)
        found += store.events(EventQuery(topics, *span, limit=_MOST_DETAILS))
    details: Details = details_of(found, complete=complete) if found or complete else NO_DETAILS
    return replace(sheet, details=details)


def _few(tile: LaneTile) -> bool:
    return tile.bucket_us == 0 and len(tile.starts) <= _MOST_DETAILS
