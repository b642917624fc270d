"""What the timeline asks the store, as jobs for the worker thread: sheets, details, extent, what a hover card says."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.timeline.details import DETAIL_TOPICS, NO_DETAILS, Caption, details_of
from app.timeline.pinned import PinnedRows, tiles_of
from app.timeline.places import stay_captions
from app.timeline.sheets import Sheet, Window
from app.timeline.zone import DAY_US
from storage.events import Event
from storage.store import EventQuery, LaneTile, Store
from storage.topics import SCREEN, THUMBNAIL, TRANSCRIPT

_MOST_DETAILS = 1_500
_LONGEST_SPOKEN_US = 4 * DAY_US


def read_sheet(
    store: Store, window: Window, lanes: Sequence[str], epoch: int, pinned: Mapping[str, PinnedRows] | None = None
) -> Sheet:
    """Return the tiles of a window: of the store, and of the pinned lanes."""
    mine = tiles_of(pinned or {}, lanes, window)
    tiles = store.tiles(window.request([lane for lane in lanes if lane not in mine]))
    return Sheet(window, {tile.lane: tile for tile in tiles} | mine, epoch)


def read_details(store: Store, sheet: Sheet) -> Sheet:
    """Return the sheet with details of those lanes whose events are few enough to be told apart."""
    found: list[Event] = []
    complete = True
    for lane, topics in DETAIL_TOPICS.items():
        tile = sheet.tiles.get(lane)
        span = (sheet.window.start_us, sheet.window.end_us)
        if tile is None or not _few(tile):
            complete = False
            if lane == "speech" and span[1] - span[0] <= _LONGEST_SPOKEN_US:
                found += store.events(EventQuery((TRANSCRIPT,), *span, limit=_MOST_DETAILS))
            continue
        found += store.events(EventQuery(topics, *span, limit=_MOST_DETAILS))
    details = details_of(found, complete=complete) if found or complete else NO_DETAILS
    return replace(sheet, details=replace(details, held=_held(store, sheet), stays=_stays(store, sheet)))


def _stays(store: Store, sheet: Sheet) -> tuple[Caption, ...]:
    """Stays with their names, however many positions lie among them."""
    tile = sheet.tiles.get("places")
    if tile is None or not len(tile.starts):
        return ()
    return stay_captions(store, sheet.window.start_us, sheet.window.end_us, _MOST_DETAILS)


def _held(store: Store, sheet: Sheet) -> tuple[Caption, ...]:
    """The picture that was on the screen before the window begins, its thumbnail where there is one."""
    frame = store.latest((SCREEN,), sheet.window.start_us)
    if frame is None or frame.media is None:
        return ()
    small = (child.media for child in store.children(frame.uid) if child.topic == THUMBNAIL)
    return (Caption(frame.start_us, frame.end_us, next(small, None) or frame.media, "screen"),)


def _few(tile: LaneTile) -> bool:
    return tile.bucket_us == 0 and len(tile.starts) <= _MOST_DETAILS
