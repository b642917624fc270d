"""What the timeline asks the store, as jobs for the worker thread: sheets, details, extent, what a hover card says."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.timeline.details import DETAIL_TOPICS, NO_DETAILS, Caption, Details, details_of
from app.timeline.lanes import parted
from app.timeline.pinned import PinnedRows, tiles_of
from app.timeline.places import stay_captions
from app.timeline.sheets import Sheet, Window
from app.timeline.zone import DAY_US, MINUTE_US
from storage.events import Event
from storage.search.echoes import heard_once
from storage.store import EventQuery, LaneTile, Store
from storage.topics import SCREEN, THUMBNAIL, TRANSCRIPT

_MOST_DETAILS = 1_500
_LONGEST_SPOKEN_US = 4 * DAY_US
_HELD_US = 15 * MINUTE_US


def read_sheet(
    store: Store, window: Window, lanes: Sequence[str], epoch: int, pinned: Mapping[str, PinnedRows] | None = None
) -> Sheet:
    """Return the tiles of a window: of the store, and of the pinned lanes."""
    mine = tiles_of(pinned or {}, lanes, window)
    tiles: dict[str, LaneTile] = {}
    asked = [name for name in lanes if name not in mine]
    for device in dict.fromkeys(parted(name)[1] for name in asked):
        names = [name for name in asked if parted(name)[1] == device]
        request = replace(window.request([parted(name)[0] for name in names]), device=device or None)
        for name, tile in zip(names, store.tiles(request), strict=True):
            tiles[name] = replace(tile, lane=name) if device else tile
    return Sheet(window, tiles | mine, epoch)


def read_details(store: Store, sheet: Sheet) -> Sheet:
    """Return the sheet with details of those lanes whose events are few enough to be told apart."""
    details = {device: _details(store, sheet.of_device(device), device or None) for device in sheet.devices}
    return replace(sheet, details=_together(details), of_devices=details)


def _together(details: Mapping[str, Details]) -> Details:
    """The details of all devices' lanes, complete only where those of every device are."""
    return replace(details.get("", NO_DETAILS), complete=all(each.complete for each in details.values()))


def _details(store: Store, sheet: Sheet, device: str | None) -> Details:
    found: list[Event] = []
    complete = True
    for lane, topics in DETAIL_TOPICS.items():
        tile = sheet.tiles.get(lane)
        span = (sheet.window.start_us, sheet.window.end_us)
        if tile is None:
            continue
        if not _few(tile):
            complete = False
            if lane == "speech" and span[1] - span[0] <= _LONGEST_SPOKEN_US:
                found += store.events(EventQuery((TRANSCRIPT,), *span, limit=_MOST_DETAILS, device=device))
            continue
        found += store.events(EventQuery(topics, *span, limit=_MOST_DETAILS, device=device))
    found = heard_once(store, found)
    details = details_of(found, complete=complete) if found or complete else NO_DETAILS
    return replace(details, held=_held(store, sheet, device), stays=_stays(store, sheet, device))


def _stays(store: Store, sheet: Sheet, device: str | None) -> tuple[Caption, ...]:
    """Stays with their names, however many positions lie among them."""
    tile = sheet.tiles.get("places")
    if tile is None or not len(tile.starts):
        return ()
    return stay_captions(store, sheet.window.start_us, sheet.window.end_us, _MOST_DETAILS, device)


def _held(store: Store, sheet: Sheet, device: str | None) -> tuple[Caption, ...]:
    """The picture that was on the screen before the window begins, its thumbnail where there is one."""
    before_us = sheet.window.start_us
    if "screen" not in sheet.tiles:
        return ()
    if device is None:
        frame = store.latest((SCREEN,), before_us)
    else:
        query = EventQuery((SCREEN,), before_us - _HELD_US, before_us + 1, newest_first=True, limit=1, device=device)
        frame = next(iter(store.events(query)), None)
    if frame is None or frame.media is None:
        return ()
    small = (child.media for child in store.children(frame.uid) if child.topic == THUMBNAIL)
    return (Caption(frame.start_us, frame.end_us, next(small, None) or frame.media, "screen"),)


def _few(tile: LaneTile) -> bool:
    return tile.bucket_us == 0 and len(tile.starts) <= _MOST_DETAILS
