"""What happens when the display goes away under the window: the X server was ended, or it crashed.

Neither Xlib nor Qt comes back from that: both call `exit` on the thread that noticed, which takes the libraries of a
running program apart under its other threads. One time in four the program then hung for good. So the end is taken
over here, before either of them gets that far.
"""

import ctypes
import logging
import os
import threading
from collections.abc import Callable

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication

logger = logging.getLogger(__name__)
EXIT_CODE = 1
DEADLINE_S = 40.0
"""What an orderly end may take before the process leaves all the same."""
QT_FAREWELL = "connection broke"
"""What Qt says of X11 and of Wayland alike, right before it ends the process itself."""

_IO_ERROR_HANDLER = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p)
_in_force: "list[DisplayLoss]" = []
"""Keeps what the libraries call from being collected, up to the last moment of the process."""


class DisplayLoss:
    """Ends the program in order once its display is gone. Make one, on the main thread, after the application.

    It stays in force until the process ends, whether or not somebody keeps it.
    """

    def __init__(self, end: Callable[[], object]) -> None:
        """Take over.

        Args:
            end: stops everything and closes; called once, on a thread of its own, and may not use the display.
        """
        self._end = end  # what it raises ends its own thread, and is logged like all that nobody caught
        self._leaving = threading.Lock()
        self._handler = _IO_ERROR_HANDLER(self._lost)
        self._before = qInstallMessageHandler(self._heed)
        if QGuiApplication.platformName() == "xcb":
            ctypes.CDLL("libX11.so.6").XSetIOErrorHandler(self._handler)
        _in_force.append(self)

    def leave(self) -> None:
        """Stop everything and end the process; never returns."""
        with self._leaving:  # a second thread that noticed waits here until the process is gone
            logger.error("the display is gone; the program ends")
            end = threading.Thread(target=self._end, name="display-loss", daemon=True)
            end.start()
            end.join(DEADLINE_S)
            logging.shutdown()
            os._exit(EXIT_CODE)  # what `exit` would run needs a display, or takes libraries from under running threads

    def _heed(self, kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        if self._before is not None:
            self._before(kind, context, message)
        if QT_FAREWELL in message:
            self.leave()

    def _lost(self, _display: int | None) -> int:
        self.leave()
        return 0
