"""One window per data folder: a second start brings the first one's window to the front and ends."""

import hashlib
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

DEADLINE_MS = 1_000


class SingleInstance(QObject):
    """Emits `called` when another start asks for the window."""

    called = Signal()

    def __init__(self, home: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = "daytrail-" + hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:24]
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)

    def call_other(self) -> bool:
        """Ask the window that runs already to come to the front; False when there is none."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(DEADLINE_MS):
            return False
        socket.write(b"show\n")
        socket.waitForBytesWritten(DEADLINE_MS)
        socket.disconnectFromServer()
        return True

    def listen(self) -> bool:
        """Be the one window; False when the system does not let it listen."""
        if self._server.listen(self._name):
            return True
        QLocalServer.removeServer(self._name)
        return self._server.listen(self._name)

    def close(self) -> None:
        """Listen no more."""
        self._server.close()

    def _answer(self) -> None:
        while self._server.hasPendingConnections():
            connection = self._server.nextPendingConnection()
            connection.disconnected.connect(connection.deleteLater)
            self.called.emit()
