"""Numbers over time: the line of the last values in front of the span from least to most, and their bounds in words."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from app.timeline.columns import Rows, first_columns, rows_in
from app.timeline.lanes import Lane
from app.timeline.sheets import Piece
from app.ui.timeline.painters.scene import Pixels, Scene, draw_pixels, pixel
from storage.store import LaneTile

_MARGIN_PX = 8
_LEAST_TEXT_PX = 40
Floats = NDArray[np.float64]


class NumbersPainter:
    """Draws a measured value; the scale fits what is in view."""

    def paint(self, painter: QPainter, area: QRect, scene: Scene, lane: Lane, pieces: Sequence[Piece]) -> None:
        """Draw envelope and line of all pieces on one scale."""
        width = scene.view.width_px
        low, high, last = np.full(width, np.inf), np.full(width, -np.inf), np.full(width, np.nan)
        for piece in pieces:
            tile = piece.sheet.tiles[lane.name]
            _gather(tile, rows_in(tile, scene.view, piece.start_us, piece.end_us), low, high, last)
        known = np.flatnonzero(np.isfinite(low))
        if not len(known):
            return
        least, most = float(low[known].min()), float(high[known].max())
        room = area.height() - 2 * _MARGIN_PX
        scale = room / (most - least) if most > least else 0.0
        self._band(
            painter, QRect(0, area.top() + _MARGIN_PX, width, room), scene, (most - high) * scale, (most - low) * scale
        )
        self._line(painter, area, scene, known, (most - last) * scale if scale else np.full(width, room / 2))
        self._bounds(painter, area, scene, least, most)

    def _band(self, painter: QPainter, area: QRect, scene: Scene, upper: Floats, lower: Floats) -> None:
        known = np.isfinite(upper)
        first = np.where(known, np.floor(upper), area.height()).astype(np.int16)
        last = np.where(known, np.ceil(lower), -1).astype(np.int16)
        rows = np.arange(area.height(), dtype=np.int16)[:, None]
        colour = np.uint32(pixel(scene.ink.theme.recording, 0.22))
        ink: Pixels = np.where((rows >= first) & (rows <= last), colour, np.uint32(0))
        draw_pixels(painter, area, ink)

    def _line(self, painter: QPainter, area: QRect, scene: Scene, known: NDArray[np.int64], down: Floats) -> None:
        top = area.top() + _MARGIN_PX
        points = [QPointF(x + 0.5, top + y) for x, y in zip(known.tolist(), down[known].tolist(), strict=True)]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(scene.ink.recording, 1.5))
        painter.drawPolyline(QPolygonF(points))
        painter.restore()

    def _bounds(self, painter: QPainter, area: QRect, scene: Scene, least: float, most: float) -> None:
        """Write the scale at its end, where there is room."""
        if area.height() < _LEAST_TEXT_PX:
            return
        painter.setFont(scene.ink.small_font)
        painter.setPen(scene.ink.dim)
        for value, align in ((most, Qt.AlignmentFlag.AlignTop), (least, Qt.AlignmentFlag.AlignBottom)):
            place = QRectF(area.width() - 66, area.top() + 2, 60, area.height() - 5)
            painter.drawText(place, align | Qt.AlignmentFlag.AlignRight, f"{value:g}")


def _gather(tile: LaneTile, rows: Rows, low: Floats, high: Floats, last: Floats) -> None:
    """Put the rows of a tile that have a number into the columns they touch."""
    measured = ~np.isnan(tile.last[rows.index])
    rows = rows.chosen(measured)
    first, after = first_columns(rows, len(low))
    np.minimum.at(low, first, tile.low[rows.index])
    np.maximum.at(high, first, tile.high[rows.index])
    last[first] = tile.last[rows.index]
    for row in np.flatnonzero(after - first > 1):
        part = slice(first[row], after[row])
        low[part] = np.minimum(low[part], tile.low[rows.index[row]])
        high[part] = np.maximum(high[part], tile.high[rows.index[row]])
        last[part] = tile.last[rows.index[row]]
