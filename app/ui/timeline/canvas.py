"""The canvas: paints ruler, heads and lanes, and lays playhead and hover card over them.

While the view moves it paints straight onto the window; a picture to lay the playhead over is kept once it rests.
"""

import logging
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QPointF, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.timeline.hits import HitRow, hit, label_of
from app.timeline.lanes import HEAD_WIDTH_PX, Lane, LaneLayout, Placed
from app.timeline.ruler import Tick, ticks
from app.timeline.sheets import Piece, SheetCache
from app.timeline.zone import Zone
from app.ui.timeline.hover import card_lines
from app.ui.timeline.ink import Ink
from app.ui.timeline.navigator import Navigator
from app.ui.timeline.painters.frame import (
    RULER_PX,
    paint_card,
    paint_grid,
    paint_head,
    paint_hint,
    paint_message,
    paint_playhead,
    paint_ruler,
    paint_selection,
)
from app.ui.timeline.painters.registry import lane_painters
from app.ui.timeline.painters.scene import Pictures, Scene

_log = logging.getLogger(__name__)
_SOON_MS = 24


class TimelineCanvas(QWidget):
    """Draws what the sheets hold for the navigator's view. Says what the pointer does; decides nothing about it.

    Signals:
        laid_out(): the lanes changed in order, height or number.
    """

    laid_out = Signal()

    def __init__(
        self,
        navigator: Navigator,
        sheets: SheetCache,
        pictures: Pictures,
        zone: Zone,
        ink: Ink,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.navigator = navigator
        self.zone = zone
        self.lanes = LaneLayout(())
        self.message: tuple[str, str] | None = None
        self.frames_painted = 0
        self.blank_lanes = 0
        self._sheets = sheets
        self._pictures = pictures
        self._ink = ink
        self._painters = lane_painters()
        self._content, self._heads = QPixmap(), QPixmap()
        self._heads_of: tuple[object, ...] = ()
        self._dirty = True
        self._kept = False
        self._scroll_px = 0
        self._now_us = navigator.playhead_us
        self._pointer: QPointF | None = None
        self._extent: tuple[int, int] | None = None
        self._drop: int | None = None
        self._placed: list[Placed] = []
        self._placed_of: tuple[LaneLayout, int] | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self._paint_if_dirty)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Timeline"))
        navigator.view_moved.connect(self.renew)
        navigator.playhead_moved.connect(self._playhead_moved)
        navigator.selection_changed.connect(self.update)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(900, RULER_PX + self.lanes.height_px + 2)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(HEAD_WIDTH_PX + 200, RULER_PX + 120)

    def set_lanes(self, lanes: LaneLayout) -> None:
        """Show other lanes, or the same in another order or height."""
        if lanes != self.lanes:
            self.lanes = lanes
            self.scroll_to(self._scroll_px)
            self.updateGeometry()
            self.laid_out.emit()
            self.renew()

    def set_subtitle(self, name: str, text: str) -> None:
        """Write something else below a lane's name."""
        lanes = tuple(replace(lane, subtitle=text) if lane.name == name else lane for lane in self.lanes.lanes)
        if lanes != self.lanes.lanes:
            self.lanes = replace(self.lanes, lanes=lanes)
            self.renew()

    def set_ink(self, ink: Ink) -> None:
        """Draw in other colours."""
        self._ink = ink
        self.renew()

    def set_extent(self, extent: tuple[int, int] | None) -> None:
        """Say between which moments there is anything."""
        self._extent = extent

    def set_now(self, now_us: int) -> None:
        """Say what time it is."""
        self._now_us = now_us

    def say(self, message: tuple[str, str] | None) -> None:
        """Write a title and a hint over empty lanes, or nothing."""
        if message != self.message:
            self.message = message
            self.renew()

    def renew(self) -> None:
        """Paint the lanes anew, once, when Qt next paints."""
        self._dirty = True
        self.update()

    def renew_soon(self) -> None:
        """Paint the lanes anew with the next move of the view, or by itself soon after; for data that arrives.

        While the view moves every frame paints anyhow, and a second painting for each answer would cost a frame.
        """
        self._dirty = True
        if not self._soon.isActive():
            self._soon.start()

    def scroll_to(self, scroll_px: int) -> None:
        """Scroll the lanes vertically, as far as there are lanes below."""
        most = max(0, RULER_PX + self.lanes.height_px - self.height())
        held = max(0, min(most, scroll_px))
        if held != self._scroll_px:
            self._scroll_px = held
            self.renew()

    @property
    def scroll_px(self) -> int:
        """How far the lanes are scrolled up."""
        return self._scroll_px

    def placed(self) -> list[Placed]:
        """Return the lanes as they stand on the canvas."""
        of = (self.lanes, self._scroll_px)
        if of != self._placed_of:
            self._placed_of, self._placed = of, self.lanes.placed(RULER_PX, self._scroll_px)
        return self._placed

    def lane_at(self, y_px: float) -> Lane | None:
        """Return the lane under a row of pixels of the canvas."""
        if y_px < RULER_PX:
            return None
        return next((each.lane for each in self.placed() if each.top_px <= y_px < each.bottom_px), None)

    def time_at(self, x_px: float) -> int:
        """Return the time under a column of pixels of the canvas."""
        return self.navigator.viewport.time_at(x_px - HEAD_WIDTH_PX)

    def show_drop(self, index: int | None) -> None:
        """Mark where a dragged lane would be put: before the shown lane of this number, or nowhere."""
        if index != self._drop:
            self._drop = index
            self.update()

    def hover(self, at: QPointF | None) -> None:
        """Show the card for a point, or none."""
        self._pointer = at
        self.update()

    def card(self) -> list[str]:
        """Return the lines of the hover card, none when nothing is under the pointer."""
        under = self._under(self._pointer)
        if under is None:
            return []
        lane, piece, found = under
        return card_lines(lane, piece.sheet, found, label_of(piece.sheet.tiles[lane.name], found.row), self.zone)

    def event_at(self, at: QPointF) -> tuple[Lane, int] | None:
        """Return the lane under a point and the store's key of the event there, None where there is nothing."""
        under = self._under(at)
        if under is None:
            return None
        lane, piece, found = under
        return lane, int(piece.sheet.tiles[lane.name].keys[found.row])

    def _under(self, at: QPointF | None) -> tuple[Lane, Piece, HitRow] | None:
        if at is None or at.x() < HEAD_WIDTH_PX or (lane := self.lane_at(at.y())) is None:
            return None
        view, x_px = self.navigator.viewport, at.x() - HEAD_WIDTH_PX
        time_us = view.time_at(x_px)
        lane, pieces = self._pieces(lane)
        for piece in pieces:
            if piece.start_us <= time_us < piece.end_us:
                found = hit(piece.sheet.tiles[lane.name], view, x_px)
                if found is not None:
                    return lane, piece, found
        return None

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.navigator.resize(self.width() - HEAD_WIDTH_PX)
        self.scroll_to(self._scroll_px)
        self.renew()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        if self._dirty and event.rect() == self.rect():
            self._paint_content(painter)
            self._dirty = self._kept = False
        else:
            painter.drawPixmap(0, 0, self._content_pixmap())
            if self._dirty:
                self.update()  # what lies around this part is older
        self._paint_overlay(painter)
        painter.end()

    def _paint_if_dirty(self) -> None:
        if self._dirty:
            self.update()

    def _playhead_moved(self) -> None:
        if self.navigator.viewport.us_per_px < 12_000:
            self._dirty = True
        self.update()

    def _content_pixmap(self) -> QPixmap:
        """Ruler, heads and lanes as they stand, painted anew only when they changed since."""
        ratio = self.devicePixelRatioF()
        size = self.size() * ratio
        if self._dirty or not self._kept or self._content.size() != size:
            if self._content.size() != size:
                self._content = QPixmap(size)
                self._content.setDevicePixelRatio(ratio)
            painter = QPainter(self._content)
            self._paint_content(painter)
            painter.end()
            self._kept = True
        return self._content

    def _paint_content(self, painter: QPainter) -> None:
        ratio = self.devicePixelRatioF()
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)  # that of each text, not of the window
        painter.fillRect(self.rect(), self._ink.window)
        marks = ticks(self.navigator.viewport, self.zone)
        self._paint_lanes(painter, ratio, marks)
        self._paint_frame(painter, marks)
        painter.drawPixmap(0, 0, self._heads_pixmap(ratio))
        self.frames_painted += 1

    def _paint_lanes(self, painter: QPainter, ratio: float, marks: Sequence[Tick]) -> None:
        view, ink = self.navigator.viewport, self._ink
        fine = replace(view, width_px=max(1, round(view.width_px * ratio)))
        scene = Scene(view, fine, self._now_us, self.zone, ink, self._pictures, self.navigator.playhead_us)
        painter.save()
        painter.translate(HEAD_WIDTH_PX, 0)
        painter.setClipRect(0, RULER_PX, view.width_px, self.height() - RULER_PX)
        self._paint_future(painter, scene)
        bottom = min(self.height(), RULER_PX - self._scroll_px + self.lanes.height_px)
        paint_grid(painter, ink, view, marks, bottom)
        fixed_px = RULER_PX + self.lanes.pinned_px
        for placed in self._visible():
            top_px = RULER_PX if placed.lane.name in self.lanes.pinned else fixed_px
            painter.setClipRect(0, top_px, view.width_px, self.height() - top_px)
            lane, pieces = self._pieces(placed.lane)
            self._count_blank(pieces)
            if pieces:
                area = QRect(0, placed.top_px, view.width_px, placed.lane.height_px)
                self._painters[lane.kind].paint(painter, area, scene, lane, pieces)
                if not all(piece.sheet.tiles[lane.name].told_apart for piece in pieces):
                    paint_hint(painter, ink, area, self.tr("Zoom in to tell devices apart"))
        painter.restore()

    def _pieces(self, lane: Lane) -> tuple[Lane, list[Piece]]:
        """Return what to draw a lane from; one device's lane, by the name and with the details that painters know."""
        pieces = self._sheets.pieces(lane.name, self.navigator.viewport)
        if not lane.device:
            return lane, pieces
        return replace(lane, name=lane.source), [piece.of_device(lane.device) for piece in pieces]

    def _visible(self) -> list[Placed]:
        return [each for each in self.placed() if each.bottom_px > RULER_PX and each.top_px < self.height()]

    def _count_blank(self, pieces: Sequence[Piece]) -> None:
        """Count lanes of which a part is drawn as empty though nobody knows yet what is there."""
        if self._extent is None:
            return
        view = self.navigator.viewport
        low, high = max(view.start_us, self._extent[0]), min(view.end_us, self._extent[1])
        known = sum(max(0, min(piece.end_us, high) - max(piece.start_us, low)) for piece in pieces)
        if known < high - low:
            self.blank_lanes += 1

    def _paint_future(self, painter: QPainter, scene: Scene) -> None:
        left = scene.view.x_of(self._now_us)
        if left < scene.view.width_px:
            start = max(0, round(left))
            painter.fillRect(QRect(start, RULER_PX, scene.view.width_px - start, self.height()), self._ink.rail)

    def _paint_frame(self, painter: QPainter, marks: Sequence[Tick]) -> None:
        view, ink, bottom = self.navigator.viewport, self._ink, self.height()
        painter.setPen(ink.line)
        fixed_px = RULER_PX + self.lanes.pinned_px
        for each in self.placed():
            if each.lane.name in self.lanes.pinned or each.bottom_px > fixed_px:
                painter.drawLine(HEAD_WIDTH_PX, each.bottom_px - 1, self.width(), each.bottom_px - 1)
        if self.message is not None:
            area = QRect(HEAD_WIDTH_PX, RULER_PX, view.width_px, min(bottom, self.lanes.height_px) - RULER_PX)
            paint_message(painter, ink, area, *self.message)
        painter.save()
        painter.translate(HEAD_WIDTH_PX, 0)
        painter.setClipRect(0, 0, view.width_px, RULER_PX)
        painter.fillRect(QRect(0, 0, view.width_px, RULER_PX - 3), ink.window)
        paint_ruler(painter, ink, view, marks)
        painter.restore()

    def _heads_pixmap(self, ratio: float) -> QPixmap:
        """The lane heads, drawn anew only when lanes, colours or size changed."""
        of = (self.lanes, self._scroll_px, self._ink, self.height(), ratio)
        if of != self._heads_of:
            self._heads_of = of
            self._heads = QPixmap(QSize(HEAD_WIDTH_PX, self.height()) * ratio)
            self._heads.setDevicePixelRatio(ratio)
            self._heads.fill(self._ink.panel)
            painter = QPainter(self._heads)
            for each in reversed(self.placed()):  # the pinned ones come first, and lie above the others
                paint_head(painter, self._ink, each, pinned=each.lane.name in self.lanes.pinned)
                painter.setPen(self._ink.line)
                painter.drawLine(0, each.bottom_px - 1, HEAD_WIDTH_PX, each.bottom_px - 1)
            painter.fillRect(QRect(0, 0, HEAD_WIDTH_PX, RULER_PX), self._ink.panel)
            painter.end()
        return self._heads

    def _paint_overlay(self, painter: QPainter) -> None:
        navigator, bottom = self.navigator, min(self.height(), RULER_PX + self.lanes.height_px)
        painter.save()
        painter.translate(HEAD_WIDTH_PX, 0)
        painter.setClipRect(0, 0, navigator.viewport.width_px, self.height())
        if navigator.selection is not None:
            paint_selection(painter, self._ink, navigator.viewport, navigator.selection, bottom)
        paint_playhead(painter, self._ink, self.zone, navigator.viewport, navigator.playhead_us, bottom)
        painter.restore()
        if self._drop is not None:
            placed = self.placed()
            y = placed[self._drop].top_px if self._drop < len(placed) else placed[-1].bottom_px
            painter.fillRect(QRect(0, y - 2, self.width(), 3), self._ink.accent)
        if self._pointer is not None and (lines := self.card()):
            paint_card(painter, self._ink, self._pointer, self.rect(), lines)
