"""The owner's notes, tags and bookmarks around a moment, each to be gone to or changed with a click."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.timeline.ruler import clock_label
from app.timeline.zone import SECOND_US, Zone
from app.ui.icons import icon
from app.ui.theme import Theme
from app.ui.widgets.labels import ElidedLabel, label
from storage.events import Event
from storage.notes import MarkKind, kind_of_mark

_ICONS = {MarkKind.NOTE: "note", MarkKind.TAG: "tag", MarkKind.BOOKMARK: "bookmark"}


class MarksList(QWidget):
    """One row a mark.

    Signals:
        edit_wanted(event): the owner clicked on a mark.
    """

    edit_wanted = Signal(object)

    def __init__(self, theme: Theme, zone: Zone, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._zone = theme, zone
        self._marks: tuple[Event, ...] = ()
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(4)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        self._write()

    def show_marks(self, marks: tuple[Event, ...]) -> None:
        """Show these instead."""
        if marks != self._marks:
            self._marks = marks
            self._write()

    @property
    def marks(self) -> tuple[Event, ...]:
        """What is shown."""
        return self._marks

    def _write(self) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for event in self._marks:
            self._rows.addWidget(self._row(event))

    def _row(self, event: Event) -> QWidget:
        kind = kind_of_mark(event) or MarkKind.NOTE
        made = QWidget(self)
        across = QHBoxLayout(made)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(8)
        button = QPushButton(made)
        button.setProperty("role", "link")
        button.setIcon(icon(_ICONS[kind], self._theme.warn if kind is MarkKind.NOTE else self._theme.accent, None, 16))
        button.setToolTip(self.tr("Change or delete"))
        button.setAccessibleName(self.tr("Change or delete: {0}").format(event.text or self._name(kind)))
        button.clicked.connect(lambda: self.edit_wanted.emit(event))
        when = label(clock_label(self._zone, event.start_us, SECOND_US), "faint", made)
        across.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        across.addWidget(when, 0, Qt.AlignmentFlag.AlignTop)
        if kind is MarkKind.NOTE:
            across.addWidget(label(event.text or "", "", made, wrap=True), 1)
        else:
            across.addWidget(ElidedLabel(event.text or self._name(kind), "dim", made), 1)
        return made

    def _name(self, kind: MarkKind) -> str:
        return self.tr("Bookmark") if kind is MarkKind.BOOKMARK else str(kind)
