"""The small window that asks where to go in time."""

from datetime import datetime

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QVBoxLayout, QWidget

from app.timeline.goto import Destination, destination
from app.ui.widgets.labels import label
from app.ui.words import full_day


class GotoDialog(QDialog):
    """Asks for a moment in words.

    Signals:
        chosen(destination): the owner said where to.
    """

    chosen = Signal(object)

    def __init__(self, now: datetime, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._english = self._vocabulary()
        self._examples = self.tr("10:42 · yesterday 9:00 · 20 Nov 2026 · 2026-11 · 2 h ago")
        self.setWindowTitle(self.tr("Go to"))
        self.setMinimumWidth(380)
        self.line = QLineEdit()
        self.line.setPlaceholderText(self.tr("Date or time"))
        self.line.setAccessibleName(self.tr("Date or time"))
        self.answer = label(self._examples, "small")
        standard = QDialogButtonBox.StandardButton
        self._buttons = QDialogButtonBox(standard.Ok | standard.Cancel)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self.line.textChanged.connect(self._typed)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 18, 18, 14)
        column.setSpacing(10)
        column.addWidget(self.line)
        column.addWidget(self.answer)
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
        return destination(text, self._now, self._english) if text else None

    def _vocabulary(self) -> dict[str, str]:
        """What the owner may type in the language of the window, and what it is in English.

        A translation may give several words that mean the same, separated by commas.
        """
        said = {
            "now": self.tr("now"),
            "today": self.tr("today"),
            "yesterday": self.tr("yesterday"),
            "ago": self.tr("ago"),
            "s": self.tr("s,second,seconds"),
            "min": self.tr("min,minute,minutes"),
            "h": self.tr("h,hour,hours"),
            "d": self.tr("d,day,days"),
            "w": self.tr("w,week,weeks"),
            "y": self.tr("y,year,years"),
        }
        locale, english = QLocale(), QLocale(QLocale.Language.English)
        for month in range(1, 13):
            forms = (QLocale.FormatType.LongFormat, QLocale.FormatType.ShortFormat)
            names = {name(month, form) for form in forms for name in (locale.monthName, locale.standaloneMonthName)}
            said[english.monthName(month, forms[1]).lower()] = ",".join(names)
        return {word.strip(" .").lower(): meaning for meaning, words in said.items() for word in words.split(",")}

    def _typed(self, text: str) -> None:
        found = self._found()
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(found is not None)
        if found is not None:
            self.answer.setText(f"{full_day(found.wall.date())}, {found.wall:%H:%M:%S}")
        else:
            self.answer.setText(self.tr("Not a date or time") if text.strip() else self._examples)
