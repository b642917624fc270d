"""The small sheet in which a note, tag or bookmark is written, beside the place it belongs to."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from app.ui.widgets.labels import label
from storage.notes import MarkKind

_WIDTH_PX = 340
_LINE_PX = 22
_EDGE_PX = 12


class NoteField(QPlainTextEdit):
    """Text in which Enter finishes and Shift+Enter begins a line; keeps its keys from the page below.

    Signals:
        finished(): Enter.
        abandoned(): Escape.
    """

    finished = Signal()
    abandoned = Signal()

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        plain = not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if event.key() == Qt.Key.Key_Escape:
            self.abandoned.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self.finished.emit()
        else:
            super().keyPressEvent(event)


class NoteEditor(QFrame):
    """One mark being written; hidden until `begin`. A child of the page that it lies above.

    Signals:
        written(text): the owner is done.
        deleted(): the mark shall go.
        left(): the owner turned away, or is done.
    """

    written = Signal(str)
    deleted = Signal()
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("sheet")
        self.page = parent
        self.setFixedWidth(_WIDTH_PX)
        self.head = label("", "name", self)
        self.field = NoteField(self)
        self.field.setTabChangesFocus(True)
        self.save = QPushButton(self.tr("Save"), self)
        self.save.setProperty("role", "primary")
        self.delete = QPushButton(self.tr("Delete"), self)
        self.delete.setProperty("role", "danger")
        self.cancel = QPushButton(self.tr("Cancel"), self)
        self._kind = MarkKind.NOTE
        self._tags = QWidget(self)
        self._tag_row = QHBoxLayout(self._tags)
        self._tag_row.setContentsMargins(0, 0, 0, 0)
        self._arrange()
        self.field.finished.connect(self._finish)
        self.field.abandoned.connect(self.leave)
        self.field.textChanged.connect(self._check)
        self.save.clicked.connect(self._finish)
        self.cancel.clicked.connect(self.leave)
        self.delete.clicked.connect(self._delete)
        self.hide()

    def begin(
        self, kind: MarkKind, head: str, text: str, at: QPoint, *, existing: bool, tags: Sequence[str] = ()
    ) -> None:
        """Show the sheet with a text, its lower left corner at a point of the parent, as far as it fits."""
        self._kind = kind
        self.head.setText(head)
        self.field.setPlaceholderText(
            {
                MarkKind.NOTE: self.tr("What you want to remember"),
                MarkKind.TAG: self.tr("One tag, such as: quarterly review"),
                MarkKind.BOOKMARK: self.tr("A name for the bookmark, or nothing"),
            }[kind]
        )
        self.field.setAccessibleName(head)
        self.field.setFixedHeight(_LINE_PX * (4 if kind is MarkKind.NOTE else 1) + 18)
        self.field.setPlainText(text)
        self.field.moveCursor(QTextCursor.MoveOperation.End)
        self.delete.setVisible(existing)
        self.offer(tags if kind is MarkKind.TAG else ())
        self._check()
        self.adjustSize()
        room = self.page.rect()
        left = max(_EDGE_PX, min(at.x(), room.right() - self.width() - _EDGE_PX))
        top = max(_EDGE_PX, min(at.y() - self.height(), room.bottom() - self.height() - _EDGE_PX))
        self.move(left, top)
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def offer(self, tags: Sequence[str]) -> None:
        """Offer tags that are in use, to be taken with a click."""
        while (item := self._tag_row.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        room = _WIDTH_PX - 30
        for tag in tags:
            button = QPushButton(tag, self._tags)
            button.setProperty("role", "tag")
            button.clicked.connect(lambda _=False, tag=tag: self._take(tag))
            room -= button.sizeHint().width() + self._tag_row.spacing()
            if room < 0:
                button.deleteLater()
                break
            self._tag_row.addWidget(button)
        self._tag_row.addStretch(1)
        self._tags.setVisible(bool(tags) and self._kind is MarkKind.TAG)
        self.adjustSize()

    def leave(self) -> None:
        """Go away; what was typed is not kept."""
        self.hide()
        self.left.emit()

    def _take(self, tag: str) -> None:
        self.field.setPlainText(tag)
        self._finish()

    def _finish(self) -> None:
        if self.save.isEnabled():
            text = self.field.toPlainText()
            self.leave()
            self.written.emit(text)

    def _delete(self) -> None:
        self.leave()
        self.deleted.emit()

    def _check(self) -> None:
        self.save.setEnabled(self._kind is MarkKind.BOOKMARK or bool(self.field.toPlainText().strip(" #\n\t")))

    def _arrange(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self.delete)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.save)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(14, 12, 14, 12)
        inside.setSpacing(9)
        inside.addWidget(self.head)
        inside.addWidget(self.field)
        inside.addWidget(self._tags)
        inside.addLayout(buttons)
