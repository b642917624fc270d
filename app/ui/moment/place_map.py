"""A small map made of the owner's own positions: the day's way, its stays, and the place at the playhead.

Nothing is fetched for it; a scale bar says how large it is.
"""

from collections.abc import Sequence
from itertools import groupby, pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.timeline.colours import blend
from app.timeline.places import DayPlaces, Fix, Whereabouts
from app.timeline.projection import Plane, plane_for, scale_bar
from app.timeline.zone import MINUTE_US
from app.ui.theme import CARD_RADIUS_PX, Theme
from app.ui.timeline.ink import sized

HEIGHT_PX = 190
_LONGEST_LEAP_US = 30 * MINUTE_US
_STAY_PX = 5.0
_HERE_PX = 6.0
_BAR_MOST_PX = 90
_INSET_PX = 12
_ROOM_PX = 4


class PlaceMap(QWidget):
    """Draws where the owner was. For the main thread alone."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown = Whereabouts(0, DayPlaces(0, 0))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Map of the day"))

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(320, HEIGHT_PX)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        self.update()

    def show_place(self, shown: Whereabouts) -> None:
        """Draw another day or moment."""
        if shown != self._shown:
            self._shown = shown
            self.update()

    def plane(self) -> Plane:
        """Return how places lie on the map as it is now."""
        day = self._shown.day
        spots = [*(fix.spot for fix in day.fixes), *(stay.spot for stay in day.stays)]
        return plane_for(spots, max(1, self.width()), max(1, self.height()))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theme.line), 1))
        painter.setBrush(QColor(self._theme.window))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), CARD_RADIUS_PX, CARD_RADIUS_PX)
        plane = self.plane()
        self._way(painter, plane)
        self._stays(painter, plane)
        self._here(painter, plane)
        self._scale(painter, plane)
        painter.end()

    def _way(self, painter: QPainter, plane: Plane) -> None:
        """The way of each device; what was gone before the playhead is stronger."""
        theme = self._theme
        before, after = QColor(theme.accent), QColor(blend(theme.accent, theme.window, 0.35))
        for _, fixes in groupby(self._shown.day.fixes, key=lambda fix: fix.device):
            for one, other in pairwise(fixes):
                if other.time_us - one.time_us <= _LONGEST_LEAP_US:
                    painter.setPen(QPen(before if other.time_us <= self._shown.time_us else after, 2))
                    painter.drawLine(_point(plane, one), _point(plane, other))

    def _stays(self, painter: QPainter, plane: Plane) -> None:
        """A ring for each stay, with its name where there is room and nothing is written yet."""
        theme = self._theme
        painter.setFont(sized(self.font(), 11))
        written: list[QRectF] = []
        for stay in sorted(self._shown.day.stays, key=lambda stay: stay.start_us - stay.end_us):
            at = QPointF(*plane.pixel_of(stay.spot))
            painter.setPen(QPen(QColor(theme.accent), 1.5))
            painter.setBrush(QColor(theme.panel))
            painter.drawEllipse(at, _STAY_PX, _STAY_PX)
            place = self._beside(painter, at, stay.name)
            if stay.name and not any(place.intersects(other) for other in written):
                written.append(place)
                painter.setPen(QColor(theme.text))
                painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, stay.name)

    def _beside(self, painter: QPainter, at: QPointF, words: str) -> QRectF:
        """Where words stand beside a point: right of it, or left where the map ends."""
        width = painter.fontMetrics().horizontalAdvance(words) + 2.0
        right = at.x() + _STAY_PX + _ROOM_PX
        left = right if right + width <= self.width() - _ROOM_PX else at.x() - _STAY_PX - _ROOM_PX - width
        return QRectF(left, at.y() - 8, width, 16)

    def _here(self, painter: QPainter, plane: Plane) -> None:
        if self._shown.spot is None:
            return
        at = QPointF(*plane.pixel_of(self._shown.spot))
        painter.setPen(QPen(QColor(self._theme.window), 2))
        painter.setBrush(QColor(self._theme.recording))
        painter.drawEllipse(at, _HERE_PX, _HERE_PX)

    def _scale(self, painter: QPainter, plane: Plane) -> None:
        bar = scale_bar(plane.metres_a_pixel, _BAR_MOST_PX)
        left, bottom = float(_INSET_PX), float(self.height() - _INSET_PX)
        painter.setPen(QPen(QColor(self._theme.dim), 1.5))
        ends: Sequence[QPointF] = (
            QPointF(left, bottom - 4),
            QPointF(left, bottom),
            QPointF(left + bar.width_px, bottom),
            QPointF(left + bar.width_px, bottom - 4),
        )
        painter.drawPolyline(ends)
        painter.setFont(sized(self.font(), 11))
        words = QRectF(left + 5, bottom - 19, 120, 16)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, bar.words)


def _point(plane: Plane, fix: Fix) -> QPointF:
    return QPointF(*plane.pixel_of(fix.spot))
