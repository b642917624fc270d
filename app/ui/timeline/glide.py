"""Lets the view run on for a moment after a quick drag, ever slower."""

import math
from collections import deque

from PySide6.QtCore import QElapsedTimer, QObject, QTimer

from app.ui.timeline.navigator import Navigator

_FRAME_MS = 16
_DECAY_MS = 220.0
_RECENT_MS = 90
_LEAST_PX_PER_MS = 0.35
_REST_PX_PER_MS = 0.02


class Glide(QObject):
    """Measures a drag and goes on with it. For the main thread alone."""

    def __init__(self, navigator: Navigator, parent: QObject) -> None:
        super().__init__(parent)
        self._navigator = navigator
        self._moves: deque[tuple[int, float]] = deque(maxlen=16)
        self._speed = 0.0
        self._watch = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setInterval(_FRAME_MS)
        self._timer.timeout.connect(self._step)

    @property
    def moving(self) -> bool:
        """Whether the view still runs."""
        return self._timer.isActive()

    def moved(self, dx_px: float, at_ms: int) -> None:
        """Note a move of the drag."""
        self._moves.append((at_ms, dx_px))

    def start(self, at_ms: int) -> None:
        """The drag ended: go on, if it was quick at the end."""
        recent = [(when, dx) for when, dx in self._moves if at_ms - when <= _RECENT_MS]
        self._moves.clear()
        if len(recent) < 2:
            return
        self._speed = sum(dx for _, dx in recent) / max(_FRAME_MS, at_ms - recent[0][0])
        if abs(self._speed) >= _LEAST_PX_PER_MS:
            self._watch.start()
            self._timer.start()

    def stop(self) -> None:
        """Stand still."""
        self._timer.stop()
        self._moves.clear()

    def _step(self) -> None:
        passed_ms = self._watch.restart()
        self._navigator.pan(self._speed * passed_ms)
        self._speed *= math.exp(-passed_ms / _DECAY_MS)
        if abs(self._speed) < _REST_PX_PER_MS:
            self.stop()
