"""Applications in their colours with names where they fit, and below them the windows' titles."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter

from app.timeline.columns import Rows, merged_runs, paint_columns, rows_in
from app.timeline.labels import text_slots
from app.timeline.lanes import Lane
from app.timeline.sheets import Piece
from app.ui.timeline.painters.scene import Pixels, Scene, draw_columns, faded, pixel
from storage.store import LaneTile

_TOP_PX = 7
_GAP_PX = 3
_MERGE_US = 2_000_000
_TITLE_SHARE = 0.42
_SEPARATED_PX = 3.0


class ApplicationsPainter:
    """Draws window focus: which application, which window."""

    def paint(self, painter: QPainter, area: QRect, scene: Scene, lane: Lane, pieces: Sequence[Piece]) -> None:
        """Draw both rows of each piece."""
        inner = area.height() - 2 * _TOP_PX - _GAP_PX
        titles_px = round(inner * _TITLE_SHARE)
        apps = QRect(0, area.top() + _TOP_PX, scene.view.width_px, inner - titles_px)
        titles = QRect(0, apps.bottom() + 1 + _GAP_PX, scene.view.width_px, titles_px)
        for piece in pieces:
            tile = piece.sheet.tiles[lane.name]
            fine = rows_in(tile, scene.fine, piece.start_us, piece.end_us)
            if not len(fine.index):
                continue
            self._titles(painter, titles, scene, tile, fine)
            if tile.bucket_us == 0:
                fine = merged_runs(fine, tile.labels, round(_MERGE_US / scene.fine.us_per_px))
            draw_columns(painter, apps, _columns(scene, tile, fine, soft=False))
            self._names(painter, apps, scene, tile, fine)
            self._title_texts(painter, titles, scene, piece)

    def _titles(self, painter: QPainter, area: QRect, scene: Scene, tile: LaneTile, rows: Rows) -> None:
        draw_columns(painter, area, _columns(scene, tile, rows, soft=True))

    def _names(self, painter: QPainter, area: QRect, scene: Scene, tile: LaneTile, rows: Rows) -> None:
        ratio = scene.fine.width_px / scene.view.width_px
        logical = Rows(rows.index, rows.left / ratio, rows.right / ratio)
        painter.setFont(scene.ink.label_font)
        for slot in text_slots(logical, scene.view.width_px):
            label = int(tile.labels[rows.index[slot.at]])
            if label < 0:
                continue
            name = tile.label_names[label]
            painter.setPen(scene.ink.app(name)[1])
            place = QRectF(slot.left_px, area.top(), slot.width_px, area.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, scene.ink.elided(name, slot.width_px))

    def _title_texts(self, painter: QPainter, area: QRect, scene: Scene, piece: Piece) -> None:
        if area.height() < 14:
            return
        painter.setFont(scene.ink.small_font)
        painter.setPen(scene.ink.text)
        for title in piece.sheet.details.titles:
            left, right = scene.view.x_of(title.start_us), scene.view.x_of(title.end_us)
            left, right = max(0.0, left) + 5, min(float(scene.view.width_px), right) - 5
            if right - left >= 40:
                text = scene.ink.elided(title.text, right - left, small=True)
                painter.drawText(
                    QRectF(left, area.top(), right - left, area.height()), Qt.AlignmentFlag.AlignVCenter, text
                )


def _columns(scene: Scene, tile: LaneTile, rows: Rows, *, soft: bool) -> Pixels:
    """One pixel a column: the application's colour, fainter where little of a bucket was covered."""
    width = scene.fine.width_px
    table: Pixels = np.array([pixel(_colour(scene, name, soft)) for name in (*tile.label_names, "")], dtype=np.uint32)
    places = paint_columns(rows, np.arange(len(rows.index)), width)
    drawn = np.flatnonzero(places >= 0)
    chosen = rows.index[places[drawn]]
    share = np.ones(len(drawn))
    if tile.bucket_us:
        share = 0.3 + 0.7 * np.minimum(1.0, tile.busy_us[chosen] / tile.bucket_us)
    columns: Pixels = np.zeros(width, dtype=np.uint32)
    columns[drawn] = faded(table[tile.labels[chosen]], share)
    if tile.bucket_us == 0:
        wide = rows.right - rows.left >= _SEPARATED_PX
        ends = np.ceil(rows.right[wide]).astype(np.int64) - 1
        columns[ends[(ends >= 0) & (ends < width)]] = 0
    return columns


def _colour(scene: Scene, name: str, soft: bool) -> str:
    return scene.ink.soft(name) if soft else scene.ink.app(name)[0].name()
