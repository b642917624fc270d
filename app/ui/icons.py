"""The icons that ship with the program, coloured when loaded and sharp at any scale."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from resources.locate import resource

APPLICATION_ICON = "daytrail"
_SCALES = (1, 2, 3)


@lru_cache(maxsize=512)
def pixmap(name: str, colour: str, size_px: int, scale: float = 1.0) -> QPixmap:
    """Return the icon `resources/icons/<name>.svg` in a colour (`#rrggbb`), `size_px` logical pixels square.

    Raises:
        FileNotFoundError: there is no such icon.
    """
    drawing = resource("icons", f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", colour)
    renderer = QSvgRenderer(QByteArray(drawing.encode()))
    side = round(size_px * scale)
    picture = QPixmap(QSize(side, side))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    picture.setDevicePixelRatio(scale)
    return picture


@lru_cache(maxsize=256)
def icon(name: str, colour: str, chosen: str | None = None, size_px: int = 20) -> QIcon:
    """Return an icon in a colour, and in `chosen` where it is checked; sharp at usual scales."""
    made = QIcon()
    for scale in _SCALES:
        made.addPixmap(pixmap(name, colour, size_px, scale), QIcon.Mode.Normal, QIcon.State.Off)
        made.addPixmap(pixmap(name, chosen or colour, size_px, scale), QIcon.Mode.Normal, QIcon.State.On)
    return made


@lru_cache(maxsize=1)
def application_icon() -> QIcon:
    """Return the program's own icon."""
    made = QIcon()
    for size_px in (16, 22, 24, 32, 48, 64, 128, 256):
        made.addPixmap(pixmap(APPLICATION_ICON, "#ffffff", size_px))
    return made


@lru_cache(maxsize=32)
def state_icon(badge: str, colour: str) -> QIcon:
    """Return the program's icon with a badge of a state in its corner, for the tray."""
    made = QIcon()
    for size_px in (16, 22, 24, 32, 48, 64):
        picture = pixmap(APPLICATION_ICON, "#ffffff", size_px).copy()
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint_badge(painter, QRectF(size_px * 0.46, size_px * 0.46, size_px * 0.54, size_px * 0.54), badge, colour)
        painter.end()
        made.addPixmap(picture)
    return made


def _paint_badge(painter: QPainter, place: QRectF, badge: str, colour: str) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(Qt.GlobalColor.black)
    painter.drawEllipse(place)
    inner = place.adjusted(*(place.width() * part for part in (0.1, 0.1, -0.1, -0.1)))
    painter.setBrush(QColor(colour))
    painter.drawEllipse(inner)
    painter.setBrush(Qt.GlobalColor.black)
    unit = inner.width() / 12
    left, top = inner.left(), inner.top()
    if badge == "pause":
        painter.drawRect(QRectF(left + 3.6 * unit, top + 3.2 * unit, 1.8 * unit, 5.6 * unit))
        painter.drawRect(QRectF(left + 6.6 * unit, top + 3.2 * unit, 1.8 * unit, 5.6 * unit))
    elif badge == "private":
        painter.drawRect(QRectF(left + 2.6 * unit, top + 5.1 * unit, 6.8 * unit, 1.8 * unit))
    elif badge == "trouble":
        painter.drawRect(QRectF(left + 5.1 * unit, top + 2.4 * unit, 1.8 * unit, 4.6 * unit))
        painter.drawRect(QRectF(left + 5.1 * unit, top + 7.9 * unit, 1.8 * unit, 1.8 * unit))
