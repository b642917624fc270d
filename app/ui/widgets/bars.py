"""Thin bars: how much of something, and what share of a day is in which state."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a bar in one colour: from `begin` to `end`, both 0 to 1, and what it means."""

    begin: float
    end: float
    colour: str
    meaning: str = ""


class StretchBar(QWidget):
    """A rounded bar of coloured stretches on a ground. Announces `description` to screen readers."""

    def __init__(self, height_px: int, ground: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._height_px = height_px
        self._ground = ground
        self._stretches: tuple[Stretch, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_stretches(self, stretches: tuple[Stretch, ...], ground: str, description: str) -> None:
        """Show these instead."""
        self.setAccessibleName(description)
        if (stretches, ground) != (self._stretches, self._ground):
            self._stretches, self._ground = stretches, ground
            self.update()

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """What is shown."""
        return self._stretches

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(60, self._height_px)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        whole = QRectF(0, (self.height() - self._height_px) / 2, self.width(), self._height_px)
        shape = QPainterPath()
        radius = min(3.0, self._height_px / 2)
        shape.addRoundedRect(whole, radius, radius)
        painter.fillPath(shape, QColor(self._ground))
        painter.setClipPath(shape)
        for stretch in self._stretches:
            left = whole.left() + stretch.begin * whole.width()
            width = max(1.0, (stretch.end - stretch.begin) * whole.width())
            if self.isRightToLeft():
                left = whole.right() - stretch.begin * whole.width() - width
            painter.fillRect(QRectF(left, whole.top(), width, whole.height()), QColor(stretch.colour))
