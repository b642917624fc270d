"""Paints one hit as a card: picture with the matching boxes, when, where, kind, and the text around the match."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPen,
    QTextCharFormat,
    QTextLayout,
    QTextLine,
)
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.ui.pictures import Frame, Pictures
from app.ui.search.hits import HIT_ROLE
from app.ui.search.kinds import chip_of
from app.ui.search.snippet import Snippet, read_snippet
from app.ui.theme import CARD_RADIUS_PX, Theme
from app.ui.words import moment
from storage.clock import Clock
from storage.store import Hit

CARD_HEIGHT_PX = 122
GAP_PX = 10
PADDING_PX = 12
PICTURE = QSize(168, 96)
LINE_PX = 22
LINES = 3


class HitCard(QStyledItemDelegate):
    """The delegate of the list of hits."""

    def __init__(self, pictures: Pictures, clock: Clock, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._clock = clock
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: ARG002, N802
        return QSize(320, CARD_HEIGHT_PX + GAP_PX)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        hit: Hit = index.data(HIT_ROLE)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        card = QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -GAP_PX - 0.5)
        self._paint_ground(painter, card, option.state)
        picture = QRectF(card.left() + PADDING_PX, card.top() + PADDING_PX, PICTURE.width(), PICTURE.height())
        paint_picture(painter, picture, self._pictures.frame(hit.event), hit, self.theme)
        text = card.adjusted(PICTURE.width() + 2 * PADDING_PX + 2, PADDING_PX, -PADDING_PX - 4, -PADDING_PX)
        right = self._paint_chip(painter, text, hit)
        self._paint_head(painter, QRectF(text.left(), text.top(), right - text.left() - 12, 22), hit)
        _paint_snippet(painter, text.adjusted(0, 32, 0, 0), read_snippet(hit.snippet), option.font, self.theme)
        painter.restore()

    def _paint_ground(self, painter: QPainter, card: QRectF, state: QStyle.StateFlag) -> None:
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        edge = self.theme.accent if chosen else self.theme.faint if hovered else self.theme.line
        painter.setPen(QPen(QColor(edge), 1.5 if chosen else 1))
        painter.setBrush(QColor(self.theme.panel))
        painter.drawRoundedRect(card, CARD_RADIUS_PX, CARD_RADIUS_PX)

    def _paint_chip(self, painter: QPainter, text: QRectF, hit: Hit) -> float:
        """Draw the kind at the right edge; return where it begins."""
        font = QFont(painter.font())
        font.setPixelSize(12)
        word = chip_of(hit)
        width = QFontMetricsF(font).horizontalAdvance(word) + 20
        place = QRectF(text.right() - width, text.top(), width, 22)
        painter.setPen(QPen(QColor(self.theme.line), 1))
        painter.setBrush(QColor(self.theme.raised))
        painter.drawRoundedRect(place, 11, 11)
        painter.setFont(font)
        painter.setPen(QColor(self.theme.dim))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, word)
        return place.left()

    def _paint_head(self, painter: QPainter, place: QRectF, hit: Hit) -> None:
        bold = QFont(painter.font())
        bold.setPixelSize(13)
        bold.setWeight(QFont.Weight.DemiBold)
        when = moment(hit.start_us, self._clock.now_us())
        painter.setFont(bold)
        painter.setPen(QColor(self.theme.text))
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, when)
        used = QFontMetricsF(bold).horizontalAdvance(when) + 13
        plain = QFont(bold)
        plain.setWeight(QFont.Weight.Normal)
        where = " — ".join(part for part in (hit.app, hit.title) if part)
        rest = place.adjusted(used, 0, 0, 0)
        painter.setFont(plain)
        painter.setPen(QColor(self.theme.dim))
        shown = QFontMetricsF(plain).elidedText(where, Qt.TextElideMode.ElideRight, rest.width())
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


def paint_picture(painter: QPainter, place: QRectF, frame: Frame | None, hit: Hit, theme: Theme) -> None:
    """Paint a hit's picture, cut to fill `place`, with the matching boxes on it; a plain ground where there is none."""
    painter.save()
    shape = QPainterPath()
    shape.addRoundedRect(place, 5, 5)
    painter.fillPath(shape, QColor(theme.raised))
    painter.setClipPath(shape)
    if frame is not None and not frame.image.isNull():
        scale = max(place.width() / frame.image.width(), place.height() / frame.image.height())
        width, height = frame.image.width() * scale, frame.image.height() * scale
        top = place.top() if frame.own else place.top() + (place.height() - height) / 2
        shown = QRectF(
            place.left() + (place.width() - width) / 2, _shifted(top, height, place, frame, hit), width, height
        )
        painter.drawImage(shown, frame.image)
        if frame.own and frame.width and frame.height:
            _paint_boxes(painter, shown, frame, hit, theme)
    painter.restore()


