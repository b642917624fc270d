"""How busy keys and pointer were, as heat in cells of equal width."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from app.timeline.columns import Rows, rows_in, strongest
from app.timeline.lanes import Lane
from app.timeline.sheets import Piece
from app.timeline.viewport import Viewport
from app.timeline.zone import SECOND_US
from app.ui.timeline.painters.scene import Pixels, Scene, draw_columns, faded, pixel
from storage.store import LaneTile

_CELL_PX = 7
_HOT_PER_S = 5.0


class HeatPainter:
    """Draws a number as opacity: nothing to much."""

    def paint(self, painter: QPainter, area: QRect, scene: Scene, lane: Lane, pieces: Sequence[Piece]) -> None:
        """Draw the cells of all pieces."""
        width = scene.view.width_px
        phase = int(scene.view.start_us / scene.view.us_per_px) % _CELL_PX
        cells = np.zeros((phase + width) // _CELL_PX + 1)
        for piece in pieces:
            tile = piece.sheet.tiles[lane.name]
            cells = np.maximum(cells, heat_cells(tile, scene.view, (piece.start_us, piece.end_us), len(cells), phase))
        share = np.repeat(np.sqrt(np.minimum(1.0, cells / _HOT_PER_S)), _CELL_PX)
        share[_CELL_PX - 1 :: _CELL_PX] = 0.0
        ground: Pixels = np.full(width, pixel(scene.ink.theme.warn), dtype=np.uint32)
        draw_columns(painter, area.adjusted(0, 8, 0, -9), faded(ground, share[phase : phase + width]))


def heat_cells(tile: LaneTile, view: Viewport, span: tuple[int, int], count: int, phase: int) -> NDArray[np.float64]:
    """Return events a second for each cell; those of short events are spread over their cell."""
    rows = rows_in(tile, view, *span)
    busy_s = np.maximum(1.0, tile.busy_us[rows.index] / SECOND_US)
    per_second = np.nan_to_num(tile.high[rows.index])
    if tile.bucket_us == 0:
        per_second = per_second / busy_s
    cell_s = view.us_per_px * _CELL_PX / SECOND_US
    first = np.clip((rows.left + phase) // _CELL_PX, 0, count - 1).astype(np.int64)
    cells = np.zeros(count)
    narrow = rows.right - rows.left <= _CELL_PX
    np.add.at(cells, first[narrow], (per_second * np.minimum(busy_s, cell_s) / max(cell_s, 1e-9))[narrow])
    wide = Rows(rows.index[~narrow], (rows.left[~narrow] + phase) / _CELL_PX, (rows.right[~narrow] + phase) / _CELL_PX)
    return np.maximum(cells, strongest(wide, per_second[~narrow], count))
