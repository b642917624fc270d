"""Generic events: spans as bars with their label, instants as dots, in the colour of their label."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter

from app.timeline.columns import Rows, paint_columns, rows_in
from app.timeline.hits import label_of
from app.timeline.labels import seen_slots, text_slots
from app.timeline.lanes import Lane
from app.timeline.sheets import Piece
from app.ui.timeline.painters.scene import Pixels, Scene, draw_columns, pixel
from storage.store import LaneTile

_MOST_DOTS = 400
_DOT_PX = 4.0


class BarsPainter:
    """Draws any lane that has no painter of its own."""

    def paint(self, painter: QPainter, area: QRect, scene: Scene, lane: Lane, pieces: Sequence[Piece]) -> None:
        """Draw bars, dots and labels of each piece."""
        band = QRect(0, area.top() + 8, scene.view.width_px, area.height() - 16)
        for piece in pieces:
            tile = piece.sheet.tiles[lane.name]
            rows = rows_in(tile, scene.view, piece.start_us, piece.end_us)
            instant = tile.starts[rows.index] == tile.ends[rows.index]
            spans = rows.chosen(~instant)
            draw_bars(painter, band, scene, tile, spans)
            dots = rows.chosen(instant)
            self._dots(painter, band, scene, tile, dots)

    def _dots(self, painter: QPainter, band: QRect, scene: Scene, tile: LaneTile, rows: Rows) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        step = max(1, len(rows.index) // _MOST_DOTS)
        for row, left in zip(rows.index[::step], rows.left[::step], strict=True):
            painter.setBrush(scene.ink.app(label_of(tile, int(row)))[0])
            painter.drawEllipse(QPointF(float(left), band.center().y() + 0.5), _DOT_PX, _DOT_PX)
        painter.restore()


def draw_bars(painter: QPainter, band: QRect, scene: Scene, tile: LaneTile, rows: Rows) -> None:
    """Draw spans in the colour of their label, with the label where it fits."""
    if not len(rows.index):
        return
    names = (*tile.label_names, "")
    table: Pixels = np.array([pixel(scene.ink.app(name)[0].name()) for name in names], dtype=np.uint32)
    places = paint_columns(rows, np.arange(len(rows.index)), scene.view.width_px)
    columns: Pixels = np.where(places >= 0, table[tile.labels[rows.index[places]]], 0).astype(np.uint32)
    ends = np.ceil(rows.right[rows.right - rows.left >= 4]).astype(np.int64) - 1
    columns[ends[(ends >= 0) & (ends < len(columns))]] = 0
    draw_columns(painter, band, columns)
    for slot in seen_slots(text_slots(rows, scene.view.width_px), places):
        name = label_of(tile, int(rows.index[slot.at]))
        painter.setPen(scene.ink.app(name)[1])
        place = QRectF(slot.left_px, band.top(), slot.width_px, band.height())
        scene.ink.small.draw(painter, place, scene.ink.small.elided(name, slot.width_px))
