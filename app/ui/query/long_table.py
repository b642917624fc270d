"""A table of an answer with a scroll bar over all its rows, however many the table holds at a time."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollBar, QWidget

from app.ui.query.result_model import WINDOW_ROWS, ResultModel
from app.ui.query.result_table import ResultTable

_MARGIN: Final = 2_000


class LongTable(QWidget):
    """Moves the table's window along when it is scrolled near an end of it."""

    def __init__(self, table: ResultTable, model: ResultModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.table = table
        self._model = model
        self.bar = QScrollBar(Qt.Orientation.Vertical, self)
        self.bar.setAccessibleName(self.tr("Rows"))
        inside = QHBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addWidget(table, 1)
        inside.addWidget(self.bar)
        self._following = False
        table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.verticalScrollBar().valueChanged.connect(lambda _: self._follow())
        table.verticalScrollBar().rangeChanged.connect(lambda *_: self._measure())
        model.counted.connect(self._measure)
        self.bar.valueChanged.connect(self.show_row)
        self._measure()

    def show_row(self, row: int) -> None:
        """Scroll so that this row of the answer is the first to be seen."""
        if self._following:
            return
        self._following = True
        inner = self.table.verticalScrollBar()
        if not 0 <= row - self._model.first <= inner.maximum():
            self.table.move_window(row - WINDOW_ROWS // 2)
        inner.setValue(row - self._model.first)
        self._following = False

    def _follow(self) -> None:
        """Take the outer bar along with the inner one, and the window with both where they come near its edge."""
        if self._following:
            return
        self._following = True
        inner = self.table.verticalScrollBar()
        row = self._model.first + inner.value()
        at_top = inner.value() < _MARGIN and self._model.first > 0
        at_end = inner.value() > inner.maximum() - _MARGIN and row < self.bar.maximum()
        if at_top or at_end:
            self.table.move_window(row - WINDOW_ROWS // 2)
            inner.setValue(row - self._model.first)
        self.bar.setValue(row)
        self._following = False

    def _measure(self) -> None:
        inner = self.table.verticalScrollBar()
        seen = max(1, self._model.rowCount() - inner.maximum())
        self._following = True
        self.bar.setRange(0, max(0, self._model.total - seen))
        self.bar.setPageStep(seen)
        self.bar.setValue(self._model.first + inner.value())
        self._following = False
        self.bar.setVisible(self.bar.maximum() > 0)
