"""The search box of the top bar."""

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from app.ui.icons import icon
from app.ui.theme import Theme
from app.ui.widgets.labels import label

DEBOUNCE_MS = 120
HINT_MARGIN_PX = 10


class SearchBox(QLineEdit):
    """Emits `asked` when typing rests, `entered` on Enter, `stepped` on the up and down keys, `left` on Escape."""

    asked = Signal(str)
    entered = Signal()
    stepped = Signal(int)
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("search")
        self.setPlaceholderText(self.tr("Search everything you saw, heard or did…"))
        self.setAccessibleName(self.tr("Search"))
        self.setClearButtonEnabled(False)
        self.setMinimumWidth(220)
        self.setMaximumWidth(620)
        self._glass = QAction(self)
        self.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self._hint = label(self.tr("Ctrl K"), "key", self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DEBOUNCE_MS)
        self._timer.timeout.connect(lambda: self.asked.emit(self.text()))
        self.textEdited.connect(lambda: self._timer.start())
        self.textChanged.connect(lambda text: self._hint.setVisible(not text))
        self.set_theme(theme)

    def ask(self, text: str) -> None:
        """Put a text in and ask for it at once."""
        self._timer.stop()
        self.setText(text)
        self.asked.emit(text)

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._glass.setIcon(icon("search", theme.dim, None, 16))

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

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._place_hint()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and hasattr(self, "_hint"):
            self._place_hint()

    def _place_hint(self) -> None:
        self._hint.adjustSize()
        left = HINT_MARGIN_PX if self.isRightToLeft() else self.width() - self._hint.width() - HINT_MARGIN_PX
        self._hint.move(left, (self.height() - self._hint.height()) // 2)
