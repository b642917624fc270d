"""A dot whose colour says how something is; the meaning is in its name for screen readers, and in its tool tip."""

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

SIDE_PX = 10


class Dot(QWidget):
    """A filled circle."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colour = "#000000"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_state(self, colour: str, meaning: str) -> None:
        """Take a colour, and say what it means."""
        self._colour = colour
        self.setToolTip(meaning)
        self.setAccessibleName(meaning)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(SIDE_PX, SIDE_PX)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._colour))
        painter.drawEllipse(QPointF(self.width() / 2, self.height() / 2), 4.5, 4.5)
