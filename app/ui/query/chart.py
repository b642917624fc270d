"""Paints the chart of an answer: bars, a line, dots or a heat map."""

import math
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.query.charts import Chart, ChartKind
from app.timeline.colours import colour_of
from app.ui.theme import Theme

_BAR_PX: Final = 15
_STEP_PX: Final = 27
_NAME_PX: Final = 110


class ChartView(QWidget):
    """Shows a chart, or nothing."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._chart: Chart | None = None
        self.setMinimumWidth(220)

    @property
    def chart(self) -> Chart | None:
        """What is shown."""
        return self._chart

    def show_chart(self, chart: Chart | None) -> None:
        """Show another chart."""
        self._chart = chart
        if chart is not None:
            pairs = zip(chart.labels, chart.values, strict=False)
            shown = ", ".join(f"{name} {_number(value)}" for name, value in list(pairs)[:8])
            self.setAccessibleName(self.tr("Chart of {0}: {1}").format(chart.title, shown))
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802
        chart = self._chart
        if chart is None or not chart.values:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint = {
            ChartKind.BAR: self._bars,
            ChartKind.LINE: self._line,
            ChartKind.SCATTER: self._line,
            ChartKind.HEAT: self._heat,
        }
        paint[chart.kind](painter, chart)
        painter.end()

    def _bars(self, painter: QPainter, chart: Chart) -> None:
        most = max(abs(value) for value in chart.values) or 1.0
        metrics = painter.fontMetrics()
        number_px = max(metrics.horizontalAdvance(_number(value)) for value in chart.values) + 12
        room = max(20, self.width() - _NAME_PX - number_px)
        for row, (name, value) in enumerate(zip(chart.labels, chart.values, strict=True)):
            top = row * _STEP_PX
            if top > self.height():
                break
            painter.setPen(QColor(self._theme.dim))
            text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, _NAME_PX - 12)
            painter.drawText(QRectF(0, top, _NAME_PX - 8, _STEP_PX), Qt.AlignmentFlag.AlignVCenter, text)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colour_of(name)))
            length = max(2.0, room * abs(value) / most)
            painter.drawRoundedRect(QRectF(_NAME_PX, top + (_STEP_PX - _BAR_PX) / 2, length, _BAR_PX), 3, 3)
            painter.setPen(QColor(self._theme.text))
            place = QRectF(_NAME_PX + length + 8, top, number_px, _STEP_PX)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, _number(value))

    def _line(self, painter: QPainter, chart: Chart) -> None:
        metrics = painter.fontMetrics()
        low, high = min(0.0, *chart.values), max(0.0, *chart.values)
        height = (high - low) or 1.0
        area = QRectF(4, metrics.height() + 4, self.width() - 12, min(320, self.height() - 60))
        painter.setPen(QColor(self._theme.line))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        points = [
            QPointF(area.left() + x * area.width(), area.bottom() - (value - low) / height * area.height())
            for x, value in zip(chart.xs, chart.values, strict=True)
        ]
        painter.setPen(QPen(QColor(self._theme.accent), 1.6))
        if chart.kind is ChartKind.LINE:
            painter.drawLines([QLineF(*ends) for ends in pairwise(points)])  # a polyline of so many takes seconds
        else:
            painter.setBrush(QColor(self._theme.accent))
            for point in points:
                painter.drawEllipse(point, 1.8, 1.8)
        painter.setPen(QColor(self._theme.dim))
        painter.drawText(QPointF(4, metrics.ascent()), f"{_number(low)} … {_number(high)}")
        below = QRectF(area.left(), area.bottom() + 6, area.width(), metrics.height())
        for text, side in zip(chart.labels, (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight), strict=False):
            painter.drawText(below, side, text)

    def _heat(self, painter: QPainter, chart: Chart) -> None:
        metrics = painter.fontMetrics()
        across, down = len(chart.labels), len(chart.rows)
        most = max((abs(value) for value in chart.values if not math.isnan(value)), default=1.0) or 1.0
        wide = max(3.0, (self.width() - _NAME_PX - 6) / max(1, across))
        high = min(24.0, max(10.0, (self.height() - 40) / max(1, down)))
        painter.setPen(Qt.PenStyle.NoPen)
        for row in range(down):
            for column in range(across):
                value = chart.values[row * across + column]
                if not math.isnan(value):
                    colour = QColor(self._theme.accent)
                    colour.setAlphaF(0.12 + 0.88 * abs(value) / most)
                    painter.fillRect(QRectF(_NAME_PX + column * wide, row * high, wide - 1, high - 1), colour)
        painter.setPen(QColor(self._theme.dim))
        for row, name in enumerate(chart.rows):
            text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, _NAME_PX - 12)
            painter.drawText(QRectF(0, row * high, _NAME_PX - 8, high), Qt.AlignmentFlag.AlignVCenter, text)
        if chart.labels:
            below = QRectF(_NAME_PX, down * high + 6, across * wide, metrics.height())
            painter.drawText(below, Qt.AlignmentFlag.AlignLeft, chart.labels[0])
            painter.drawText(below, Qt.AlignmentFlag.AlignRight, chart.labels[-1])


def _number(value: float) -> str:
    return f"{value:,.4g}".replace(",", " ") if abs(value) < 1e4 else f"{value:,.0f}".replace(",", " ")
