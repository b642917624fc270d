"""The minimap: the whole day, week, year or everything in one strip, with the view as a frame to be dragged."""

import time

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.timeline.lanes import HEAD_WIDTH_PX
from app.timeline.minimap import MapSpan, activity, map_span
from app.timeline.ruler import ticks
from app.timeline.sheets import Sheet, Window, window_over
from app.timeline.viewport import Viewport, view_of
from app.timeline.zone import Zone
from app.ui.timeline.feed import SheetFeed
from app.ui.timeline.ink import Ink
from app.ui.timeline.navigator import Navigator
from app.ui.timeline.painters.scene import Pixels, draw_pixels, pixel
from app.ui.timeline.wording import dated, said

_HEIGHT_PX = 64
_BARS_PX = 38
_BAR_PX = 3
_LEAST_FRAME_PX = 6.0
_RENEW_S = 5.0


class Minimap(QWidget):
    """Shows where the view lies in the larger span around it; a click or drag moves the view there."""

    def __init__(
        self, navigator: Navigator, feed: SheetFeed, zone: Zone, ink: Ink, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._navigator, self._feed, self._zone, self._ink = navigator, feed, zone, ink
        self._span = map_span(navigator.viewport, None, zone)
        self._sheet: Sheet | None = None
        self._asked: tuple[Window, int] | None = None
        self._asked_s = 0.0
        self._strip = QPixmap()
        self._strip_of: tuple[object, ...] = ()
        self._mapped_count = 0
        self.setFixedHeight(_HEIGHT_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(self.tr("Overview"))
        navigator.view_moved.connect(self.renew)
        feed.mapped.connect(self._mapped)
        feed.known.connect(self.renew)

    @property
    def span(self) -> MapSpan:
        """What it shows."""
        return self._span

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(600, _HEIGHT_PX)

    def set_ink(self, ink: Ink) -> None:
        """Draw in other colours."""
        self._ink = ink
        self.update()

    def renew(self) -> None:
        """Show the span around the present view, with the newest data."""
        self._span = map_span(self._navigator.viewport, self._feed.extent, self._zone)
        if self._feed.extent is not None:
            self._ask(self._recorded(*self._feed.extent))
        self.update()

    def _recorded(self, first_us: int, last_us: int) -> Window:
        """The part of the span in which anything was recorded, at the strip's level."""
        start_us, after_us = max(self._span.start_us, first_us), min(self._span.end_us, last_us + 1)
        if start_us >= after_us:
            start_us, after_us = self._span.start_us, self._span.end_us
        share = (after_us - start_us) / (self._span.end_us - self._span.start_us)
        return window_over(start_us, after_us, max(1, round(self._bars_width() * share)))

    def _ask(self, window: Window) -> None:
        """Ask for another part at once; for what has come since seldom, as it changes hardly a pixel."""
        asked, now_s = (window, self._feed.cache.epoch), time.monotonic()
        same = self._asked is not None and self._asked[0] == window
        if asked != self._asked and not (same and now_s - self._asked_s < _RENEW_S):
            self._asked, self._asked_s = asked, now_s
            self._feed.map(window)

    def reload(self) -> None:
        """Something was deleted: draw nothing until what is left is known."""
        self._sheet, self._asked = None, None
        self._mapped_count += 1
        self.renew()

    def view(self) -> Viewport:
        """The strip's own view."""
        return view_of(self._span.start_us, self._span.end_us, self._bars_width())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.renew()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._strip_pixmap())
        painter.translate(HEAD_WIDTH_PX, 0)
        self._paint_frame(painter, self.view())
        painter.end()

    def _strip_pixmap(self) -> QPixmap:
        """Everything but the frame, drawn anew only when it changed."""
        ratio = self.devicePixelRatioF()
        of = (self._span, self._mapped_count, self._ink, self.width(), ratio)
        if of != self._strip_of:
            self._strip_of = of
            self._strip = QPixmap(self.size() * ratio)
            self._strip.setDevicePixelRatio(ratio)
            self._strip.fill(self._ink.rail)
            painter = QPainter(self._strip)
            self._paint_strip(painter)
            painter.end()
        return self._strip

    def _paint_strip(self, painter: QPainter) -> None:
        painter.setPen(self._ink.line)
        painter.drawLine(0, 0, self.width(), 0)
        painter.setFont(self._ink.small_font)
        painter.setPen(self._ink.dim)
        painter.drawText(
            QRectF(14, 4, HEAD_WIDTH_PX - 20, _BARS_PX), Qt.AlignmentFlag.AlignVCenter, said(self._span.title)
        )
        painter.translate(HEAD_WIDTH_PX, 0)
        view = self.view()
        self._paint_bars(painter, view)
        self._paint_labels(painter, view)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self._move_to(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._move_to(event.position())

    def _move_to(self, at: QPointF) -> None:
        middle = self.view().time_at(max(0.0, at.x() - HEAD_WIDTH_PX))
        span = self._navigator.viewport.span_us
        self._navigator.show(view_of(middle - span // 2, middle - span // 2 + span, self._navigator.viewport.width_px))

    def _mapped(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._mapped_count += 1
        self.update()

    def _bars_width(self) -> int:
        return max(1, self.width() - HEAD_WIDTH_PX)

    def _paint_bars(self, painter: QPainter, view: Viewport) -> None:
        if self._sheet is None:
            return
        heights = activity(self._sheet, view)
        count = len(heights) // _BAR_PX
        bars = heights[: count * _BAR_PX].reshape(count, _BAR_PX).max(axis=1, initial=0.0)
        reach = np.zeros(len(heights), dtype=np.int16)
        reach[: count * _BAR_PX] = np.repeat(np.round(bars * (_BARS_PX - 6)), _BAR_PX)
        reach[_BAR_PX - 1 :: _BAR_PX] = 0
        rows = np.arange(_BARS_PX, dtype=np.int16)[::-1, None]
        colour = np.uint32(pixel(self._ink.theme.accent, 0.62))
        ink: Pixels = np.where(rows < reach, colour, np.uint32(0))
        draw_pixels(painter, QRectF(0, 5, len(heights), _BARS_PX), ink)

    def _paint_labels(self, painter: QPainter, view: Viewport) -> None:
        painter.setPen(self._ink.dim)
        for tick in ticks(view, self._zone, spacing_px=140):
            left_px = max(2.0, round(view.x_of(tick.time_us)) + 2)
            self._ink.small.draw_on(painter, left_px, _HEIGHT_PX - 6, dated(tick.label))

    def _paint_frame(self, painter: QPainter, view: Viewport) -> None:
        shown = self._navigator.viewport
        left, right = view.x_of(shown.start_us), view.x_of(shown.end_us)
        if right - left < _LEAST_FRAME_PX:
            left = (left + right - _LEAST_FRAME_PX) / 2
            right = left + _LEAST_FRAME_PX
        frame = QRectF(max(0.0, left), 3, min(view.width_px, right) - max(0.0, left) - 1, _BARS_PX + 4)
        tint = QColor(self._ink.accent)
        tint.setAlphaF(0.14)
        painter.fillRect(frame, tint)
        painter.setPen(QPen(self._ink.accent, 1.5))
        painter.drawRect(frame)
