"""What pointer, wheel and touchpad do on the canvas: zoom at the pointer, pan, pick a moment, select a span."""

from enum import Enum

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QNativeGestureEvent, QWheelEvent
from PySide6.QtWidgets import QStyle, QWidget

from app.timeline.lanes import HEAD_WIDTH_PX, LaneKind
from app.ui.timeline.canvas import TimelineCanvas
from app.ui.timeline.glide import Glide
from app.ui.timeline.painters.frame import RULER_PX

_WHEEL_STEP = 120.0
_ZOOM_PER_STEP = 1.25
_PAN_PX_PER_STEP = 90.0
_CLICK_REACH_PX = 4.0
_DOUBLE_CLICK_ZOOM = 0.25


class _Drag(Enum):
    NONE = "none"
    PRESSED = "pressed"
    PAN = "pan"
    SELECT = "select"


class Gestures(QObject):
    """Watches a canvas and moves its navigator. For the main thread alone.

    Signals:
        picked(time_us): the owner clicked on a moment.
        mark_opened(key): the owner double-clicked on a note, tag or bookmark; the store's key of it.
    """

    picked = Signal(object)
    mark_opened = Signal(object)

    def __init__(self, canvas: TimelineCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._navigator = canvas.navigator
        self._drag = _Drag.NONE
        self._from = QPointF()
        self._last = QPointF()
        self.glide = Glide(self._navigator, self)
        canvas.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002, N802
        """Take the events that mean something here."""
        kind = event.type()
        if isinstance(event, QWheelEvent):
            return self._wheel(event)
        if isinstance(event, QNativeGestureEvent):
            return self._pinch(event)
        if isinstance(event, QMouseEvent):
            if kind == QEvent.Type.MouseButtonPress:
                return self._press(event)
            if kind == QEvent.Type.MouseMove:
                return self._move(event)
            if kind == QEvent.Type.MouseButtonRelease:
                return self._release(event)
            if kind == QEvent.Type.MouseButtonDblClick:
                return self._double_click(event)
        if kind == QEvent.Type.Leave:
            self._canvas.hover(None)
        return False

    def _x(self, at: QPointF) -> float:
        return at.x() - HEAD_WIDTH_PX

    def _wheel(self, event: QWheelEvent) -> bool:
        self.glide.stop()
        turned = event.angleDelta()
        over_heads = self._x(event.position()) < 0
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if over_heads:
            self._canvas.scroll_to(self._canvas.scroll_px - turned.y() // 2)
        elif shifted or abs(turned.x()) > abs(turned.y()):
            steps = (turned.x() or turned.y()) / _WHEEL_STEP
            self._navigator.pan(-steps * _PAN_PX_PER_STEP)
        else:
            self._navigator.zoom(_ZOOM_PER_STEP ** (-turned.y() / _WHEEL_STEP), self._x(event.position()))
        event.accept()
        return True

    def _pinch(self, event: QNativeGestureEvent) -> bool:
        if event.gestureType() != Qt.NativeGestureType.ZoomNativeGesture:
            return False
        self._navigator.zoom(1 / max(0.2, 1 + event.value()), self._x(event.position()))
        return True

    def _press(self, event: QMouseEvent) -> bool:
        if event.button() != Qt.MouseButton.LeftButton or self._x(event.position()) < 0:
            return False
        self._canvas.setFocus(Qt.FocusReason.MouseFocusReason)
        self.glide.stop()
        self._from = self._last = event.position()
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        on_ruler = event.position().y() < RULER_PX
        self._drag = _Drag.SELECT if shifted or on_ruler else _Drag.PRESSED
        self._canvas.hover(None)
        return True

    def _move(self, event: QMouseEvent) -> bool:
        at = event.position()
        if self._drag is _Drag.NONE:
            self._canvas.hover(at)
            return False
        far = (at - self._from).manhattanLength() > _CLICK_REACH_PX
        if self._drag is _Drag.PRESSED and far:
            self._drag = _Drag.PAN
            self._canvas.setCursor(Qt.CursorShape.ClosedHandCursor)
        if self._drag is _Drag.PAN:
            self._navigator.pan(self._last.x() - at.x())
            self.glide.moved(self._last.x() - at.x(), event.timestamp())
            self._canvas.scroll_to(self._canvas.scroll_px + round(self._last.y() - at.y()))
            self._last = at
        elif self._drag is _Drag.SELECT and far:
            view = self._navigator.viewport
            self._navigator.select((view.time_at(self._x(self._from)), view.time_at(max(0.0, self._x(at)))))
        return True

    def _release(self, event: QMouseEvent) -> bool:
        if event.button() != Qt.MouseButton.LeftButton or self._drag is _Drag.NONE:
            return False
        far = (event.position() - self._from).manhattanLength() > _CLICK_REACH_PX
        drag, self._drag = self._drag, _Drag.NONE
        self._canvas.unsetCursor()
        if drag is _Drag.PAN and _animated(self._canvas):
            self.glide.start(event.timestamp())
        if drag is _Drag.PRESSED or (drag is _Drag.SELECT and not far):
            self._navigator.select(None)
            self.picked.emit(self._canvas.time_at(event.position().x()))
        return True

    def _double_click(self, event: QMouseEvent) -> bool:
        if event.button() != Qt.MouseButton.LeftButton or self._x(event.position()) < 0:
            return False
        self._drag = _Drag.NONE
        under = self._canvas.event_at(event.position())
        if under is not None and under[0].kind is LaneKind.MARKS:
            self.mark_opened.emit(under[1])
            return True
        self._navigator.zoom(_DOUBLE_CLICK_ZOOM, self._x(event.position()))
        return True


def _animated(widget: QWidget) -> bool:
    """Whether the owner's desktop wants things to move by themselves."""
    return widget.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, widget) > 0
