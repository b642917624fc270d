"""The picture of a moment: zoomed and scrolled with the wheel, its recognised text selected like real text."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from app.timeline.findings import Finding
from app.timeline.recognised import TextLine, TextWord, merged, nearest_word, selected, text_of, word_at, words_in_order
from app.ui.theme import Theme

_MOST_ZOOM = 8.0
_MOST_IN_MENU = 30
_ZOOM_PER_STEP = 1.2


class PictureView(QWidget):
    """Shows one picture over the full width, from its top; a double click shows the whole of it. Main thread only.

    Signals:
        search_wanted(text): the owner wants to search for the selected text.
    """

    search_wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._image = QImage()
        self._scaled: tuple[tuple[int, int, int], QImage] | None = None
        self._words: list[TextWord] = []
        self._marked: tuple[tuple[float, float, float, float], ...] = ()
        self._findings: tuple[Finding, ...] = ()
        self._chosen: tuple[int, int] | None = None
        self._anchor: int | None = None
        self._message = ("", "")
        self._whole = False
        self._zoom = 1.0
        self._offset = QPointF()
        self._pan_from: QPointF | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Picture of this moment"))

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(800, 340)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(240, 120)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        self.update()

    def show_picture(self, image: QImage, lines: Sequence[TextLine]) -> None:
        """Show a picture and the text recognised on it; zoom and place stay while pictures have one size."""
        if image.size() != self._image.size():
            self._zoom, self._offset = 1.0, QPointF()
        self._image, self._scaled = image, None
        self._hold()
        self.show_text(lines)
        self.update()

    def show_text(self, lines: Sequence[TextLine]) -> None:
        """Show other recognised text on the same picture; what is selected stays while the text does."""
        words = words_in_order(lines)
        if words != self._words:
            self._words, self._chosen, self._anchor = words, None, None
            self.update()

    def show_message(self, title: str, hint: str) -> None:
        """Say why there is no picture."""
        if self._message == (title, hint) and not self.has_picture:
            return
        self._message = (title, hint)
        self._words, self._chosen, self._marked, self._findings = [], None, (), ()
        self._image, self._scaled = QImage(), None
        self.update()

    def mark(self, boxes: Sequence[tuple[float, float, float, float]]) -> None:
        """Frame places of the picture (x, y, width, height in its pixels), such as what a search found."""
        self._marked = tuple(boxes)
        self.update()

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Frame what models found in the picture, each with its name."""
        if tuple(findings) != self._findings:
            self._findings = tuple(findings)
            self.update()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is framed."""
        return self._findings

    @property
    def has_picture(self) -> bool:
        """Whether a picture is shown."""
        return not self._image.isNull()

    def selected_text(self) -> str:
        """Return the selected text, "" when there is none."""
        return text_of(selected(self._words, *self._chosen)) if self._chosen else ""

    def select_all(self) -> None:
        """Select all recognised text."""
        if self._words:
            self._chosen = (0, len(self._words) - 1)
            self.update()

    def copy(self) -> None:
        """Put the selected text on the clipboard, if there is any."""
        if text := self.selected_text():
            QGuiApplication.clipboard().setText(text)

    def copy_picture(self) -> None:
        """Put the picture on the clipboard."""
        if self.has_picture:
            QGuiApplication.clipboard().setImage(self._image)

    def place_of(self, x: float, y: float) -> QPointF:
        """Return where a pixel of the picture stands on the widget."""
        area = self._area()
        return QPointF(area.x() + x * self._scale(), area.y() + y * self._scale())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.panel))
        if self._image.isNull():
            self._paint_message(painter)
        else:
            self._paint_picture(painter)
        if self.hasFocus():
            painter.setPen(QPen(QColor(self._theme.accent), 1))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._scaled = None
        self._hold()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        turned = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._zoom_at(event.position(), _ZOOM_PER_STEP ** (turned.y() / 120))
        else:
            self._offset -= QPointF(turned.x(), turned.y()) / 2
            self._hold()
        self.update()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() != Qt.MouseButton.LeftButton or self._image.isNull():
            return
        at = self._at(event.position())
        self._chosen = None
        self._anchor = word_at(self._words, at.x(), at.y())
        self._pan_from = event.position() if self._anchor is None else None
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        at = self._at(event.position())
        if not event.buttons() & Qt.MouseButton.LeftButton:
            over = word_at(self._words, at.x(), at.y()) is not None
            self.setCursor(Qt.CursorShape.IBeamCursor if over else Qt.CursorShape.ArrowCursor)
        elif self._anchor is not None:
            reached = nearest_word(self._words, at.x(), at.y())
            self._chosen = None if reached is None else (self._anchor, reached)
        elif self._pan_from is not None:
            self._offset -= event.position() - self._pan_from
            self._pan_from = event.position()
            self._hold()
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002, N802
        self._anchor = self._pan_from = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        at = self._at(event.position())
        word = word_at(self._words, at.x(), at.y())
        if word is not None:
            self._chosen = (word, word)
        else:
            self._whole = not self._whole
            self._zoom, self._offset, self._scaled = 1.0, QPointF(), None
            self._hold()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.select_all()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        menu = self.context_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def context_menu(self) -> QMenu:
        """Return a menu of what can be copied."""
        menu = QMenu(self)
        copy = menu.addAction(self.tr("Copy"), self.copy)
        copy.setShortcut(QKeySequence.StandardKey.Copy)
        copy.setEnabled(bool(self.selected_text()))
        text = " ".join(self.selected_text().split())
        if text:
            shown = text if len(text) <= _MOST_IN_MENU else f"{text[:_MOST_IN_MENU]}…"
            menu.addAction(self.tr("Search for “{0}”").format(shown), lambda: self.search_wanted.emit(text))
        everything = menu.addAction(self.tr("Select all text"), self.select_all)
        everything.setEnabled(bool(self._words))
        menu.addSeparator()
        menu.addAction(self.tr("Copy picture"), self.copy_picture).setEnabled(self.has_picture)
        return menu

    def _fit(self) -> float:
        across = self.width() / max(1, self._image.width())
        return min(across, self.height() / max(1, self._image.height())) if self._whole else across

    def _scale(self) -> float:
        return self._fit() * self._zoom

    def _area(self) -> QRectF:
        width, height = self._image.width() * self._scale(), self._image.height() * self._scale()
        left = (self.width() - width) / 2 if width < self.width() else -self._offset.x()
        top = 0.0 if height < self.height() else -self._offset.y()
        return QRectF(left, top, width, height)

    def _at(self, position: QPointF) -> QPointF:
        """The pixel of the picture at a point of the widget."""
        area = self._area()
        return (position - area.topLeft()) / max(1e-6, self._scale())

    def _hold(self) -> None:
        """Keep the picture's edges from leaving the widget's."""
        room = self._image.size() * self._scale()
        self._offset.setX(max(0.0, min(self._offset.x(), room.width() - self.width())))
        self._offset.setY(max(0.0, min(self._offset.y(), room.height() - self.height())))

    def _zoom_at(self, position: QPointF, factor: float) -> None:
        under = self._at(position)
        self._zoom = max(1.0, min(_MOST_ZOOM, self._zoom * factor))
        self._scaled = None
        self._offset = under * self._scale() - position
        self._hold()

    def _paint_picture(self, painter: QPainter) -> None:
        area, ratio = self._area(), self.devicePixelRatioF()
        key = (round(area.width() * ratio), round(area.height() * ratio), self._image.cacheKey())
        if self._zoom <= 1.5:
            if self._scaled is None or self._scaled[0] != key:
                smooth = Qt.TransformationMode.SmoothTransformation
                self._scaled = (key, self._image.scaled(key[0], key[1], Qt.AspectRatioMode.IgnoreAspectRatio, smooth))
            painter.drawImage(area, self._scaled[1], QRectF(self._scaled[1].rect()))
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(area, self._image, QRectF(self._image.rect()))
        self._paint_findings(painter)
        self._paint_marks(painter)

    def _paint_findings(self, painter: QPainter) -> None:
        painter.setFont(self.font())
        for each in self._findings:
            box = QRectF(self.place_of(each.x, each.y), self.place_of(each.x + each.width, each.y + each.height))
            painter.setPen(QPen(QColor(self._theme.good), 2))
            painter.drawRect(box)
            width = painter.fontMetrics().horizontalAdvance(each.words) + 10
            name = QRectF(box.left() - 1, max(0.0, box.top() - 19), width, 19)
            painter.fillRect(name, QColor(self._theme.good))
            painter.setPen(QColor("#06160e"))
            painter.drawText(name, Qt.AlignmentFlag.AlignCenter, each.words)

    def _paint_marks(self, painter: QPainter) -> None:
        tint = QColor(self._theme.accent)
        for x, y, width, height in self._marked:
            painter.setPen(QPen(tint, 2))
            painter.drawRect(QRectF(self.place_of(x - 3, y - 3), self.place_of(x + width + 3, y + height + 3)))
        if self._chosen is not None:
            tint.setAlphaF(0.35)
            for x, y, width, height in merged(selected(self._words, *self._chosen)):
                painter.fillRect(QRectF(self.place_of(x, y), self.place_of(x + width, y + height)), tint)

    def _paint_message(self, painter: QPainter) -> None:
        middle = self.rect().center() + QPoint(0, -8)
        painter.setPen(QColor(self._theme.text))
        upper = QRectF(0, middle.y() - 12, self.width(), 20)
        painter.drawText(upper, Qt.AlignmentFlag.AlignCenter, self._message[0])
        painter.setPen(QColor(self._theme.dim))
        painter.drawText(upper.translated(0, 22), Qt.AlignmentFlag.AlignCenter, self._message[1])
