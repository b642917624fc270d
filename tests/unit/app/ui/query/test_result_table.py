import pyarrow as pa
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.query.rows import Rows
from app.ui.query.result_model import ResultModel
from app.ui.query.result_table import ResultTable


def _shown(frame: QWidget) -> ResultTable:
    rows = Rows()
    table = pa.table({"n": [1, 2, 3], "word": ["tea", "a much longer word than its head", None]})
    rows.schema = table.schema
    for batch in table.to_batches():
        rows.add(batch)
    model = ResultModel(frame)
    model.show_rows(rows)
    made = ResultTable(model, frame)
    made.resize(500, 300)
    made.show()
    return made


def test_chosen_cells_are_copied_as_lines_with_tabs(frame: QWidget, qtbot: QtBot) -> None:
    table = _shown(frame)
    table.setCurrentIndex(table.model().index(0, 0))
    table.selectAll()
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QApplication.clipboard().text().split("\n")
    assert lines == ["1\ttea", "2\ta much longer word than its head", "3\t"]


def test_a_click_on_a_head_sorts(frame: QWidget, qtbot: QtBot) -> None:
    table = _shown(frame)
    model = table.model()
    assert isinstance(model, ResultModel)
    with qtbot.waitSignal(model.arranged):
        table.horizontalHeader().setSortIndicator(0, Qt.SortOrder.DescendingOrder)
    assert [model.index(row, 0).data() for row in range(3)] == ["3", "2", "1"]


def test_columns_are_as_wide_as_what_stands_in_them(frame: QWidget) -> None:
    table = _shown(frame)
    table.fit()
    assert table.columnWidth(1) > table.columnWidth(0)
