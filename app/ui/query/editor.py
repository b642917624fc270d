"""The editor of one statement: coloured, completing names of the sources, errors underlined at their place."""

from collections.abc import Iterable, Sequence
from typing import Final

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QColor, QFontDatabase, QKeyEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QAbstractItemView, QCompleter, QPlainTextEdit, QTextEdit, QWidget

from app.query.names import written
from app.ui.query.highlighter import KEYWORDS, SqlHighlighter
from app.ui.theme import Theme
from storage.sql.engine import Catalog, QueryError
from storage.sql.functions import allowed_functions

_LEAST: Final = 2
_STAY_WITH_COMPLETER: Final = (
    Qt.Key.Key_Enter,
    Qt.Key.Key_Return,
    Qt.Key.Key_Escape,
    Qt.Key.Key_Tab,
    Qt.Key.Key_Backtab,
)


class SqlEditor(QPlainTextEdit):
    """Emits `runWanted` at Ctrl+Return."""

    runWanted = Signal()  # noqa: N815

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("sql")
        self.setAccessibleName(self.tr("SQL statement"))
        self.setPlaceholderText(self.tr("SELECT app, sum(seconds) FROM live.window_usage GROUP BY app"))
        self.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setTabChangesFocus(False)
        self.setTabStopDistance(4 * self.fontMetrics().horizontalAdvance(" "))
        self._highlighter = SqlHighlighter(self.document(), theme)
        self._words = QStringListModel(self)
        self._completer = QCompleter(self._words, self)
        self._completer.setWidget(self)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._completer.activated.connect(self.complete)
        self.show_catalogs(())
        self.set_theme(theme)

    def show_catalogs(self, catalogs: Sequence[Catalog]) -> None:
        """Complete the names of these sources."""
        self._words.setStringList(sorted(set(_names(catalogs)) | allowed_functions()) + sorted(KEYWORDS))

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._theme = theme
        self._highlighter.set_theme(theme)
        self._popup().setStyleSheet(
            f"QAbstractItemView {{ background: {theme.raised}; color: {theme.text}; border: 1px solid {theme.line}; "
            f"selection-background-color: {theme.selected}; selection-color: {theme.accent_text}; }}"
        )

    def insert(self, text: str) -> None:
        """Put a name where the cursor is."""
        self.textCursor().insertText(text)
        self.setFocus()

    def replace_all(self, text: str) -> None:
        """Replace the statement in one step that can be undone."""
        cursor = self.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)

    def underline(self, error: QueryError | None) -> None:
        """Mark the place of an error; None marks nothing."""
        marks = []
        if error is not None and error.line:
            block = self.document().findBlockByNumber(error.line - 1)
            if block.isValid():
                cursor = QTextCursor(block)
                room = max(1, block.length() - 1)
                cursor.setPosition(block.position() + min(error.column - 1, room - 1))
                length = max(1, min(error.length, room - min(error.column - 1, room - 1)))
                cursor.movePosition(QTextCursor.MoveOperation.NextCharacter, QTextCursor.MoveMode.KeepAnchor, length)
                mark = QTextEdit.ExtraSelection()
                look = QTextCharFormat()
                look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
                look.setUnderlineColor(QColor(self._theme.recording))
                mark.format = look
                mark.cursor = cursor
                marks.append(mark)
        self.setExtraSelections(marks)

    @property
    def offers(self) -> bool:
        """Whether completions are being offered."""
        return self._popup().isVisible()

    def complete(self, word: str) -> None:
        """Replace the beginning of a word with all of it."""
        cursor = self.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, len(self.prefix()))
        cursor.insertText(word)

    def prefix(self) -> str:
        """Return the beginning of a name before the cursor, dots included."""
        cursor = self.textCursor()
        text = cursor.block().text()[: cursor.positionInBlock()]
        start = len(text)
        while start and (text[start - 1].isalnum() or text[start - 1] in "_."):
            start -= 1
        return text[start:]

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, N802 - Qt's own name and argument
        """Tab belongs to the text, so Shift+Tab is the keyboard's way out."""
        return False if next else QWidget.focusNextPrevChild(self, next)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if self._popup().isVisible() and self._left_to_completer(event):
            return
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.runWanted.emit()
            return
        asked = bool(control) and event.key() == Qt.Key.Key_Space
        if not asked:
            super().keyPressEvent(event)
        self._offer(asked=asked, typed=bool(event.text().strip()) and not control)

    def _left_to_completer(self, event: QKeyEvent) -> bool:
        """Tab takes what is offered, Return only what somebody has gone to; else it begins a new line."""
        popup = self._popup()
        if event.key() == Qt.Key.Key_Tab and not popup.currentIndex().isValid():
            popup.hide()
            self.complete(self._completer.currentCompletion())
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not popup.currentIndex().isValid():
            popup.hide()
            return False
        if event.key() in _STAY_WITH_COMPLETER:
            event.ignore()
            return True
        return False

    def _popup(self) -> QAbstractItemView:
        popup = self._completer.popup()
        assert popup is not None
        return popup

    def _offer(self, *, asked: bool, typed: bool) -> None:
        prefix = self.prefix()
        popup = self._popup()
        if not asked and (not typed or len(prefix) < _LEAST):
            popup.hide()
            return
        self._completer.setCompletionPrefix(prefix)
        found = self._completer.completionCount()
        if not found or (found == 1 and self._completer.currentCompletion().lower() == prefix.lower()):
            popup.hide()
            return
        place = self.cursorRect().translated(self.viewport().pos())
        place.setWidth(popup.sizeHintForColumn(0) + 30)
        self._completer.complete(place)


def _names(catalogs: Sequence[Catalog]) -> Iterable[str]:
    for catalog in catalogs:
        yield catalog.name
        for table in catalog.tables:
            yield written(catalog, table)
            yield from (column.name for column in table.columns)
