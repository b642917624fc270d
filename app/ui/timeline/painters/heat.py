"""How busy keys and pointer were, as heat in cells of equal width."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from app.timeline.columns import rows_in, strongest
from app.timeline.lanes import Lane
from app.timeline.sheets import Piece
from app.ui.timeline.painters.scene import Pixels, Scene, draw_columns, faded, pixel

_CELL_PX = 7
_HOT = 45.0


class HeatPainter:
    """Draws a number as opacity: nothing to much."""

    def paint(self, painter: QPainter, area: QRect, scene: Scene, lane: Lane, pieces: Sequence[Piece]) -> None:
        """Draw the cells of all pieces."""
        heat = np.zeros(scene.view.width_px)
        for piece in pieces:
            tile = piece.sheet.tiles[lane.name]
            rows = rows_in(tile, scene.view, piece.start_us, piece.end_us)
            np.maximum(heat, strongest(rows, np.nan_to_num(tile.high[rows.index]), len(heat)), out=heat)
        share = np.minimum(1.0, np.log1p(self._cells(scene, heat)) / np.log1p(_HOT))
        ground: Pixels = np.full(len(heat), pixel(scene.ink.theme.warn), dtype=np.uint32)
        draw_columns(painter, area.adjusted(0, 8, 0, -9), faded(ground, share))

    def _cells(self, scene: Scene, heat: NDArray[np.float64]) -> NDArray[np.float64]:
        """Each column takes the hottest of its cell; cells keep their place in time, with a gap between."""
        phase = int(scene.view.start_us / scene.view.us_per_px) % _CELL_PX
        padded = np.concatenate((np.zeros(phase), heat, np.zeros(-(phase + len(heat)) % _CELL_PX)))
        cells = padded.reshape(-1, _CELL_PX)
        hottest = np.repeat(cells.max(axis=1), _CELL_PX)
        hottest[_CELL_PX - 1 :: _CELL_PX] = 0.0
        return np.asarray(hottest[phase : phase + len(heat)])
