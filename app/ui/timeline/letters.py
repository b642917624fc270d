"""Texts of one font, laid out once and drawn in every frame; what is drawn, and where, is the painters' affair."""

import re

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QFontMetricsF, QPainter, QStaticText

_MOST_KEPT = 3_000
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")


class Letters:
    """Draws lines of text in a font. For the main thread alone.

    Lines that may run from right to left are left to Qt's own drawing, which knows where they begin.
    """

    def __init__(self, font: QFont) -> None:
        self.font = font
        self.metrics = QFontMetrics(font)
        exact = QFontMetricsF(font)
        self._height_px, self._ascent_px = exact.height(), exact.ascent()
        self._lines: dict[str, QStaticText | None] = {}
        self._widths: dict[str, int] = {}
        self._elided: dict[tuple[str, int], str] = {}

    def draw(self, painter: QPainter, place: QRectF, text: str) -> None:
        """Draw text at the left edge of a place, in the middle of its height."""
        painter.setFont(self.font)
        line = self._line(text)
        if line is None:
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, text)
        else:
            top_px = place.y() + (place.height() - self._height_px) / 2
            painter.drawStaticText(QPointF(place.x(), top_px), line)

    def draw_on(self, painter: QPainter, left_px: float, baseline_px: float, text: str) -> None:
        """Draw text that stands on a line."""
        painter.setFont(self.font)
        line = self._line(text)
        if line is None:
            painter.drawText(QPointF(left_px, baseline_px), text)
        else:
            painter.drawStaticText(QPointF(left_px, baseline_px - self._ascent_px), line)

    def width_px(self, text: str) -> int:
        """Return how wide a text is."""
        found = self._widths.get(text)
        if found is None:
            if len(self._widths) > _MOST_KEPT:
                self._widths.clear()
            found = self._widths[text] = self.metrics.horizontalAdvance(text)
        return found

    def elided(self, text: str, width_px: float) -> str:
        """Return text cut to a width with an ellipsis; widths are taken in steps so that panning measures little."""
        key = (text, int(width_px) // 4 * 4)
        found = self._elided.get(key)
        if found is None:
            if len(self._elided) > _MOST_KEPT:
                self._elided.clear()
            found = self._elided[key] = self.metrics.elidedText(text, Qt.TextElideMode.ElideRight, key[1])
        return found

    def _line(self, text: str) -> QStaticText | None:
        if text not in self._lines:
            if len(self._lines) > _MOST_KEPT:
                self._lines.clear()
            self._lines[text] = self._laid_out(text)
        return self._lines[text]

    def _laid_out(self, text: str) -> QStaticText | None:
        if "\n" in text or _RIGHT_TO_LEFT.search(text):
            return None
        line = QStaticText(text)
        line.setTextFormat(Qt.TextFormat.PlainText)
        return line
