"""Numbers over time: the line of the last values in front of the span from least to most."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QPainter, QPen, QPolygonF

from app.timeline.columns import rows_in
from app.timeline.lanes import Lane
from app.timeline.sheets import Piece
from app.ui.timeline.painters.scene import Scene

_MARGIN_PX = 8


class NumbersPainter:
    """Draws a measured value; the scale fits what is in view."""

    def paint(self, painter: QPainter, area: QRect, scene: Scene, lane: Lane, pieces: Sequence[Piece]) -> None:
        """Draw envelope and line of all pieces on one scale."""
        drawn = [
            (piece, rows_in(piece.sheet.tiles[lane.name], scene.view, piece.start_us, piece.end_us)) for piece in pieces
        ]
        lows = [piece.sheet.tiles[lane.name].low[rows.index] for piece, rows in drawn]
        highs = [piece.sheet.tiles[lane.name].high[rows.index] for piece, rows in drawn]
        if not lows or np.isnan(np.concatenate(lows)).all():
            return
        low, high = float(np.nanmin(np.concatenate(lows))), float(np.nanmax(np.concatenate(highs)))
        scale = (area.height() - 2 * _MARGIN_PX) / max(high - low, 1e-9)
        base = area.bottom() - _MARGIN_PX
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for piece, rows in drawn:
            tile = piece.sheet.tiles[lane.name]
            xs = (rows.left + rows.right) / 2
            band = [
                QPointF(x, base - (value - low) * scale) for x, value in zip(xs, tile.high[rows.index], strict=True)
            ]
            under = [
                QPointF(x, base - (value - low) * scale) for x, value in zip(xs, tile.low[rows.index], strict=True)
            ]
            line = [
                QPointF(x, base - (value - low) * scale) for x, value in zip(xs, tile.last[rows.index], strict=True)
            ]
            soft = scene.ink.recording_soft
            painter.setPen(QPen(soft, 0))
            painter.setBrush(soft)
            painter.drawPolygon(QPolygonF(band + under[::-1]))
            painter.setPen(QPen(scene.ink.recording, 1.5))
            painter.drawPolyline(QPolygonF(line))
        painter.restore()
