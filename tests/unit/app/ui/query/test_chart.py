import time

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from app.query.charts import Chart, ChartKind
from app.ui.query.chart import ChartView
from app.ui.theme import DARK, LIGHT

BARS = Chart(ChartKind.BAR, "hours", ("Code", "Firefox"), values=(2.0, 1.0))
LINE = Chart(ChartKind.LINE, "keys", ("0", "9"), xs=(0.0, 0.5, 1.0), values=(1.0, 9.0, 4.0))
DOTS = Chart(ChartKind.SCATTER, "keys", ("0", "9"), xs=(0.0, 0.5, 1.0), values=(1.0, 9.0, 4.0))
HEAT = Chart(ChartKind.HEAT, "n", ("Mon", "Tue"), ("a", "b"), values=(1.0, float("nan"), 3.0, 2.0))


@pytest.fixture
def view(frame: QWidget) -> ChartView:
    made = ChartView(DARK, frame)
    made.resize(400, 300)
    return made


def _colours(view: ChartView) -> set[str]:
    image = view.grab().toImage()
    found = set()
    for x in range(0, image.width(), 3):
        for y in range(0, image.height(), 3):
            found.add(QColor(image.pixel(x, y)).name())
    return found


@pytest.mark.parametrize("chart", [BARS, LINE, DOTS, HEAT])
def test_every_kind_is_painted_and_told_to_those_who_cannot_see_it(view: ChartView, chart: Chart) -> None:
    empty = _colours(view)
    view.show_chart(chart)
    assert len(_colours(view)) > len(empty) + 3
    assert chart.title in view.accessibleName()


def test_the_theme_changes_the_line(view: ChartView) -> None:
    view.show_chart(LINE)
    dark = _colours(view)
    view.set_theme(LIGHT)
    assert _colours(view) != dark


def test_a_line_of_many_steps_is_painted_at_once(view: ChartView) -> None:
    """As one polyline it took seconds; ten paintings must not take that much."""
    xs = tuple(at / 4_000 for at in range(4_000))
    view.show_chart(
        Chart(ChartKind.LINE, "v", ("0", "1"), xs=xs, values=tuple(float(at * 7919 % 1000) for at in range(4_000)))
    )
    began = time.process_time()
    for _ in range(3):
        view.grab()
    assert time.process_time() - began < 3
