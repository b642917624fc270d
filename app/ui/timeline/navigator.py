"""Where the owner is: the view, the playhead and the selection; canvas, minimap and page share one."""

from PySide6.QtCore import QObject, Signal

from app.timeline.opening import START_SPAN_US
from app.timeline.viewport import Viewport, view_around, view_of

_LIVE_SHARE = 0.96


class Navigator(QObject):
    """View, playhead, selection; says when one changes. For the main thread alone.

    Signals:
        view_moved(): the visible span changed.
        playhead_moved(): the playhead stands elsewhere.
        selection_changed(): the selected span changed, or there is none any more.
    """

    view_moved = Signal()
    playhead_moved = Signal()
    selection_changed = Signal()

    def __init__(self, now_us: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        span = START_SPAN_US
        self.viewport = view_of(now_us - round(span * _LIVE_SHARE), now_us + round(span * (1 - _LIVE_SHARE)), 1_000)
        self.playhead_us = now_us
        self.playhead_live = True
        self.selection: tuple[int, int] | None = None

    def show(self, viewport: Viewport) -> None:
        """Show a view."""
        if viewport != self.viewport:
            self.viewport = viewport
            self.view_moved.emit()

    def resize(self, width_px: int) -> None:
        """Keep the span over another width."""
        self.show(self.viewport.resized(width_px))

    def zoom(self, factor: float, x_px: float | None = None) -> None:
        """Scale the span by a factor, keeping the time under a pixel (the playhead, else the middle)."""
        if x_px is None:
            at = self.viewport.x_of(self.playhead_us)
            x_px = at if 0 <= at <= self.viewport.width_px else self.viewport.width_px / 2
        self.show(self.viewport.zoomed(factor, x_px))

    def pan(self, dx_px: float) -> None:
        """Move the view by pixels, later for positive ones."""
        self.show(self.viewport.panned(dx_px))

    def fit(self, start_us: int, end_us: int) -> None:
        """Show a span with a little room on both sides."""
        room = max(1_000, (end_us - start_us) // 25)
        self.show(view_of(start_us - room, end_us + room, self.viewport.width_px))

    def go_to(self, time_us: int, span_us: int | None = None) -> None:
        """Put the playhead at a time and bring it into view."""
        span = self.viewport.span_us if span_us is None else span_us
        if span != self.viewport.span_us or not self.viewport.shows(time_us):
            self.show(view_around(time_us, span, self.viewport.width_px))
        self.place_playhead(time_us)

    def place_playhead(self, time_us: int, *, live: bool = False) -> None:
        """Put the playhead at a time; a live one goes on with the newest data."""
        self.playhead_live = live
        if time_us != self.playhead_us:
            self.playhead_us = time_us
            self.playhead_moved.emit()

    def select(self, span: tuple[int, int] | None) -> None:
        """Select a span of time, or nothing."""
        ordered = (min(span), max(span)) if span else None
        if ordered != self.selection:
            self.selection = ordered
            self.selection_changed.emit()

    def follow(self, before_us: int, now_us: int) -> None:
        """Move on with time, if the view showed the newest moment `before_us` and would soon no longer."""
        view = self.viewport
        if view.shows(before_us) and now_us > view.start_us + round(view.span_us * _LIVE_SHARE):
            end_us = now_us + round(view.span_us * (1 - _LIVE_SHARE))
            self.show(view_of(end_us - view.span_us, end_us, view.width_px))
        if self.playhead_live:
            self.place_playhead(now_us, live=True)
