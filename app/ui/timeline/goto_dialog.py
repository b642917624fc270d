"""The small window that asks where to go in time."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QVBoxLayout, QWidget

from app.timeline.goto import Destination, destination
from app.ui.widgets.labels import label
from app.ui.words import full_day

EXAMPLES = "10:42 · yesterday 9:00 · 20 Nov 2026 · 2026-11 · 2 h ago"


class GotoDialog(QDialog):
    """Asks for a moment in words.

    Signals:
        chosen(destination): the owner said where to.
    """

    chosen = Signal(object)

    def __init__(self, now: datetime, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self.setWindowTitle(self.tr("Go to"))
        self.setMinimumWidth(380)
        self.line = QLineEdit()
        self.line.setPlaceholderText(self.tr("Date or time"))
        self.line.setAccessibleName(self.tr("Date or time"))
        self._answer = label(EXAMPLES, "small")
        standard = QDialogButtonBox.StandardButton
        self._buttons = QDialogButtonBox(standard.Ok | standard.Cancel)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self.line.textChanged.connect(self._typed)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 18, 18, 14)
        column.setSpacing(10)
        column.addWidget(self.line)
        column.addWidget(self._answer)
        column.addWidget(self._buttons)
        self._typed("")

    def accept(self) -> None:
        """Go there, if it was understood."""
        found = self._found()
        if found is not None:
            self.chosen.emit(found)
            super().accept()

    def _found(self) -> Destination | None:
        text = self.line.text().strip()
        return destination(text, self._now) if text else None

    def _typed(self, text: str) -> None:
        found = self._found()
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(found is not None)
        if found is not None:
            self._answer.setText(f"{full_day(found.wall.date())}, {found.wall:%H:%M:%S}")
        else:
            self._answer.setText(self.tr("Not a date or time") if text.strip() else EXAMPLES)
