"""The answer as a table: any number of rows, read where they are looked at; sorts and filters off the main thread."""

from datetime import date, datetime
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFontDatabase, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QHeaderView, QTableView, QWidget

from app.query.rows import Rows
from app.ui.background import Background

_LONGEST: Final = 300
_MOST_COPIED: Final = 100_000

Index = QModelIndex | QPersistentModelIndex


class ResultModel(QAbstractTableModel):
    """Shows `Rows`. Emits `arranged` when a new order or filter is in force."""

    arranged = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: Rows | None = None
        self._shown = 0
        self._numeric: list[bool] = []
        self._names: list[str] = []
        self._text = ""
        self._sort: int | None = None
        self._descending = False
        self._work = Background(self)

    def show_rows(self, rows: Rows | None) -> None:
        """Show another answer from its beginning."""
        self._work.cancel()
        self.beginResetModel()
        self.rows = rows
        self._shown = rows.count if rows else 0
        self._names = list(rows.schema.names) if rows else []
        self._numeric = [_is_numeric(str(field.type)) for field in rows.schema] if rows else []
        self._text, self._sort = "", None
        self.endResetModel()

    def grow(self) -> None:
        """Show what has come since."""
        if self.rows is None or self.rows.count <= self._shown or self._text or self._sort is not None:
            return
        count = self.rows.count
        self.beginInsertRows(QModelIndex(), self._shown, count - 1)
        self._shown = count
        self.endInsertRows()

    def filter(self, text: str) -> None:
        """Show only rows that have a text in some column."""
        self._text = text.strip()
        self._arrange()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; -1 restores the order of the answer."""
        self._sort = column if column >= 0 else None
        self._descending = order == Qt.SortOrder.DescendingOrder
        self._arrange()

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
            return cell_text(self.rows.value(index.row(), index.column()))[:_LONGEST]
        if role == Qt.ItemDataRole.ToolTipRole:
            text = cell_text(self.rows.value(index.row(), index.column()), lines=True)
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
            self.beginResetModel()
            rows.show(order)
            self._shown = rows.count
            self.endResetModel()
            self.arranged.emit()

        self._work.ask(lambda: rows.arranged(text, sort, descending=descending), done)


class ResultTable(QTableView):
    """The table itself: sorts by a click on a head, copies what is chosen as tab-separated text."""

    def __init__(self, model: ResultModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.setModel(model)
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
        head.setSortIndicatorShown(True)
        head.setSectionsClickable(True)
        head.setSortIndicatorClearable(True)
        head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        head.sortIndicatorChanged.connect(model.sort)
        head.setHighlightSections(False)

    def fit(self) -> None:
        """Give columns the width of what stands in their first rows."""
        model = self.model()
        metrics = self.fontMetrics()
        for column in range(model.columnCount()):
            texts = [str(model.headerData(column, Qt.Orientation.Horizontal) or "") + "    "]
            texts += [str(model.index(row, column).data() or "") for row in range(min(30, model.rowCount()))]
            width = max(metrics.horizontalAdvance(text[:60]) for text in texts) + 26
            self.setColumnWidth(column, min(420, max(64, width)))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_chosen()
        else:
            super().keyPressEvent(event)

    def copy_chosen(self) -> None:
        """Put the chosen cells on the clipboard."""
        QApplication.clipboard().setText(self.chosen_text())

    def chosen_text(self) -> str:
        """Return the chosen cells, lines by rows, with the heads when whole rows are many."""
        chosen = self.selectionModel().selectedIndexes()[:_MOST_COPIED]
        rows: dict[int, dict[int, str]] = {}
        for index in chosen:
            rows.setdefault(index.row(), {})[index.column()] = str(index.data() or "")
        return "\n".join("\t".join(cells[at] for at in sorted(cells)) for _, cells in sorted(rows.items()))


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
