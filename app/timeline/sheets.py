"""What to ask the store for, and which of the answers already there to draw from, so that no view is ever blank.

A sheet is the answer for one window of time: one tile a lane. Windows reach one view's width beyond the view on both
sides and are snapped to the level of detail, so that small moves and zooms need nothing new.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from app.timeline.details import NO_DETAILS, Details
from app.timeline.lanes import parted
from app.timeline.viewport import EARLIEST_US, LATEST_US, Viewport
from storage.store import BUCKET_BASE_US, COARSEST_LEVEL, LaneTile, TileRequest

_SNAP_BUCKETS = 64
_FINEST_LEVEL = -8
_MOST_SHEETS = 24


def level_us(level: int) -> int:
    """Return the width of a bucket in microseconds; negative levels are finer than the store's buckets."""
    return BUCKET_BASE_US << (2 * level) if level >= 0 else BUCKET_BASE_US >> (-2 * level)


def level_for(us_per_px: float) -> int:
    """Return the finest level whose buckets are at least half a pixel wide."""
    return next((n for n in range(_FINEST_LEVEL, COARSEST_LEVEL) if level_us(n) * 2 >= us_per_px), COARSEST_LEVEL)


@dataclass(frozen=True, slots=True)
class Window:
    """A snapped span at a level: the key of a sheet."""

    level: int
    start_us: int
    end_us: int

    def covers(self, viewport: Viewport) -> bool:
        """Tell whether the whole view lies within."""
        return self.start_us <= viewport.start_us and viewport.end_us <= self.end_us

    def held_us(self, viewport: Viewport) -> int:
        """Return how much of the view lies within; none, or less than none, where it lies elsewhere."""
        return min(self.end_us, viewport.end_us) - max(self.start_us, viewport.start_us)

    def request(self, lanes: Sequence[str]) -> TileRequest:
        """Return what to ask the store, at the width that makes it choose this level."""
        width_px = max(1, (self.end_us - self.start_us) // (2 * level_us(self.level)))
        return TileRequest(tuple(lanes), self.start_us, self.end_us, width_px)


def window_for(viewport: Viewport) -> Window:
    """Return the window to fetch for a view: it and one width on either side, at the view's level."""
    level = level_for(viewport.us_per_px)
    return _snapped(viewport.start_us - viewport.span_us, viewport.end_us + viewport.span_us, level)


def window_over(start_us: int, end_us: int, width_px: int) -> Window:
    """Return the window of a whole span shown in so many pixels, for the minimap."""
    return _snapped(start_us, end_us, level_for((end_us - start_us) / max(1, width_px)))


def _snapped(start_us: int, end_us: int, level: int) -> Window:
    snap = level_us(level) * _SNAP_BUCKETS
    low, high = max(start_us, EARLIEST_US), min(end_us, LATEST_US)
    return Window(level, low // snap * snap, -(-high // snap) * snap)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The store's answer for a window. `epoch` counts how often there has been new data when it was asked for.

    Tiles are by the lane's name, which may be that of one device alone (`app.timeline.lanes.lane_name`).
    """

    window: Window
    tiles: Mapping[str, LaneTile]
    epoch: int
    details: Details = field(default=NO_DETAILS)
    of_devices: Mapping[str, Details] = field(default_factory=dict)

    @property
    def devices(self) -> set[str]:
        """The devices that have lanes of their own here; "" for the lanes of all."""
        return {parted(name)[1] for name in self.tiles}

    def of_device(self, device: str) -> "Sheet":
        """Return the sheet with what one device observed, its tiles by the names that lanes have in the store."""
        tiles = {lane: tile for name, tile in self.tiles.items() for lane, of in (parted(name),) if of == device}
        return Sheet(self.window, tiles, self.epoch, self.of_devices.get(device, NO_DETAILS))

    def sharp(self, lane: str, level: int) -> bool:
        """Tell whether a lane is as detailed as a level can show: exact events, or buckets no wider."""
        tile = self.tiles.get(lane)
        return tile is not None and tile.bucket_us <= level_us(level)

    @property
    def size_bytes(self) -> int:
        """About how much memory it takes."""
        arrays = sum(tile.starts.nbytes * 9 + tile.media.nbytes for tile in self.tiles.values())
        details = (self.details, *self.of_devices.values())
        return arrays + sum(each.size_bytes for each in details) + 4_096


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a lane to draw from one sheet: `[start_us, end_us)` of the view."""

    sheet: Sheet
    start_us: int
    end_us: int

    def of_device(self, device: str) -> "Piece":
        """Return the same part of what one device observed."""
        return Piece(self.sheet.of_device(device), self.start_us, self.end_us)


class SheetCache:
    """The sheets at hand, least recently used dropped first. For the main thread alone."""

    def __init__(self, limit_bytes: int = 64_000_000) -> None:
        self._sheets: dict[Window, Sheet] = {}
        self._limit_bytes = limit_bytes
        self._overview: Sheet | None = None
        self._chosen_for: Viewport | None = None
        self._chosen: dict[str, list[Piece]] = {}
        self._near: list[Sheet] = []
        self._oldest_epoch = 0
        self.epoch = 0

    def __len__(self) -> int:
        return len(self._sheets)

    def put(self, sheet: Sheet) -> None:
        """Keep a sheet, unless a newer answer for its window is there or it was asked for before `clear`."""
        there = self._sheets.get(sheet.window)
        if sheet.epoch < self._oldest_epoch:
            return
        if there is not None and there.epoch > sheet.epoch:
            return
        self._changed()
        self._sheets.pop(sheet.window, None)
        self._sheets[sheet.window] = sheet
        size = sum(each.size_bytes for each in self._sheets.values())
        for window in list(self._sheets)[:-1]:
            if size <= self._limit_bytes and len(self._sheets) <= _MOST_SHEETS:
                break
            size -= self._sheets.pop(window).size_bytes

    def keep_overview(self, sheet: Sheet) -> None:
        """Keep a sheet of everything for good, to draw from where nothing better is at hand."""
        if sheet.epoch >= self._oldest_epoch:
            self._overview = sheet
            self._changed()

    @property
    def overview(self) -> Sheet | None:
        """The sheet of everything, None before it has come."""
        return self._overview

    def clear(self) -> None:
        """Forget everything, as after a deletion; answers still on their way are too old then."""
        self.epoch += 1
        self._oldest_epoch = self.epoch
        self._sheets.clear()
        self._overview = None
        self._changed()

    def wanted(self, viewport: Viewport, lanes: Iterable[str]) -> Window | None:
        """Return the window to fetch for a view, None when a fresh and sharp sheet covers it already."""
        level = level_for(viewport.us_per_px)
        for window, sheet in self._sheets.items():
            fresh = sheet.epoch == self.epoch and window.covers(viewport) and window.level <= level
            if fresh and all(sheet.sharp(lane, level) for lane in lanes):
                return None if sheet.details.complete or window.level == level else window_for(viewport)
        return window_for(viewport)

    def pieces(self, lane: str, viewport: Viewport) -> list[Piece]:
        """Return what to draw a lane from: the best sheets that together cover as much of the view as they can."""
        if self._chosen_for != viewport:
            self._chosen_for, self._chosen = viewport, {}
            self._near = self._in_view(viewport)
        found = self._chosen.get(lane)
        if found is None:
            found = self._chosen[lane] = self._best(lane, viewport)
        return found

    def is_empty(self, viewport: Viewport, lanes: Iterable[str]) -> bool:
        """Tell whether what is known of a view, all of it, says that there is nothing in it."""
        for lane in lanes:
            pieces = self.pieces(lane, viewport)
            if sum(piece.end_us - piece.start_us for piece in pieces) < viewport.span_us:
                return False
            for piece in pieces:
                tile = piece.sheet.tiles[lane]
                begun = int(np.searchsorted(tile.starts, piece.end_us, side="left"))
                if not tile.told_apart or (tile.ends[:begun] >= piece.start_us).any():
                    return False
        return True

    def _in_view(self, viewport: Viewport) -> list[Sheet]:
        """The sheets that hold any of the view, those that hold most first (each piece takes time), then the newest."""
        sheets = [*self._sheets.values(), *([self._overview] if self._overview else [])]
        held = [(each.window.held_us(viewport), each) for each in sheets]
        near = sorted(((most, each) for most, each in held if most > 0), key=lambda of: (-of[0], -of[1].epoch))
        return [each for _, each in near]

    def _best(self, lane: str, viewport: Viewport) -> list[Piece]:
        level = level_for(viewport.us_per_px)
        holding = sorted((each for each in self._near if lane in each.tiles), key=lambda s: _unfitness(s, lane, level))
        found: list[Piece] = []
        gaps = [(viewport.start_us, viewport.end_us)]
        for sheet in holding:
            gaps = _fill(gaps, sheet, found)
            if not gaps:
                break
        for window in {piece.sheet.window for piece in found} & self._sheets.keys():
            self._sheets[window] = self._sheets.pop(window)
        return sorted(found, key=lambda piece: piece.start_us)

    def _changed(self) -> None:
        self._chosen_for = None


def _unfitness(sheet: Sheet, lane: str, level: int) -> tuple[int, int]:
    """Sharp before blurred, near levels before far ones, coarser before finer (cheaper)."""
    away = sheet.window.level - level
    blur = 0 if sheet.sharp(lane, level) else abs(away)
    return (blur, abs(away) * 2 + (away < 0))


def _fill(gaps: list[tuple[int, int]], sheet: Sheet, found: list[Piece]) -> list[tuple[int, int]]:
    left: list[tuple[int, int]] = []
    for start_us, end_us in gaps:
        low, high = max(start_us, sheet.window.start_us), min(end_us, sheet.window.end_us)
        if low >= high:
            left.append((start_us, end_us))
            continue
        found.append(Piece(sheet, low, high))
        left += [gap for gap in ((start_us, low), (high, end_us)) if gap[0] < gap[1]]
    return left
