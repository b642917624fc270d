"""Collects cyclic garbage in the main thread alone, a little at a time.

Python collects in whatever thread happens to allocate. Where that frees a QObject, Qt takes a lock that the main thread
may hold while it waits for the interpreter: both wait for ever.
"""

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

_LOOK_MS: Final = 200


class Garbage(QObject):
    """While it lives no other thread collects. For the main thread; call `stop` before it goes."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        gc.collect()
        gc.freeze()  # modules and the like stay anyhow: looking through them again would take a frame
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(collect_due)
        self._timer.start()

    def stop(self) -> None:
        """Let every thread collect again."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()


def collect_due() -> None:
    """Collect the oldest generation that is due by Python's own thresholds, if one is."""
    for generation in (2, 1, 0):
        if gc.get_count()[generation] > gc.get_threshold()[generation]:
            gc.collect(generation)
            return
