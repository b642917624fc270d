"""The table of an answer: sorts by a click on a head, copies what is chosen, keeps it while its window moves."""

from typing import Final

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtGui import QFontDatabase, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QHeaderView, QTableView, QWidget

from app.ui.query.result_model import ResultModel

_LOOKED_AT: Final = 30
MOST_COPIED: Final = 100_000
"""Cells that are put on the clipboard at once."""


class ResultTable(QTableView):
    """Copies as tab-separated text. Holds only a window of long answers: see `LongTable`."""

    def __init__(self, model: ResultModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.setModel(model)
        self._model = model
        self.setObjectName("answer")
        self.setAccessibleName(self.tr("Answer"))
        self.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setAlternatingRowColors(False)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(28)
        head = self.horizontalHeader()
        head.setStretchLastSection(True)
        head.setSortIndicatorShown(True)
        head.setSectionsClickable(True)
        head.setSortIndicatorClearable(True)
        head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        head.sortIndicatorChanged.connect(model.sort)
        head.setHighlightSections(False)

    def fit(self, *, only_wider: bool = False) -> None:
        """Give columns the width of what stands in their first rows and the last ones held."""
        model, metrics = self._model, self.fontMetrics()
        held = model.rowCount()
        rows = sorted({*range(min(_LOOKED_AT, held)), *range(max(0, held - _LOOKED_AT), held)})
        for column in range(model.columnCount()):
            texts = [str(model.headerData(column, Qt.Orientation.Horizontal) or "") + "    "]
            texts += [str(model.index(row, column).data() or "") for row in rows]
            texts.append(model.last_text(column))
            width = min(420, max(64, max(metrics.horizontalAdvance(text[:60]) for text in texts) + 26))
            self.setColumnWidth(column, max(width, self.columnWidth(column)) if only_wider else width)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_chosen()
            return
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if event.key() == Qt.Key.Key_Home:
                self.move_window(0)
            elif event.key() == Qt.Key.Key_End:
                self.move_window(self._model.total)
        if not self.currentIndex().isValid():
            self.setCurrentIndex(self._model.index(0, 0))
        super().keyPressEvent(event)

    def move_window(self, first: int) -> None:
        """Hold the rows from this one on; what is chosen and current stays so as far as it is held still."""
        moved = self._model.move_window(first)
        if not moved:
            return
        chosen, current = self.selectionModel().selection(), self.currentIndex()
        kept = QItemSelection()
        last = self._model.rowCount() - 1
        for each in chosen.toList():
            top, bottom = max(0, each.top() - moved), min(last, each.bottom() - moved)
            if top <= bottom:
                kept.select(self._model.index(top, each.left()), self._model.index(bottom, each.right()))
        self.selectionModel().select(kept, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if 0 <= current.row() - moved <= last:
            there = self._model.index(current.row() - moved, current.column())
            self.selectionModel().setCurrentIndex(there, QItemSelectionModel.SelectionFlag.NoUpdate)

    def copy_chosen(self) -> None:
        """Put the chosen cells on the clipboard."""
        QApplication.clipboard().setText(self.chosen_text())

    def chosen_text(self) -> str:
        """Return the chosen cells, a line for a row; of very many the first."""
        rows: dict[int, dict[int, str]] = {}
        count = 0
        for each in self.selectionModel().selection().toList():
            for row in range(each.top(), each.bottom() + 1):
                for column in range(each.left(), each.right() + 1):
                    rows.setdefault(row, {})[column] = str(self._model.index(row, column).data() or "")
                count += each.width()
                if count >= MOST_COPIED:
                    break
        return "\n".join("\t".join(cells[at] for at in sorted(cells)) for _, cells in sorted(rows.items()))
