"""Places: a band for each stay with its name, in the colour of the place, and a tick for each position on the way."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QColor, QPainter

from app.timeline.columns import rows_in, strongest
from app.timeline.details import Caption
from app.timeline.labels import MIN_TEXT_PX, PADDING_PX
from app.timeline.lanes import Lane
from app.timeline.sheets import Piece
from app.ui.timeline.painters.bars import draw_bars
from app.ui.timeline.painters.scene import Pixels, Scene, draw_columns, faded, pixel
from storage.store import LaneTile

_TICKS_PX = 2
_LEAST_PX = 1.5


class PlacesPainter:
    """Draws stays from their details, from the tile alone until these are there."""

    def paint(self, painter: QPainter, area: QRect, scene: Scene, lane: Lane, pieces: Sequence[Piece]) -> None:
        """Draw bands, names and ticks of each piece."""
        band = QRect(0, area.top() + 8, scene.view.width_px, area.height() - 16)
        for piece in pieces:
            tile = piece.sheet.tiles[lane.name]
            rows = rows_in(tile, scene.view, piece.start_us, piece.end_us)
            instant = tile.starts[rows.index] == tile.ends[rows.index]
            if piece.sheet.details.stays:
                self._ticks(painter, QRect(0, band.bottom() + 3, band.width(), _TICKS_PX), scene, tile, piece)
                self._stays(painter, band, scene, piece)
            else:
                draw_bars(painter, band, scene, tile, rows.chosen(~instant))
                self._ticks(painter, QRect(0, band.bottom() + 3, band.width(), _TICKS_PX), scene, tile, piece)

    def _ticks(self, painter: QPainter, area: QRect, scene: Scene, tile: LaneTile, piece: Piece) -> None:
        rows = rows_in(tile, scene.fine, piece.start_us, piece.end_us)
        moving = (tile.starts[rows.index] == tile.ends[rows.index]) | (tile.bucket_us > 0)
        shown = rows.chosen(moving)
        columns = strongest(shown, np.full(len(shown.index), 0.7), scene.fine.width_px)
        ground: Pixels = np.full(len(columns), pixel(scene.ink.theme.faint), dtype=np.uint32)
        draw_columns(painter, area, faded(ground, columns))

    def _stays(self, painter: QPainter, band: QRect, scene: Scene, piece: Piece) -> None:
        for stay in piece.sheet.details.stays:
            if stay.end_us > piece.start_us and stay.start_us < piece.end_us:
                self._stay(painter, band, scene, stay, piece)

    def _stay(self, painter: QPainter, band: QRect, scene: Scene, stay: Caption, piece: Piece) -> None:
        left = max(0.0, scene.view.x_of(max(stay.start_us, piece.start_us)))
        right = min(float(scene.view.width_px), scene.view.x_of(min(stay.end_us, piece.end_us)))
        ground = QColor(scene.ink.soft(stay.group))
        painter.fillRect(QRectF(left, band.top(), max(_LEAST_PX, right - left - 1), band.height()), ground)
        if right - left >= MIN_TEXT_PX:
            painter.setPen(scene.ink.text if stay.group else scene.ink.dim)
            room = right - left - 2 * PADDING_PX
            place = QRectF(left + PADDING_PX, band.top(), room, band.height())
            scene.ink.small.draw(painter, place, scene.ink.small.elided(stay.text, room))
