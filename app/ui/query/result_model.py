"""The answer for a table: any number of rows, read where they are looked at; sorts and filters off the main thread.

Qt's tables keep numbers for every row they have, so that ten million cost seconds and hundreds of megabytes. The model
therefore shows a window of the answer, which the table moves along.
"""

from datetime import date, datetime
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QThreadPool, Signal
from PySide6.QtWidgets import QWidget

from app.query.rows import Rows
from app.ui.background import Background

WINDOW_ROWS: Final = 50_000
"""Rows that the table holds at a time."""
_LONGEST: Final = 300

Index = QModelIndex | QPersistentModelIndex


class ResultModel(QAbstractTableModel):
    """Shows a window of `Rows`. Emits `arranged` for a new order or filter, `counted` for another number of rows."""

    arranged = Signal()
    counted = Signal()

    def __init__(self, parent: QWidget, threads: QThreadPool | None = None) -> None:
        super().__init__(parent)
        self.rows: Rows | None = None
        self.first = 0
        self.total = 0
        self._shown = 0
        self._numeric: list[bool] = []
        self._names: list[str] = []
        self._text = ""
        self._sort: int | None = None
        self._descending = False
        self._work = Background(self, pool=threads)

    @property
    def busy(self) -> bool:
        """Whether rows are being sorted or searched."""
        return self._work.busy

    def show_rows(self, rows: Rows | None) -> None:
        """Show another answer from its beginning."""
        self._work.cancel()
        self.rows = rows
        self._names = list(rows.schema.names) if rows else []
        self._numeric = [_is_numeric(str(field.type)) for field in rows.schema] if rows else []
        self._text, self._sort = "", None
        self._begin_anew()

    def grow(self) -> None:
        """Show what has come since."""
        if self.rows is None or self.rows.count <= self.total or self._text or self._sort is not None:
            return
        self.total = self.rows.count
        shown = min(self.total, WINDOW_ROWS)
        if shown > self._shown:
            self.beginInsertRows(QModelIndex(), self._shown, shown - 1)
            self._shown = shown
            self.endInsertRows()
        self.counted.emit()

    def complete(self) -> None:
        """Take in all rows, now that no more come."""
        if self._text or self._sort is not None:
            self._arrange()
        else:
            self.grow()

    def move_window(self, first: int) -> int:
        """Show the rows from this one on, as far as there are enough; return by how many the window moved."""
        first = max(0, min(first, self.total - self._shown))
        moved, self.first = first - self.first, first
        if moved and self._shown:
            self.dataChanged.emit(self.index(0, 0), self.index(self._shown - 1, self.columnCount() - 1))
        return moved

    def filter(self, text: str) -> None:
        """Show only rows that have a text in some column."""
        self._text = text.strip()
        self._arrange()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; -1 restores the order of the answer."""
        self._sort = column if column >= 0 else None
        self._descending = order == Qt.SortOrder.DescendingOrder
        self._arrange()

    def last_text(self, column: int) -> str:
        """Return what the last row of the whole answer has in a column."""
        return cell_text(self.rows.value(self.total - 1, column)) if self.rows is not None and self.total else ""

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else self._shown

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else len(self._names)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if self.rows is None or not index.isValid():
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and self._numeric[index.column()]:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.DisplayRole:
            return cell_text(self.rows.value(self.first + index.row(), index.column()))[:_LONGEST]
        if role == Qt.ItemDataRole.ToolTipRole:
            text = cell_text(self.rows.value(self.first + index.row(), index.column()), lines=True)
            return text[:2_000] if len(text) > 40 else None
        return None

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and section < len(self._names):
            if role == Qt.ItemDataRole.DisplayRole:
                return self._names[section]
            if role == Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if self._numeric[section] else Qt.AlignmentFlag.AlignLeft
                return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def _arrange(self) -> None:
        rows = self.rows
        if rows is None:
            return
        text, sort, descending = self._text, self._sort, self._descending

        def done(order: Any) -> None:
            rows.show(order)
            self._begin_anew()
            self.arranged.emit()

        self._work.ask(lambda: rows.arranged(text, sort, descending=descending), done)

    def _begin_anew(self) -> None:
        self.beginResetModel()
        self.first = 0
        self.total = self.rows.count if self.rows else 0
        self._shown = min(self.total, WINDOW_ROWS)
        self.endResetModel()
        self.counted.emit()


def cell_text(value: Any, *, lines: bool = False) -> str:
    """Return a value as a cell shows it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone().strftime("%Y-%m-%d %H:%M:%S") if value.tzinfo else value.isoformat(sep=" ")
    if isinstance(value, float):
        return f"{value:,.6g}".replace(",", " ") if abs(value) < 1e15 else str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    text = str(value)
    return text if lines else " ".join(text.split())


def _is_numeric(kind: str) -> bool:
    return kind.startswith(("int", "uint", "float", "double", "decimal", "half"))
