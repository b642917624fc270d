"""One value of a facet with its count, as a button; perhaps with a bar."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from app.ui.theme import Theme
from app.ui.words import number

PLAIN_PX = 27
BARRED_PX = 42


class FacetRow(QAbstractButton):
    """A name, a count, and how it compares to the most frequent (0 to 1, None for no bar)."""

    def __init__(self, name: str, count: int, share: float | None, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._share = share
        self._theme = theme
        self._count = number(count)
        self.setText(name)
        self.setCheckable(True)
        self.setAccessibleName(self.tr("{0}, {1} found").format(name, self._count))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(120, PLAIN_PX if self._share is None else BARRED_PX)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold if self.isChecked() else QFont.Weight.Normal)
        painter.setFont(font)
        line = QRectF(6, 0, self.width() - 12, PLAIN_PX)
        counted = painter.fontMetrics().horizontalAdvance(self._count)
        painter.setPen(QColor(theme.accent_text if self.isChecked() else theme.text))
        shown = painter.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, int(line.width()) - counted - 10
        )
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.setPen(QColor(theme.dim))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._count)
        if self._share is not None:
            bar = QRectF(6, PLAIN_PX + 1, self.width() - 12, 6)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.track))
            painter.drawRoundedRect(bar, 3, 3)
            painter.setBrush(QColor(theme.accent))
            painter.drawRoundedRect(QRectF(bar.left(), bar.top(), max(6.0, bar.width() * self._share), 6), 3, 3)

    def _paint_ground(self, painter: QPainter) -> None:
        inner = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(QColor(self._theme.accent), 1) if self.hasFocus() else Qt.PenStyle.NoPen)
        if self.isChecked():
            painter.setBrush(QColor(self._theme.selected))
        elif self.underMouse():
            painter.setBrush(QColor(self._theme.raised))
        painter.drawRoundedRect(inner, 6, 6)
