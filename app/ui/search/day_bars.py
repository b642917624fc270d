"""How many hits each day has, as small bars over the days between the first and the last."""

from datetime import date, timedelta

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.ui.theme import Theme
from app.ui.words import full_day, short_day

BARS_PX = 44
HEIGHT_PX = 66
LEAST_DAYS = 7


class DayBars(QWidget):
    """Emits `chosen` with a day (the first of a bar that stands for several); arrows and Enter work too."""

    chosen = Signal(object)

    def __init__(self, counts: dict[date, int], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        last = max(counts)
        first = min(min(counts), last - timedelta(days=LEAST_DAYS - 1))
        days = (last - first).days + 1
        self._days_each = -(-days // 60)
        self._first = first
        self._bars = [0] * (-(-days // self._days_each))
        for day, count in counts.items():
            self._bars[(day - first).days // self._days_each] += count
        self._at = len(self._bars) - 1
        self._last = last
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Hits by day, {0} to {1}").format(full_day(first), full_day(last)))

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(160, HEIGHT_PX)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        bright, calm = QColor(self._theme.accent), QColor(self._theme.accent)
        calm.setAlphaF(0.6)
        each = self.width() / len(self._bars)
        most = max(self._bars)
        for at, count in enumerate(self._bars):
            if count:
                height = max(3.0, BARS_PX * count / most)
                chosen = at == self._at and self.hasFocus()
                painter.setBrush(bright if chosen else calm)
                width = max(2.0, min(each - 2, 14))
                painter.drawRoundedRect(QRectF(at * each, BARS_PX - height, width, height), 1.5, 1.5)
        painter.setPen(QColor(self._theme.dim))
        foot = QRectF(0, BARS_PX + 3, self.width(), 18)
        painter.drawText(foot, Qt.AlignmentFlag.AlignLeft, short_day(self._first))
        painter.drawText(foot, Qt.AlignmentFlag.AlignRight, short_day(self._last))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        at = self._bar_at(event.position().x())
        QToolTip.showText(event.globalPosition().toPoint(), f"{full_day(self._day(at))}: {self._bars[at]}", self)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self._at = self._bar_at(event.position().x())
        self.chosen.emit(self._day(self._at))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            step = 1 if event.key() == Qt.Key.Key_Right else -1
            self._at = min(max(self._at + step, 0), len(self._bars) - 1)
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(self._day(self._at))
        else:
            super().keyPressEvent(event)

    def _bar_at(self, x: float) -> int:
        return min(max(int(x * len(self._bars) / max(1, self.width())), 0), len(self._bars) - 1)

    def _day(self, at: int) -> date:
        return self._first + timedelta(days=at * self._days_each)
