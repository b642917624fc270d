"""A short message above the page that goes away by itself."""

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.ui.widgets.labels import label, set_role

SHOWN_MS = 5_000
MARGIN_PX = 18


class Notice(QFrame):
    """Says one thing at a time at the foot of its parent; a click dismisses it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self._text = label("", "", self)
        inside = QHBoxLayout(self)
        inside.setContentsMargins(14, 9, 14, 9)
        inside.addWidget(self._text)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self._owner = parent
        parent.installEventFilter(self)
        self.hide()

    @property
    def text(self) -> str:
        """What it says, or said last."""
        return self._text.text()

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Show a message for some seconds."""
        self._text.setText(text)
        self.setAccessibleName(text)
        set_role(self._text, "error" if wrong else "")
        self._place()
        self.show()
        self.raise_()
        self._timer.start(SHOWN_MS * (2 if wrong else 1))
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if watched is self._owner and event.type() is QEvent.Type.Resize:
            self._place()
        return False

    def mousePressEvent(self, event: object) -> None:  # noqa: ARG002, N802
        self.hide()

    def _place(self) -> None:
        parent = self._owner
        room = parent.width() - 2 * MARGIN_PX
        self._text.setWordWrap(self._text.fontMetrics().horizontalAdvance(self._text.text()) > room - 30)
        self.setMaximumWidth(room)
        self.adjustSize()
        self.move((parent.width() - self.width()) // 2, parent.height() - self.height() - MARGIN_PX)
