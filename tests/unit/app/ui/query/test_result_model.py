from datetime import UTC, date, datetime

import pyarrow as pa
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.query.rows import Rows
from app.ui.query.result_model import ResultModel, cell_text


@pytest.fixture
def model(qtbot: QtBot) -> ResultModel:
    frame = QWidget()
    qtbot.addWidget(frame)
    model = ResultModel(frame)
    model.setParent(None)
    model.destroyed.connect(frame.deleteLater)
    return model


def _rows(table: pa.Table) -> Rows:
    rows = Rows()
    rows.schema = table.schema
    for batch in table.to_batches():
        rows.add(batch)
    return rows


def test_numbers_stand_at_the_right_and_long_texts_have_a_hint(model: ResultModel) -> None:
    model.show_rows(_rows(pa.table({"n": [1], "text": ["word " * 30]})))
    number, text = model.index(0, 0), model.index(0, 1)
    assert number.data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight
    assert text.data(Qt.ItemDataRole.TextAlignmentRole) is None
    assert text.data(Qt.ItemDataRole.ToolTipRole) == "word " * 30
    assert number.data(Qt.ItemDataRole.ToolTipRole) is None
    assert model.headerData(1, Qt.Orientation.Horizontal) == "text"


def test_rows_that_come_while_it_is_sorted_are_sorted_in_at_the_end(model: ResultModel, qtbot: QtBot) -> None:
    table = pa.table({"n": [2, 1]})
    rows = _rows(table)
    model.show_rows(rows)
    with qtbot.waitSignal(model.arranged):
        model.sort(0, Qt.SortOrder.AscendingOrder)
    rows.add(pa.record_batch({"n": [0, 3]}))
    model.grow()
    assert model.total == 2
    with qtbot.waitSignal(model.arranged):
        model.complete()
    assert [model.index(row, 0).data() for row in range(4)] == ["0", "1", "2", "3"]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        (1_234_567.5, "1.23457e+06"),
        (0.25, "0.25"),
        (date(2026, 11, 21), "2026-11-21"),
        (datetime.fromisoformat("2026-11-21 09:30"), "2026-11-21 09:30:00"),
        (b"\x01\xff", "01ff"),
        ("two\nlines", "two lines"),
        ([1, 2], "[1, 2]"),
    ],
)
def test_cells_are_short_words(value: object, shown: str) -> None:
    assert cell_text(value) == shown


def test_a_moment_is_shown_in_local_time() -> None:
    at = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
    assert cell_text(at) == at.astimezone().strftime("%Y-%m-%d %H:%M:%S")
