"""What every lane painter is handed: the view, colours, pictures; and numpy columns drawn as images."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QImage, QPainter

from app.timeline.colours import rgb
from app.timeline.lanes import Lane
from app.timeline.sheets import Piece
from app.timeline.viewport import Viewport
from app.timeline.zone import Zone
from app.ui.timeline.ink import Ink
from app.ui.timeline.thumbnails import Wanted

Pixels = NDArray[np.uint32]


class Pictures(Protocol):
    """Where painters get small pictures; None means: not there yet."""

    def image(self, wanted: Wanted) -> QImage | None:
        """Return a decoded picture, or None and see to it."""
        ...


@dataclass(frozen=True, slots=True)
class Scene:
    """One painting of the lanes.

    Attributes:
        view: the visible span over the lanes' width in logical pixels; x = 0 is its start.
        fine: the same span in device pixels, for columns.
        now_us: what lies beyond has not happened yet.
        zone: for labels.
        ink: colours and fonts.
        pictures: where thumbnails come from.
        lit: the event time the playhead is at, for what lights up.
    """

    view: Viewport
    fine: Viewport
    now_us: int
    zone: Zone
    ink: Ink
    pictures: Pictures
    lit: int


class LanePainter(Protocol):
    """Draws one kind of lane."""

    def paint(self, painter: QPainter, area: QRect, scene: Scene, lane: Lane, pieces: Sequence[Piece]) -> None:
        """Draw a lane's pieces into its area."""
        ...


@lru_cache(maxsize=4_096)
def pixel(colour: str, alpha: float = 1.0) -> int:
    """Return `#rrggbb` with an opacity as a premultiplied ARGB pixel."""
    share = round(alpha * 255)
    red, green, blue = (part * share // 255 for part in rgb(colour))
    return share << 24 | red << 16 | green << 8 | blue


def faded(pixels: Pixels, share: NDArray[np.float64]) -> Pixels:
    """Return premultiplied pixels, each with its own opacity on top (0 to 1)."""
    parts = pixels.view(np.uint8).reshape(-1, 4).astype(np.float64) * share[:, None]
    return np.ascontiguousarray(parts.astype(np.uint8)).view(np.uint32).reshape(-1)


def draw_columns(painter: QPainter, area: QRect | QRectF, columns: Pixels) -> None:
    """Draw one premultiplied pixel per column, stretched over the area's height."""
    draw_pixels(painter, area, columns.reshape(1, -1))


def draw_pixels(painter: QPainter, area: QRect | QRectF, pixels: Pixels) -> None:
    """Draw premultiplied pixels (rows, columns), stretched over an area."""
    held = np.ascontiguousarray(pixels)
    height, width = held.shape
    image = QImage(held.data, width, height, width * 4, QImage.Format.Format_ARGB32_Premultiplied)
    painter.drawImage(QRectF(area), image, QRectF(0, 0, width, height))
