"""A switch: a check box that shows its state as the position of a knob."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from app.ui.theme import Theme

WIDTH_PX, HEIGHT_PX = 38, 22
EDGE_PX = 3


class Switch(QAbstractButton):
    """On or off; `toggled` tells. Space and click turn it."""

    def __init__(self, name: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setCheckable(True)
        self.setAccessibleName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(WIDTH_PX + 2 * EDGE_PX, HEIGHT_PX + 2 * EDGE_PX)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(1.0 if self.isEnabled() else 0.45)
        track = QRectF(EDGE_PX, EDGE_PX, WIDTH_PX, HEIGHT_PX)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.primary if self.isChecked() else theme.faint))
        if not self.isChecked():
            painter.setBrush(QColor(theme.line) if theme.dark else QColor("#b6bdc9"))
            painter.setPen(QPen(QColor(theme.faint), 1))  # seen against every ground, also in high contrast
            track.adjust(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(track, HEIGHT_PX / 2, HEIGHT_PX / 2)
        painter.setPen(Qt.PenStyle.NoPen)
        right_side = self.isChecked() != self.isRightToLeft()
        centre = track.right() - HEIGHT_PX / 2 if right_side else track.left() + HEIGHT_PX / 2
        painter.setBrush(QColor("#ffffff"))
        painter.drawEllipse(QPointF(centre, track.center().y()), HEIGHT_PX / 2 - 3, HEIGHT_PX / 2 - 3)
        if self.hasFocus():
            painter.setOpacity(1.0)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.accent), 1.5))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), HEIGHT_PX / 2 + 2, HEIGHT_PX / 2 + 2)
