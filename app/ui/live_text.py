"""What is being said, at the foot of the pages while somebody speaks; a guess, gone as soon as it is written down."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QLabel, QWidget

ASKED_MS = 500
MARGIN_PX = 10


class LiveText(QLabel):
    """Asks while it can be seen, and shows the end of the answer over its parent's lower left corner."""

    def __init__(self, ask: Callable[[], str], parent: QWidget) -> None:
        super().__init__(parent)
        self._ask = ask
        self._owner = parent
        self._said = ""
        self.setObjectName("notice")
        self.setProperty("role", "dim")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setContentsMargins(12, 5, 12, 5)
        self.setAccessibleName(self.tr("Being said"))
        self.hide()
        parent.installEventFilter(self)
        timer = QTimer(self)
        timer.setInterval(ASKED_MS)
        timer.timeout.connect(self.refresh)
        timer.start()

    @property
    def said(self) -> str:
        """What it shows, not shortened."""
        return self._said

    def refresh(self) -> None:
        """Ask, and show or hide; does nothing while the window cannot be seen."""
        if not self._owner.isVisible() or self._owner.window().isMinimized():
            return
        self._said = self._ask()
        self.setVisible(bool(self._said))
        if self._said:
            self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if watched is self._owner and event.type() is QEvent.Type.Resize and self._said:
            self._place()
        return False

    def _place(self) -> None:
        room = self._owner.width() - 2 * MARGIN_PX
        shown = self.fontMetrics().elidedText(f"… {self._said}", Qt.TextElideMode.ElideLeft, room - 30)
        self.setText(shown)
        self.adjustSize()
        self.move(MARGIN_PX, self._owner.height() - self.height() - MARGIN_PX)
        self.raise_()
