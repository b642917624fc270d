from collections.abc import Iterator

import pyarrow as pa
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.query.rows import Rows
from app.ui.query.long_table import LongTable
from app.ui.query.result_model import WINDOW_ROWS, ResultModel
from app.ui.query.result_table import ResultTable

COUNT = 4 * WINDOW_ROWS


def rows_of(count: int) -> Rows:
    rows = Rows()
    table = pa.table({"n": range(count), "word": [f"word {at % 7}" for at in range(count)]})
    rows.schema = table.schema
    for batch in table.to_batches(max_chunksize=16_384):
        rows.add(batch)
    return rows


@pytest.fixture
def shown(qtbot: QtBot) -> Iterator[LongTable]:
    frame = QWidget()
    qtbot.addWidget(frame)
    model = ResultModel(frame)
    long_table = LongTable(ResultTable(model, frame), model, frame)
    long_table.resize(500, 400)
    frame.resize(500, 400)
    frame.show()
    qtbot.waitExposed(frame)
    yield long_table
    frame.close()


def _top(shown: LongTable) -> str:
    return str(shown.table.indexAt(shown.table.viewport().rect().topLeft()).data())


def test_the_bar_reaches_every_row_while_the_table_holds_few(shown: LongTable) -> None:
    model = shown.table.model()
    assert isinstance(model, ResultModel)
    model.show_rows(rows_of(COUNT))
    assert model.rowCount() == WINDOW_ROWS
    for row in (0, 3 * WINDOW_ROWS + 5, WINDOW_ROWS - 1, 17, shown.bar.maximum() - 1):
        shown.bar.setValue(row)
        assert _top(shown) == str(row)
    assert model.index(model.rowCount() - 1, 0).data() == str(COUNT - 1)


def test_scrolling_on_and_on_comes_to_the_end(shown: LongTable) -> None:
    model = shown.table.model()
    assert isinstance(model, ResultModel)
    model.show_rows(rows_of(COUNT))
    inner, seen = shown.table.verticalScrollBar(), set()
    for _ in range(2 * COUNT // 1_500):
        inner.setValue(inner.value() + 1_500)
        assert shown.bar.value() == model.first + inner.value()
        assert int(_top(shown)) in (shown.bar.value(), shown.bar.maximum() - 1)
        seen.add(shown.bar.value())
    assert shown.bar.value() == shown.bar.maximum() > COUNT - 100
    assert max(b - a for a, b in zip(sorted(seen), sorted(seen)[1:], strict=False)) <= 1_500, "no row was jumped over"


def test_keys_go_to_both_ends_and_what_is_chosen_stays(shown: LongTable, qtbot: QtBot) -> None:
    model = shown.table.model()
    assert isinstance(model, ResultModel)
    model.show_rows(rows_of(COUNT))
    qtbot.keyClick(shown.table, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert shown.table.currentIndex().siblingAtColumn(0).data() == str(COUNT - 1)
    qtbot.keyClick(shown.table, Qt.Key.Key_Up)
    assert shown.table.chosen_text() == f"word {(COUNT - 2) % 7}"
    shown.table.selectRow(WINDOW_ROWS // 2)
    before = shown.table.chosen_text()
    assert before.count("\t") == 1
    shown.table.move_window(model.first - 100)
    assert shown.table.chosen_text() == before
    qtbot.keyClick(shown.table, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    assert shown.table.currentIndex().siblingAtColumn(0).data() == "0"
    assert shown.bar.value() == 0


def test_a_short_answer_has_no_bar_of_its_own(shown: LongTable) -> None:
    model = shown.table.model()
    assert isinstance(model, ResultModel)
    model.show_rows(rows_of(3))
    assert not shown.bar.isVisible()
    assert model.rowCount() == 3
