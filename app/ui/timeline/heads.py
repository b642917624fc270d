"""What the pointer does on the lane heads: put a lane elsewhere, make it higher, hide and show."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QMenu

from app.timeline.lanes import HEAD_WIDTH_PX, Lane
from app.ui.timeline.canvas import TimelineCanvas
from app.ui.timeline.wording import said

translate = QCoreApplication.translate
_CLICK_REACH_PX = 4


class HeadGestures(QObject):
    """Watches a canvas' heads and changes its lanes. For the main thread alone."""

    def __init__(self, canvas: TimelineCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._resizing: tuple[str, int] | None = None
        self._moving: str | None = None
        self._from = QPointF()
        self.grouping: tuple[Callable[[], bool], Callable[[], None]] = (lambda: False, lambda: None)
        self.verbs_for: Callable[[str], Sequence[tuple[str, Callable[[], None]]]] = lambda _: ()
        canvas.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002, N802
        """Take the mouse events over the heads, and those of a drag that began there."""
        if not isinstance(event, QMouseEvent):
            return False
        kind, busy = event.type(), self._resizing is not None or self._moving is not None
        over = event.position().x() < HEAD_WIDTH_PX
        if kind == QEvent.Type.MouseButtonPress and over and event.button() == Qt.MouseButton.LeftButton:
            return self._press(event.position())
        if kind == QEvent.Type.MouseMove and (over or busy):
            return self._move(event.position())
        if kind == QEvent.Type.MouseButtonRelease and busy:
            return self._release(event.position())
        if kind == QEvent.Type.MouseMove and self._canvas.cursor().shape() == Qt.CursorShape.SplitVCursor:
            self._canvas.unsetCursor()
        return False

    def menu(self, name: str | None) -> QMenu:
        """Return the menu of a lane's head: hide it, show others, as at first."""
        canvas, layout = self._canvas, self._canvas.lanes
        menu = QMenu(canvas)
        titles = {lane.name: _titled(lane) for lane in layout.lanes}
        if name is not None and name in titles:
            menu.addAction(translate("timeline", "Hide “{0}”").format(titles[name]), partial(self._toggle, name))
            pinned = name in layout.pinned
            words = translate("timeline", "Unpin “{0}”") if pinned else translate("timeline", "Pin “{0}” to the top")
            menu.addAction(words.format(titles[name]), partial(self._pin, name))
            for more, verb in self.verbs_for(name):
                menu.addAction(more, verb)
            menu.addSeparator()
        for lane in layout.lanes:
            action = menu.addAction(titles[lane.name], partial(self._toggle, lane.name))
            action.setCheckable(True)
            action.setChecked(lane.name not in layout.hidden)
        menu.addSeparator()
        grouped, toggle = self.grouping
        by_device = menu.addAction(translate("timeline", "Group by device"), toggle)
        by_device.setCheckable(True)
        by_device.setChecked(grouped())
        menu.addAction(translate("timeline", "Usual heights"), self._usual)
        return menu

    def _toggle(self, name: str) -> None:
        self._canvas.set_lanes(self._canvas.lanes.toggled(name))

    def _pin(self, name: str) -> None:
        self._canvas.set_lanes(self._canvas.lanes.pin_toggled(name))

    def _usual(self) -> None:
        self._canvas.set_lanes(replace(self._canvas.lanes, heights={}))

    def _edge(self, y_px: float) -> tuple[str, int] | None:
        """The lane whose lower edge is here, and the pixel row where it begins."""
        for placed in self._canvas.placed():
            if abs(placed.bottom_px - y_px) <= 3:
                return placed.lane.name, placed.top_px
        return None

    def _press(self, at: QPointF) -> bool:
        self._from = at
        self._resizing = self._edge(at.y())
        lane = self._canvas.lane_at(at.y())
        self._moving = lane.name if lane is not None and self._resizing is None else None
        return True

    def _move(self, at: QPointF) -> bool:
        if self._resizing is not None:
            name, top_px = self._resizing
            self._canvas.set_lanes(self._canvas.lanes.resized(name, round(at.y()) - top_px))
        elif self._moving is not None:
            if (at - self._from).manhattanLength() > _CLICK_REACH_PX:
                self._canvas.setCursor(Qt.CursorShape.ClosedHandCursor)
                self._canvas.show_drop(self._index(at.y()))
        elif self._edge(at.y()) is not None:
            self._canvas.setCursor(Qt.CursorShape.SplitVCursor)
        else:
            self._canvas.unsetCursor()
        return self._resizing is not None or self._moving is not None

    def _release(self, at: QPointF) -> bool:
        far = (at - self._from).manhattanLength() > _CLICK_REACH_PX
        if self._moving is not None and far:
            self._canvas.set_lanes(self._canvas.lanes.moved(self._moving, self._index(at.y())))
        self._resizing = self._moving = None
        self._canvas.show_drop(None)
        self._canvas.unsetCursor()
        return True

    def _index(self, y_px: float) -> int:
        """Before which of the shown lanes a lane dropped here would stand."""
        return sum(1 for placed in self._canvas.placed() if (placed.top_px + placed.bottom_px) / 2 < y_px)


def _titled(lane: Lane) -> str:
    return f"{said(lane.title)} · {lane.device}" if lane.device else said(lane.title)
