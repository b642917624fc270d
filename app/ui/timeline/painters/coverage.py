"""What was recorded, and why it was not: one band coloured by state, with the cause where it fits."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter

from app.timeline.columns import Rows, paint_columns, rows_in
from app.timeline.lanes import Lane
from app.timeline.sheets import Piece
from app.ui.sources.telling import told
from app.ui.theme import Theme
from app.ui.timeline.painters.scene import Pixels, Scene, draw_columns, pixel
from storage.store import LaneTile

_BAND_PX = 12
_LEAST_TEXT_PX = 48
_RECORDING = "recording"


def state_colour(theme: Theme, state: str) -> tuple[str, float]:
    """Return colour and opacity for a state of coverage."""
    if state == _RECORDING:
        return theme.good, 0.4
    if state in {"paused", "private", "excluded", "locked"}:
        return theme.warn, 0.75
    if state in {"crashed", "unavailable", "lost"}:
        return theme.recording, 0.8
    return theme.faint, 0.4


class CoveragePainter:
    """Draws coverage; what was not recorded lies above what was."""

    def paint(self, painter: QPainter, area: QRect, scene: Scene, lane: Lane, pieces: Sequence[Piece]) -> None:
        """Draw the band and its causes."""
        band = QRect(0, area.center().y() - _BAND_PX // 2, scene.view.width_px, _BAND_PX)
        for piece in pieces:
            tile = piece.sheet.tiles[lane.name]
            rows = rows_in(tile, scene.fine, piece.start_us, piece.end_us)
            for rank in (True, False):
                self._states(painter, band, scene, tile, _ranked(tile, rows, recording=rank))
            self._causes(painter, band, scene, piece)

    def _states(self, painter: QPainter, band: QRect, scene: Scene, tile: LaneTile, rows: Rows) -> None:
        if not len(rows.index):
            return
        colours = [state_colour(scene.ink.theme, name) for name in (*tile.label_names, "")]
        table: Pixels = np.array([pixel(colour, alpha) for colour, alpha in colours], dtype=np.uint32)
        columns = paint_columns(rows, tile.labels[rows.index].astype(np.int64), scene.fine.width_px, empty=-2)
        drawn = columns > -2
        draw_columns(painter, band, np.where(drawn, pixel(scene.ink.theme.window), 0).astype(np.uint32))
        draw_columns(painter, band, np.where(drawn, table[columns], 0).astype(np.uint32))

    def _causes(self, painter: QPainter, band: QRect, scene: Scene, piece: Piece) -> None:
        painter.setPen(scene.ink.text)
        least_us = _LEAST_TEXT_PX * scene.view.us_per_px
        for gap in piece.sheet.details.gaps:
            if gap.end_us - gap.start_us < least_us:
                continue
            left = max(0.0, scene.view.x_of(gap.start_us)) + 5
            right = min(float(scene.view.width_px), scene.view.x_of(gap.end_us)) - 5
            if gap.text and gap.group == "screen" and right - left > _LEAST_TEXT_PX:
                text = scene.ink.small.elided(told(gap.text), right - left)
                place = QRectF(left, band.top() - 2, right - left, band.height() + 4)
                scene.ink.small.draw(painter, place, text)


def _ranked(tile: LaneTile, rows: Rows, *, recording: bool) -> Rows:
    """The rows that say "recording", or those that say something else."""
    if _RECORDING not in tile.label_names:
        return Rows(rows.index[:0], rows.left[:0], rows.right[:0]) if recording else rows
    chosen = (tile.labels[rows.index] == tile.label_names.index(_RECORDING)) == recording
    return rows.chosen(chosen)
