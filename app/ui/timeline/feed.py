"""Keeps the sheets for what is on the screen coming: asks the store off the main thread, newest view first."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, Signal

from app.timeline.minimap import MAP_LANES
from app.timeline.pinned import PinnedRows
from app.timeline.sheets import Sheet, SheetCache, Window, window_over
from app.timeline.viewport import Viewport
from app.timeline.zone import MINUTE_US
from app.ui.timeline.reading import read_details, read_sheet
from app.ui.timeline.worker import Worker
from storage.store import Store
from storage.topics import builtin_topics

_OVERVIEW_PX = 2_000
_LOOK_AGAIN = 30
_STILL_COMING_US = 15 * MINUTE_US
"""So long after it was recorded something may still be made of it, where nothing waits."""
_PAST_EVERY_S = 5.0


class SheetFeed(QObject):
    """Fills a `SheetCache`. For the main thread; reads happen on its worker's.

    Signals:
        arrived(): a sheet came that may show in the lanes.
        mapped(sheet): the sheet asked for by `map` came.
        known(): the extent of everything, and the lanes that have anything, are known or changed.
        failed(message): the store could not answer.
    """

    arrived = Signal()
    mapped = Signal(object)
    known = Signal()
    failed = Signal(str)

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.cache = SheetCache()
        self.extent: tuple[int, int] | None = None
        self.is_known = False
        self.present: tuple[str, ...] = ()
        self._looked = 0
        self._followed_s = 0.0
        self._store = store
        self._lanes: tuple[str, ...] = ()
        self._pinned: Mapping[str, PinnedRows] = {}
        self._view: Viewport | None = None
        self._asked: tuple[Window, int, tuple[str, ...]] | None = None
        self._worker = Worker("timeline", self)
        self._worker.answered.connect(self._answered)
        self._worker.failed.connect(self._failed)

    def begin(self) -> None:
        """Find out how much there is."""
        self._worker.ask("extent", self._store.extent)

    def show(self, view: Viewport, lanes: Sequence[str]) -> None:
        """Say what is on the screen; what is missing for it is fetched, once it is known how much there is."""
        self._view, self._lanes = view, tuple(lanes)
        if not self.is_known:
            return  # the sheet of everything is small and goes first: with it no lane is blank
        wanted = self.cache.wanted(view, self._lanes)
        if wanted is None or not self._lanes:
            return
        asked = (wanted, self.cache.epoch, self._lanes)
        if asked != self._asked:
            self._asked = asked
            store, chosen, epoch, pinned = self._store, self._lanes, self.cache.epoch, self._pinned
            self._worker.ask("sheet", lambda: read_sheet(store, wanted, chosen, epoch, pinned))

    def map(self, window: Window) -> None:
        """Fetch a sheet for the minimap."""
        epoch, store = self.cache.epoch, self._store
        self._worker.ask("map", lambda: read_sheet(store, window, MAP_LANES, epoch))

    def show_pinned(self, pinned: Mapping[str, PinnedRows]) -> None:
        """Draw these lanes from rows that are at hand instead of the store's."""
        self._pinned = pinned
        self.renew()

    def renew(self) -> None:
        """There is new data: fetch again what is on the screen, and draw the old until it is there."""
        self.cache.epoch += 1
        self._asked = None
        self._worker.ask("extent", self._store.extent)
        if self._view is not None:
            self.show(self._view, self._lanes)

    def follow(self, now_s: float) -> None:
        """Fetch what may have come: of what is recorded now at once, of the past every few seconds.

        Args:
            now_s: of a clock that runs evenly.
        """
        view, newest_us = self._view, self.extent[1] if self.extent is not None else None
        past = view is not None and newest_us is not None and view.end_us < newest_us - _STILL_COMING_US
        if not past or now_s - self._followed_s >= _PAST_EVERY_S:
            self._followed_s = now_s
            self.renew()

    def look_again(self) -> None:
        """There may be something in a lane that had nothing: find out which lanes have anything."""
        self._looked = -1
        self.renew()

    def reload(self) -> None:
        """Something was deleted: forget what is at hand, and fetch it again."""
        self.cache.clear()
        self.renew()

    def idle(self) -> bool:
        """Tell whether nothing is on its way."""
        return self._worker.idle()

    def stop(self) -> None:
        """End the worker."""
        self._worker.stop()

    def _answered(self, name: str, answer: object) -> None:
        if name == "extent":
            self._learn(answer)
        elif isinstance(answer, Sheet):
            self._take(name, answer)

    def _learn(self, answer: object) -> None:
        first, extent = not self.is_known, answer if isinstance(answer, tuple) else None
        over = self.cache.overview
        outgrown = extent is not None and (over is None or not _holds(over.window, extent))
        self.extent, self.is_known = extent, True
        self._looked += 1
        if extent is not None and (first or outgrown or self._looked % _LOOK_AGAIN == 0):
            lanes = tuple(sorted({topic.lane for topic in builtin_topics().values() if topic.lane}))
            window, epoch, store = window_over(extent[0], extent[1] + 1, _OVERVIEW_PX), self.cache.epoch, self._store
            self._worker.ask("overview", lambda: read_sheet(store, window, lanes, epoch))
        self.known.emit()
        if first and self._view is not None:
            self.show(self._view, self._lanes)

    def _take(self, name: str, sheet: Sheet) -> None:
        if name == "map":
            self.mapped.emit(sheet)
            return
        if name == "overview":
            self.cache.keep_overview(sheet)
            self.present = tuple(lane for lane, tile in sheet.tiles.items() if len(tile.starts))
            self.known.emit()
        else:
            self.cache.put(sheet)
        if name == "sheet":
            store = self._store
            self._worker.ask("details", lambda: read_details(store, sheet))
        self.arrived.emit()

    def _failed(self, name: str, message: str) -> None:
        if name == "sheet":
            self._asked = None
        self.failed.emit(message)


def _holds(window: Window, extent: tuple[int, int]) -> bool:
    """Tell whether a window, which ends before its end, has the last moment in it, too."""
    return window.start_us <= extent[0] and extent[1] < window.end_us
