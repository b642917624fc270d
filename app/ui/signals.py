"""SIGTERM and SIGINT as a Qt signal, so that the program ends in order."""

import signal
import socket
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier, Signal

SIGNALS = (signal.SIGTERM, signal.SIGINT)


class EndSignals(QObject):
    """Emits `received` on the main thread when the system asks the program to end. Make it on the main thread."""

    received = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader, self._writer = socket.socketpair()
        self._reader.setblocking(False)
        self._writer.setblocking(False)
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._wake)
        self._before_fd = signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        self._before = {number: signal.signal(number, _noticed) for number in SIGNALS}

    def close(self) -> None:
        """Put back what was there before."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._before_fd)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._reader.close()
        self._writer.close()

    def _wake(self) -> None:
        received = self._reader.recv(64)
        if any(number in received for number in SIGNALS):
            self.received.emit()


def _noticed(number: int, frame: FrameType | None) -> None:
    """Do nothing here: the wake-up socket tells the event loop."""
