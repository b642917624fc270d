"""Pictures along the time: the screen as a filmstrip, the camera as stills; denser the closer one looks."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPen

from app.timeline.columns import rows_in, strongest
from app.timeline.details import FoundBox
from app.timeline.filmstrip import stills
from app.timeline.lanes import Lane
from app.timeline.sheets import Piece
from app.timeline.zone import MINUTE_US
from app.ui.timeline.painters.scene import Pixels, Scene, draw_columns, faded, pixel
from app.ui.timeline.thumbnails import Wanted
from storage.store import LaneTile

_MARGIN_PX = 7
_GAP_PX = 5
_TICKS_PX = 3
_HELD_US = 15 * MINUTE_US
_HELD_OPACITY = 0.5
_LEAST_BOXED_PX = 24


class FilmstripPainter:
    """Draws a lane of pictures of one shape (width by height). With `holds`, a picture is in force until the next."""

    def __init__(self, shape: float, *, holds: bool) -> None:
        self._shape = shape
        self._holds = holds
        self._pictured: dict[int, tuple[LaneTile, NDArray[np.int64]]] = {}

    def paint(self, painter: QPainter, area: QRect, scene: Scene, lane: Lane, pieces: Sequence[Piece]) -> None:
        """Draw the pictures that have room, and below them a tick for each there is."""
        height = area.height() - 2 * _MARGIN_PX - _TICKS_PX
        place = QRectF(0, area.top() + _MARGIN_PX, round(height * self._shape), height)
        below = QRect(0, int(place.bottom()) + 3, scene.view.width_px, 2)
        self._ticks(painter, below, scene, lane, pieces)
        first_px = self._stills(painter, place, scene, lane, pieces)
        if self._holds and first_px > place.width() + _GAP_PX and (held := self._held(scene, lane, pieces)):
            painter.setOpacity(_HELD_OPACITY)
            self._still(painter, place, scene, held)
            painter.setOpacity(1.0)

    def _stills(self, painter: QPainter, place: QRectF, scene: Scene, lane: Lane, pieces: Sequence[Piece]) -> float:
        """Draw the pictures that have room, each as large as `place`; return where the first one stands."""
        taken_px, first_px = -1e9, 1e9
        for piece in pieces:
            tile = piece.sheet.tiles[lane.name]
            span = (piece.start_us, piece.end_us)
            for still in stills(tile, self._rows(tile), scene.view, span, round(place.width()) + _GAP_PX):
                if still.x_px < taken_px:
                    continue
                taken_px = still.x_px + place.width()
                if taken_px > 0 and still.x_px < scene.view.width_px:
                    first_px = min(first_px, still.x_px)
                    self._boxed_still(painter, place.translated(still.x_px, 0), scene, piece, tile, still.row)
        return first_px

    def _boxed_still(
        self, painter: QPainter, place: QRectF, scene: Scene, piece: Piece, tile: LaneTile, row: int
    ) -> None:
        """Draw the picture of a row, with the boxes of what was found in it where it is one event's."""
        shape = self._still(painter, place, scene, tile.media[row].decode())
        if shape and place.width() >= _LEAST_BOXED_PX and tile.bucket_us == 0:
            start_us = int(tile.starts[row])
            boxes = [box for box in piece.sheet.details.boxes if box.start_us == start_us]
            _draw_boxes(painter, place, shape, scene, boxes)

    def _rows(self, tile: LaneTile) -> NDArray[np.int64]:
        """The rows that have a picture; kept with the tile, as the same one is drawn many times."""
        kept = self._pictured.get(id(tile))
        if kept is None or kept[0] is not tile:
            if len(self._pictured) > 32:
                self._pictured.clear()
            kept = self._pictured[id(tile)] = (tile, np.flatnonzero(tile.media != b""))
        return kept[1]

    def _ticks(self, painter: QPainter, area: QRect, scene: Scene, lane: Lane, pieces: Sequence[Piece]) -> None:
        columns = np.zeros(scene.fine.width_px)
        for piece in pieces:
            tile = piece.sheet.tiles[lane.name]
            rows = rows_in(tile, scene.fine, piece.start_us, piece.end_us)
            weight = np.minimum(1.0, 0.35 + tile.counts[rows.index] / 12.0)
            np.maximum(columns, strongest(rows, weight, len(columns)), out=columns)
        ground: Pixels = np.full(len(columns), pixel(scene.ink.theme.faint), dtype=np.uint32)
        draw_columns(painter, area, faded(ground, columns * 0.8))

    def _held(self, scene: Scene, lane: Lane, pieces: Sequence[Piece]) -> str | None:
        """The picture that was still on the screen when the view begins, if it was taken not long before."""
        before: list[tuple[int, str]] = []
        for piece in pieces:
            tile = piece.sheet.tiles[lane.name]
            rows = self._rows(tile)
            count = int(np.searchsorted(tile.starts[rows], scene.view.start_us, side="right"))
            if count:
                row = rows[count - 1]
                before.append((int(tile.starts[row]), tile.media[row].decode()))
            before += [(held.start_us, held.text) for held in piece.sheet.details.held if held.group == lane.name]
        recent = [each for each in before if 0 <= scene.view.start_us - each[0] <= _HELD_US]
        return max(recent)[1] if recent else None

    def _still(self, painter: QPainter, place: QRectF, scene: Scene, address: str) -> float:
        """Draw a picture; return its width by its height, 0 where it is not there yet."""
        ratio = painter.device().devicePixelRatio()
        image = scene.pictures.image(Wanted(address, round(place.height() * ratio)))
        if image is None or image.isNull():
            painter.fillRect(place, scene.ink.raised)
            return 0.0
        _cover(painter, place, image)
        painter.setPen(scene.ink.line)
        painter.drawRect(QRectF(round(place.x()), place.y(), place.width() - 1, place.height() - 1))
        return image.width() / image.height()


def _cover(painter: QPainter, place: QRectF, image: QImage) -> None:
    """Fill a place with a picture, cutting what does not fit its shape; pixel for pixel where it does."""
    shape = place.width() / place.height()
    width = min(float(image.width()), image.height() * shape)
    height = width / shape
    part = QRectF((image.width() - width) / 2, (image.height() - height) / 2, width, height)
    painter.drawImage(QRectF(QPointF(round(place.x()), place.y()), place.size()), image, part)


def _draw_boxes(painter: QPainter, place: QRectF, shape: float, scene: Scene, boxes: Sequence[FoundBox]) -> None:
    """Draw boxes on a picture of some shape (width by height) that fills a place as `_cover` does."""
    whole_px = max(place.width(), place.height() * shape)
    tall_px = whole_px / shape
    left, top = place.center().x() - whole_px / 2, place.center().y() - tall_px / 2
    painter.save()
    painter.setClipRect(place, Qt.ClipOperation.IntersectClip)
    painter.setPen(QPen(scene.ink.good, 1))
    for box in boxes:
        where = QRectF(left + box.left * whole_px, top + box.top * tall_px, box.width * whole_px, box.height * tall_px)
        painter.drawRect(where)
    painter.restore()
