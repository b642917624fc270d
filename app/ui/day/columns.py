"""Columns of time stacked by application: the hours of a day, or the days of a week or month."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.timeline.colours import colour_of
from app.ui.theme import Theme
from app.ui.timeline.ink import sized
from app.ui.words import duration

_FOOT_PX = 24
_HEAD_PX = 8
_GAP_SHARE = 0.17
_LEAST_SCALE_S = 900.0
_BY_KEYS = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, the label below it ("" for none), and names with seconds from the bottom up."""

    name: str
    foot: str
    parts: tuple[tuple[str, float], ...]

    @property
    def seconds(self) -> float:
        """Everything in it."""
        return sum(seconds for _, seconds in self.parts)


class TimeColumns(QWidget):
    """Draws columns; a click or Enter on one tells which.

    Signals:
        chosen(index): the owner wants to see that hour or day.
    """

    chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._columns: tuple[Column, ...] = ()
        self._most_s = _LEAST_SCALE_S
        self._at: int | None = None
        self._nothing = ""
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_columns(self, columns: Sequence[Column], description: str, nothing: str = "") -> None:
        """Show these instead; `nothing` is said where they are all empty."""
        self._nothing = nothing
        self._columns = tuple(columns)
        self._most_s = max([_LEAST_SCALE_S, *(column.seconds for column in columns)])
        self._at = None
        self.setAccessibleName(description)
        self.setAccessibleDescription(", ".join(self._words(each) for each in columns if each.seconds))
        self.update()

    @property
    def columns(self) -> tuple[Column, ...]:
        """What is shown."""
        return self._columns

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        self.update()

    def place_of(self, index: int) -> QPointF:
        """Return the middle of a column's foot."""
        area = self._slot(index)
        return QPointF(area.center().x(), area.bottom() - 2)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(600, 190)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(260, 130)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802
        painter = QPainter(self)
        painter.setFont(sized(self.font(), 12))
        for index, column in enumerate(self._columns):
            self._paint_column(painter, self._slot(index), column, lit=index == self._at)
        if not any(column.parts for column in self._columns):
            painter.setPen(QColor(self._theme.dim))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._nothing)
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusInEvent(event)
        if self._at is None and self._columns and event.reason() in _BY_KEYS:
            self._at = 0
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusOutEvent(event)
        self._at = None
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        at = self._index(event.position())
        if at != self._at:
            self._at = at
            self.update()
        column = self._columns[at] if at is not None else None
        QToolTip.showText(event.globalPosition().toPoint(), self._tip(column) if column else "", self)

    def leaveEvent(self, event: object) -> None:  # noqa: ARG002, N802
        self._at = None
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        at = self._index(event.position())
        if event.button() == Qt.MouseButton.LeftButton and at is not None:
            self.chosen.emit(at)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if steps is not None and self._columns:
            steps = -steps if self.isRightToLeft() else steps
            self._at = max(0, min(len(self._columns) - 1, (0 if self._at is None else self._at) + steps))
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._at is not None:
            self.chosen.emit(self._at)
        else:
            super().keyPressEvent(event)

    def _slot(self, index: int) -> QRectF:
        width = self.width() / max(1, len(self._columns))
        at = len(self._columns) - 1 - index if self.isRightToLeft() else index
        return QRectF(at * width, _HEAD_PX, width, max(1, self.height() - _HEAD_PX - _FOOT_PX))

    def _index(self, at: QPointF) -> int | None:
        return next(
            (n for n in range(len(self._columns)) if self._slot(n).left() <= at.x() < self._slot(n).right()), None
        )

    def _paint_column(self, painter: QPainter, slot: QRectF, column: Column, *, lit: bool) -> None:
        gap = slot.width() * _GAP_SHARE / 2
        area = slot.adjusted(gap, 0, -gap, 0)
        if lit:
            painter.fillRect(area, QColor(self._theme.raised))
            if self.hasFocus():
                painter.setPen(QPen(QColor(self._theme.accent), 1))
                painter.drawRect(area)
        bottom = area.bottom()
        for name, seconds in column.parts:
            height = seconds / self._most_s * area.height()
            if height >= 0.5:
                painter.fillRect(
                    QRectF(area.left(), bottom - height, area.width(), max(0.5, height - 1)), _colour(name)
                )
                bottom -= height
        painter.setPen(QColor(self._theme.line))
        painter.drawLine(QPointF(slot.left(), slot.bottom() + 1), QPointF(slot.right(), slot.bottom() + 1))
        painter.setPen(QColor(self._theme.text if lit else self._theme.dim))
        foot = QRectF(slot.center().x() - 40, slot.bottom() + 4, 80, _FOOT_PX - 4)
        painter.drawText(foot, Qt.AlignmentFlag.AlignCenter, column.foot)

    def _words(self, column: Column) -> str:
        return f"{column.name}: {duration(column.seconds)}"

    def _tip(self, column: Column) -> str:
        longest = sorted(column.parts, key=lambda part: -part[1])[:6]
        return "\n".join([self._words(column), *(f"{name}  {duration(seconds)}" for name, seconds in longest)])


def _colour(name: str) -> QColor:
    return QColor(colour_of(name))
