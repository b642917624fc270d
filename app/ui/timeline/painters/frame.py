"""What surrounds the lanes: ruler, grid, lane heads, playhead, selection."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.timeline.lanes import HEAD_WIDTH_PX, Placed
from app.timeline.ruler import Tick, clock_label
from app.timeline.viewport import Viewport
from app.timeline.zone import DAY_US, SECOND_US, Zone, wall_datetime
from app.ui.timeline.ink import Ink
from app.ui.timeline.wording import dated, said

RULER_PX = 30


def paint_grid(painter: QPainter, ink: Ink, view: Viewport, ticks: Sequence[Tick], height_px: int) -> None:
    """Draw a line for each tick down to `height_px`; x = 0 is the view's start."""
    for tick in ticks:
        x = round(view.x_of(tick.time_us))
        painter.setPen(ink.line if tick.major else ink.grid)
        painter.drawLine(x, RULER_PX - 3, x, height_px)


def paint_ruler(painter: QPainter, ink: Ink, view: Viewport, ticks: Sequence[Tick]) -> None:
    """Draw the ticks' labels; x = 0 is the view's start."""
    for tick in ticks:
        letters = ink.bold if tick.major else ink.label
        painter.setPen(ink.text if tick.major else ink.dim)
        letters.draw_on(painter, round(view.x_of(tick.time_us)) + 4, RULER_PX - 10, dated(tick.label))


def paint_head(painter: QPainter, ink: Ink, placed: Placed, *, pinned: bool = False) -> None:
    """Draw a lane's title and subtitle; a pinned one has a mark at its edge."""
    area = QRect(0, placed.top_px, HEAD_WIDTH_PX, placed.lane.height_px)
    painter.fillRect(area, ink.panel)
    if pinned:
        painter.fillRect(QRect(0, area.top() + 4, 3, area.height() - 9), ink.accent)
    painter.setPen(ink.text)
    painter.setFont(ink.title_font)
    two = bool(placed.lane.subtitle) and placed.lane.height_px >= 38
    top = area.top() + (6 if two else (area.height() - 17) // 2)
    text = ink.label.elided(said(placed.lane.title), HEAD_WIDTH_PX - 24)
    painter.drawText(QRectF(14, top, HEAD_WIDTH_PX - 20, 17), Qt.AlignmentFlag.AlignVCenter, text)
    if not two and placed.lane.device:
        taken = painter.fontMetrics().horizontalAdvance(text) + 8
        painter.setPen(ink.faint)
        painter.setFont(ink.small_font)
        room = HEAD_WIDTH_PX - 24 - taken
        place = QRectF(14 + taken, top + 1, room, 17)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, ink.small.elided(placed.lane.device, room))
    if two:
        painter.setPen(ink.faint)
        painter.setFont(ink.small_font)
        place = QRectF(14, top + 16, HEAD_WIDTH_PX - 20, 15)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, ink.small.elided(said(placed.lane.subtitle), 126))


def paint_selection(painter: QPainter, ink: Ink, view: Viewport, span: tuple[int, int], height_px: int) -> None:
    """Lay a tint over the selected span."""
    left, right = view.x_of(span[0]), view.x_of(span[1])
    tint = QColor(ink.accent)
    tint.setAlphaF(0.16)
    painter.fillRect(QRectF(left, RULER_PX, right - left, height_px - RULER_PX), tint)
    painter.setPen(QPen(ink.accent, 1))
    for x in (round(left), round(right)):
        painter.drawLine(x, RULER_PX, x, height_px)


def paint_playhead(painter: QPainter, ink: Ink, zone: Zone, view: Viewport, time_us: int, height_px: int) -> None:
    """Draw the playhead through all lanes, with the time in the ruler as exactly as the zoom asks."""
    x = round(view.x_of(time_us))
    if not -60 <= x <= view.width_px + 60:
        return
    painter.fillRect(QRectF(x - 0.75, RULER_PX - 4, 1.5, height_px - RULER_PX + 4), ink.accent)
    label = dated(_playhead_label(zone, view, time_us))
    painter.setFont(ink.bold_font)
    width = painter.fontMetrics().horizontalAdvance(label) + 14
    box = QRectF(max(0, min(view.width_px - width, x - width / 2)), 5, width, 20)
    painter.fillRect(QRectF(box.left() - 8, 0, box.width() + 16, RULER_PX - 4), ink.window)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink.accent)
    painter.drawRoundedRect(box, 3, 3)
    painter.restore()
    painter.setPen(ink.window)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, label)


def _playhead_label(zone: Zone, view: Viewport, time_us: int) -> str:
    wall = wall_datetime(zone, time_us)
    if view.span_us > 60 * DAY_US:
        return f"{wall.day} {wall:%b} {wall.year}"
    if view.span_us > 2 * DAY_US:
        return f"{wall:%a} {wall.day} {wall:%b} {wall:%H:%M}"
    return clock_label(zone, time_us, min(SECOND_US, round(view.us_per_px * 10)))


def paint_message(painter: QPainter, ink: Ink, area: QRect, title: str, hint: str) -> None:
    """Say in the middle of an area why it is empty, and what to do."""
    painter.setFont(ink.title_font)
    painter.setPen(ink.text)
    upper = QRect(area.left(), area.center().y() - 22, area.width(), 20)
    painter.drawText(upper, Qt.AlignmentFlag.AlignCenter, title)
    painter.setFont(ink.label_font)
    painter.setPen(ink.dim)
    painter.drawText(upper.translated(0, 22), Qt.AlignmentFlag.AlignCenter, hint)


def paint_hint(painter: QPainter, ink: Ink, area: QRect, text: str) -> None:
    """Say in a lane why nothing is drawn in it."""
    painter.setFont(ink.small_font)
    painter.setPen(ink.faint)
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)


def paint_card(painter: QPainter, ink: Ink, at: QPointF, bounds: QRect, lines: Sequence[str]) -> None:
    """Draw the hover card beside a point: first line strong, the others dim."""
    width = min(420.0, max(ink.label.width_px(line) for line in lines) + 26.0)
    height = 18 * len(lines) + 12
    left = min(at.x() + 14, bounds.right() - width - 4)
    top = at.y() + 16 if at.y() + 20 + height < bounds.bottom() else at.y() - height - 10
    box = QRectF(left, top, width, height)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(ink.line, 1))
    painter.setBrush(ink.raised)
    painter.drawRoundedRect(box, 7, 7)
    painter.restore()
    for row, line in enumerate(lines):
        painter.setFont(ink.label_font)
        painter.setPen(ink.text if row == 0 else ink.dim)
        place = QRectF(left + 11, top + 6 + row * 18, width - 20, 18)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, ink.label.elided(line, width - 22))
