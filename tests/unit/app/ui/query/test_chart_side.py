import pyarrow as pa
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.query.charts import ChartKind
from app.query.rows import Rows
from app.ui.query.chart_side import ChartSide
from app.ui.theme import DARK


def _rows(table: pa.Table) -> Rows:
    rows = Rows()
    rows.schema = table.schema
    for batch in table.to_batches():
        rows.add(batch)
    return rows


def test_names_and_numbers_are_bars_at_first_and_others_can_be_chosen(frame: QWidget, qtbot: QtBot) -> None:
    side = ChartSide(DARK, frame)
    side.offer(_rows(pa.table({"app": ["a", "b"], "hours": [2, 1], "keys": [5, 7]})))
    qtbot.waitUntil(lambda: not side.busy)
    assert side.isVisibleTo(frame)
    assert side.view.chart is not None and side.view.chart.kind is ChartKind.BAR
    assert "HOURS" in side.head.text()
    side.kinds.setCurrentIndex(side.kinds.findData(ChartKind.SCATTER))
    side.kinds.activated.emit(side.kinds.currentIndex())
    qtbot.waitUntil(lambda: side.view.chart is not None and side.view.chart.kind is ChartKind.SCATTER)


def test_one_row_or_no_number_has_no_chart(frame: QWidget, qtbot: QtBot) -> None:
    side = ChartSide(DARK, frame)
    side.offer(_rows(pa.table({"app": ["a"], "hours": [2]})))
    assert not side.isVisibleTo(frame)
    side.offer(_rows(pa.table({"app": ["a", "b"]})))
    assert not side.isVisibleTo(frame)
    assert side.view.chart is None
