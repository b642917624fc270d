"""Names what held up the main thread, for developers: on only under `python -X dev`."""

import logging
import sys
import threading
import time
import traceback

from PySide6.QtCore import QObject, Qt, QTimer

logger = logging.getLogger(__name__)
BEAT_MS = 10
STALL_MS = 50


class StallWatch(QObject):
    """Logs where the main thread was whenever it did not answer for over 50 ms. Make and close it on that thread."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._beat_s = time.monotonic()
        self._main = threading.get_ident()
        self._stop = threading.Event()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(BEAT_MS)
        self._thread = threading.Thread(target=self._watch, name="stall watch", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Watch no more."""
        self._timer.stop()
        self._stop.set()
        self._thread.join(1.0)

    def _beat(self) -> None:
        self._beat_s = time.monotonic()

    def _watch(self) -> None:
        told_s = 0.0
        while not self._stop.wait(BEAT_MS / 1000):
            beat_s = self._beat_s
            if time.monotonic() - beat_s > STALL_MS / 1000 and told_s != beat_s:
                told_s = beat_s
                frame = sys._current_frames().get(self._main)
                places = [
                    f"{place.filename}:{place.lineno} in {place.name}" for place in traceback.extract_stack(frame)
                ]
                logger.warning("the main thread has not answered for %d ms:\n  %s", STALL_MS, "\n  ".join(places[-8:]))
