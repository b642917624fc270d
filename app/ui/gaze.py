"""Tells the engine which span of the timeline is looked at, so that it is understood before the rest."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

SAID_MS = 3_000


class Looked(Protocol):
    """A page that shows a span of time."""

    def visible_span(self) -> tuple[int, int]:
        """Return what it shows, `[start_us, end_us)`."""
        ...


class Gaze(QObject):
    """Says it every few seconds while the page can be seen: what is in view changes by itself, too."""

    def __init__(self, page: Looked, window: QWidget, tell: Callable[[int, int], None]) -> None:
        super().__init__(window)
        self._page = page
        self._window = window
        self._tell = tell
        timer = QTimer(self)
        timer.setInterval(SAID_MS)
        timer.timeout.connect(self.say)
        timer.start()

    def say(self) -> None:
        """Say what is looked at, if anybody looks."""
        seen = isinstance(self._page, QWidget) and self._page.isVisible()
        if seen and not self._window.window().isMinimized():
            self._tell(*self._page.visible_span())
