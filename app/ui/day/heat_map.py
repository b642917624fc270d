"""A year as a field of squares, a column a week, the darker the less was done; a click goes to the day."""

from collections.abc import Mapping
from datetime import date, timedelta

from PySide6.QtCore import QLocale, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.timeline.colours import blend
from app.ui.theme import Theme
from app.ui.timeline.ink import sized
from app.ui.words import duration, full_day

_FRAME_PX = 2  # the frame of the day that is shown lies around its square
_MONTHS_PX = 18
_LEAST_PX, _MOST_PX = 7.0, 22.0
_FULL_S = 8 * 3600.0


class HeatMap(QWidget):
    """Shows active time by day.

    Signals:
        chosen(day): the owner wants to see that day.
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._active: dict[date, float] = {}
        self._day = date.min
        self._first = date.min
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_year(self, active: Mapping[date, float], day: date, week_start: int) -> None:
        """Show the days of a year with their seconds, `day` framed; weeks begin with `week_start` (0 = Monday)."""
        self._active, self._day = dict(active), day
        january = date(day.year, 1, 1)
        self._first = january - timedelta(days=(january.weekday() - week_start) % 7)
        recorded = sum(1 for seconds in active.values() if seconds > 0)
        self.setAccessibleName(self.tr("The year {0}").format(day.year))
        self.setAccessibleDescription(self.tr("%Ln day(s) recorded", None, recorded))
        self.update()

    @property
    def active(self) -> dict[date, float]:
        """What is shown."""
        return self._active

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        self.update()

    def place_of(self, day: date) -> QPointF:
        """Return the middle of a day's square."""
        return self._square(day).center()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(720, round(7 * 15 + _MONTHS_PX))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(400, round(7 * _LEAST_PX + _MONTHS_PX + 2 * _FRAME_PX))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802
        painter = QPainter(self)
        painter.setFont(sized(self.font(), 11))
        for day, seconds in self._active.items():
            square = self._square(day)
            painter.fillRect(square, self._colour(seconds))
            if day == self._day:
                painter.setPen(QPen(QColor(self._theme.text), 1.5))
                painter.drawRect(square.adjusted(-1, -1, 1, 1))
            if day.day == 1:
                painter.setPen(QColor(self._theme.dim))
                name = QLocale().monthName(day.month, QLocale.FormatType.ShortFormat)
                painter.drawText(QPointF(square.left(), self._side() * 7 + 13 + _FRAME_PX), name)
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        day = self._day_at(event.position())
        text = "" if day is None else f"{full_day(day)} · {duration(self._active[day]) if self._active[day] else '—'}"
        QToolTip.showText(event.globalPosition().toPoint(), text, self)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        day = self._day_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and day is not None:
            self.chosen.emit(day)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        across = -7 if self.isRightToLeft() else 7
        steps = {Qt.Key.Key_Left: -across, Qt.Key.Key_Right: across, Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        elif (day := self._day + timedelta(days=step)) in self._active:
            self.chosen.emit(day)

    def _side(self) -> float:
        high = (self.height() - _MONTHS_PX - 2 * _FRAME_PX) / 7
        return max(_LEAST_PX, min(_MOST_PX, self.width() / 54, high))

    def _square(self, day: date) -> QRectF:
        week, weekday = divmod((day - self._first).days, 7)
        side = self._side()
        left = self.width() - (week + 1) * side if self.isRightToLeft() else week * side
        return QRectF(left + _FRAME_PX, weekday * side + _FRAME_PX, side - 2, side - 2)

    def _day_at(self, at: QPointF) -> date | None:
        side = self._side()
        x = self.width() - at.x() if self.isRightToLeft() else at.x()
        week, weekday = int(x // side), int(at.y() // side)
        day = self._first + timedelta(days=week * 7 + weekday) if 0 <= weekday < 7 and 0 <= week < 54 else None
        return day if day in self._active else None

    def _colour(self, seconds: float) -> QColor:
        if not seconds:
            return QColor(self._theme.track)
        return QColor(blend(self._theme.accent, self._theme.track, 0.2 + 0.8 * min(1.0, seconds / _FULL_S)))
