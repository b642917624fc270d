"""Applications in their colours with names where they fit, and below them the windows' titles."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter

from app.timeline.columns import Ints, Rows, merged_runs, paint_columns, rows_in
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
_LEAST_TITLE_PX = 40
_PADDING_PX = 5


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
            apart = _apart(tile, fine, scene.fine.width_px)
            draw_columns(painter, titles, _filled(apart, tile, _table(scene, tile, soft=True)))
            if tile.bucket_us == 0:
                fine = merged_runs(fine, tile.labels, round(_MERGE_US / scene.fine.us_per_px))
                apart = _apart(tile, fine, scene.fine.width_px)
            draw_columns(painter, apps, _filled(apart, tile, _table(scene, tile, soft=False)))
            self._names(painter, apps, scene, tile, fine)
            self._title_texts(painter, titles, scene, piece)

    def _names(self, painter: QPainter, area: QRect, scene: Scene, tile: LaneTile, rows: Rows) -> None:
        ratio = scene.fine.width_px / scene.view.width_px
        logical = Rows(rows.index, rows.left / ratio, rows.right / ratio)
        for slot in text_slots(logical, scene.view.width_px):
            label = int(tile.labels[rows.index[slot.at]])
            if label < 0:
                continue
            name = tile.label_names[label]
            painter.setPen(scene.ink.app(name)[1])
            place = QRectF(slot.left_px, area.top(), slot.width_px, area.height())
            scene.ink.label.draw(painter, place, scene.ink.label.elided(name, slot.width_px))

    def _title_texts(self, painter: QPainter, area: QRect, scene: Scene, piece: Piece) -> None:
        if area.height() < 14:
            return
        painter.setPen(scene.ink.text)
        least_us = (_LEAST_TITLE_PX + 2 * _PADDING_PX) * scene.view.us_per_px
        for title in piece.sheet.details.titles:
            if title.end_us - title.start_us < least_us:
                continue
            left, right = scene.view.x_of(title.start_us), scene.view.x_of(title.end_us)
            left, right = max(0.0, left) + _PADDING_PX, min(float(scene.view.width_px), right) - _PADDING_PX
            if right - left >= _LEAST_TITLE_PX:
                place = QRectF(left, area.top(), right - left, area.height())
                scene.ink.small.draw(painter, place, scene.ink.small.elided(title.text, right - left))


def _apart(tile: LaneTile, rows: Rows, width_px: int) -> Ints:
    """The tile's row in each column, -1 for none; wide spans of exact events end a column early, to stand apart."""
    places = paint_columns(rows, np.arange(len(rows.index)), width_px)
    columns = np.where(places >= 0, rows.index[places], -1)
    if tile.bucket_us == 0:
        wide = rows.right - rows.left >= _SEPARATED_PX
        ends = np.ceil(rows.right[wide]).astype(np.int64) - 1
        columns[ends[(ends >= 0) & (ends < width_px)]] = -1
    return columns


def _filled(columns: Ints, tile: LaneTile, table: Pixels) -> Pixels:
    """One pixel a column: the colour of its row's label, fainter where little of a bucket was covered."""
    drawn = np.flatnonzero(columns >= 0)
    chosen = columns[drawn]
    colours = table[tile.labels[chosen]]
    if tile.bucket_us:
        colours = faded(colours, 0.3 + 0.7 * np.minimum(1.0, tile.busy_us[chosen] / tile.bucket_us))
    pixels: Pixels = np.zeros(len(columns), dtype=np.uint32)
    pixels[drawn] = colours
    return pixels


def _table(scene: Scene, tile: LaneTile, *, soft: bool) -> Pixels:
    """The colours of the tile's labels; the last one is for what has none."""
    return np.array([pixel(_colour(scene, name, soft)) for name in (*tile.label_names, "")], dtype=np.uint32)


def _colour(scene: Scene, name: str, soft: bool) -> str:
    return scene.ink.soft(name) if soft else scene.ink.app(name)[0].name()
