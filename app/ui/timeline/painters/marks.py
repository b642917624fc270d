"""Notes, tags, bookmarks and appointments: spans as bars, moments as dots with words where they fit."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPolygonF

from app.timeline.columns import Rows, rows_in
from app.timeline.hits import label_of
from app.timeline.lanes import Lane
from app.timeline.sheets import Piece
from app.ui.timeline.painters.bars import draw_bars
from app.ui.timeline.painters.scene import Scene
from storage.store import LaneTile

_MOST_DOTS = 400
_DOT_PX = 4.5
_LEAST_TEXT_PX = 30
_MOST_TEXT_PX = 220


class MarksPainter:
    """Draws what the owner wrote, and the calendar."""

    def paint(self, painter: QPainter, area: QRect, scene: Scene, lane: Lane, pieces: Sequence[Piece]) -> None:
        """Draw the spans of all pieces, then the moments above them."""
        band = QRect(0, area.top() + 8, scene.view.width_px, area.height() - 16)
        for piece in pieces:
            tile = piece.sheet.tiles[lane.name]
            rows = rows_in(tile, scene.view, piece.start_us, piece.end_us)
            instant = tile.starts[rows.index] == tile.ends[rows.index]
            draw_bars(painter, band, scene, tile, rows.chosen(~instant))
            self._moments(painter, band, scene, tile, rows.chosen(instant), np.unique(rows.left))

    def _moments(
        self, painter: QPainter, band: QRect, scene: Scene, tile: LaneTile, rows: Rows, lefts: NDArray[np.float64]
    ) -> None:
        """Draw dots; their words end where the next thing of `lefts` begins."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        step = max(1, len(rows.index) // _MOST_DOTS)
        for row, x in zip(rows.index[::step], rows.left[::step].tolist(), strict=True):
            name = label_of(tile, int(row))
            self._dot(painter, QPointF(x, band.center().y() + 0.5), scene, named=bool(name))
            following = int(np.searchsorted(lefts, x, side="right"))
            room = _MOST_TEXT_PX if following == len(lefts) else min(_MOST_TEXT_PX, lefts[following] - x - 3 * _DOT_PX)
            if name and room >= _LEAST_TEXT_PX:
                painter.setPen(scene.ink.text)
                place = QRectF(x + 2 * _DOT_PX, band.top(), room, band.height())
                scene.ink.small.draw(painter, place, scene.ink.small.elided(name.split("\n", 1)[0], room))
        painter.restore()

    def _dot(self, painter: QPainter, at: QPointF, scene: Scene, *, named: bool) -> None:
        """A dot for a note or tag, a flag for a bookmark without a name."""
        painter.setPen(Qt.PenStyle.NoPen)
        if named:
            painter.setBrush(scene.ink.warn)
            painter.drawEllipse(at, _DOT_PX, _DOT_PX)
            return
        painter.setBrush(scene.ink.accent)
        left, top = at.x() - _DOT_PX, at.y() - 1.6 * _DOT_PX
        right, bottom = at.x() + _DOT_PX, at.y() + 1.6 * _DOT_PX
        corners = ((left, top), (right, top), (right, bottom), (at.x(), bottom - _DOT_PX), (left, bottom))
        painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))
