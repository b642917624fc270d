"""The search box of the top bar."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.ui.theme import Theme
from app.ui.widgets.find_line import FindLine

DEBOUNCE_MS = 120


class SearchBox(FindLine):
    """Emits `asked` when typing rests, `entered` on Enter, `stepped` on the up and down keys, `left` on Escape."""

    asked = Signal(str)
    entered = Signal()
    stepped = Signal(int)
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Search everything you saw, heard or did…"), theme, parent, keys=self.tr("Ctrl K"))
        self.setObjectName("search")
        self.setMinimumWidth(220)
        self.setMaximumWidth(620)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DEBOUNCE_MS)
        self._timer.timeout.connect(lambda: self.asked.emit(self.text()))
        self.textEdited.connect(lambda: self._timer.start())

    def ask(self, text: str) -> None:
        """Put a text in and ask for it at once."""
        self._timer.stop()
        self.setText(text)
        self.asked.emit(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        key = event.key()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._timer.isActive():
                self.ask(self.text())
            self.entered.emit()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