def _shifted(top: float, height: float, place: QRectF, frame: Frame, hit: Hit) -> float:
    """Move a tall picture so that the first match is in view."""
    if not (frame.own and hit.boxes and frame.height):
        return top
    wanted = (hit.boxes[0].y + hit.boxes[0].height / 2) / frame.height * height - place.height() / 2
    return place.top() - min(max(wanted, 0.0), max(0.0, height - place.height()))


def _paint_boxes(painter: QPainter, shown: QRectF, frame: Frame, hit: Hit, theme: Theme) -> None:
    ground = QColor(theme.warn)
    ground.setAlpha(110)
    across, down = shown.width() / frame.width, shown.height() / frame.height
    for box in hit.boxes:
        mark = QRectF(
            shown.left() + box.x * across, shown.top() + box.y * down, box.width * across, box.height * down
        ).adjusted(-1, -1, 1, 1)
        painter.fillRect(mark, ground)
        painter.setPen(QPen(QColor(theme.warn), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(mark)


def _paint_snippet(painter: QPainter, place: QRectF, snippet: Snippet, font: QFont, theme: Theme) -> None:
    """Draw the text in at most three lines, the matches on a ground of their own."""
    sized = QFont(font)
    sized.setPixelSize(14)
    text, matches = _cut(snippet, sized, place.width())
    layout = QTextLayout(text, sized)
    lit = QTextCharFormat()
    lit.setForeground(QColor(theme.highlight_text))
    plain = QTextCharFormat()
    plain.setForeground(QColor(theme.text))
    formats = [_range(0, len(text), plain), *(_range(a, b, lit) for a, b in matches)]
    layout.setFormats(formats)
    layout.beginLayout()
    lines: list[QTextLine] = []
    while len(lines) < LINES:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(place.width())
        line.setPosition(QPointF(0, len(lines) * LINE_PX))
        lines.append(line)
    layout.endLayout()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.highlight_ground))
    for line in lines:
        ends = line.textStart() + line.textLength()
        for begin, end in matches:
            left, right = max(begin, line.textStart()), min(end, ends)
            if left < right:
                x1, x2 = _x(line, left), _x(line, right)
                top = place.top() + line.y() - 1
                painter.drawRoundedRect(QRectF(place.left() + min(x1, x2) - 2, top, abs(x2 - x1) + 4, 20), 4, 4)
    layout.draw(painter, place.topLeft())


def _cut(snippet: Snippet, font: QFont, width_px: float) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return as much of the text as three lines hold, ending in … where it is more, and the matches in it."""
    layout = QTextLayout(snippet.text, font)
    layout.beginLayout()
    end = 0
    for _ in range(LINES):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width_px)
        end = line.textStart() + line.textLength()
    layout.endLayout()
    if end >= len(snippet.text):
        return snippet.text, snippet.matches
    end = max(0, end - 3)
    kept = tuple((first, min(last, end)) for first, last in snippet.matches if first < end)
    return snippet.text[:end].rstrip() + "…", kept


def _range(start: int, end: int, shape: QTextCharFormat) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = start, end - start, shape
    return made


def _x(line: QTextLine, cursor: int) -> float:
    """Where a cursor position lies; the binding returns the position with the cursor, its stubs say object."""
    found = line.cursorToX(cursor)
    return float(found[0] if isinstance(found, (tuple, list)) else found)  # type: ignore[arg-type]
