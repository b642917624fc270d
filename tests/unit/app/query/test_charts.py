from datetime import date

import pyarrow as pa
import pytest

from app.query.charts import ChartKind, draw, kinds_for

DAYS = [date(2026, 11, day) for day in (1, 2, 3)]


@pytest.mark.parametrize(
    ("columns", "first"),
    [
        ({"app": ["a"], "hours": [1.0]}, ChartKind.BAR),
        ({"day": DAYS, "n": [1, 2, 3]}, ChartKind.LINE),
        ({"x": [1], "y": [2]}, ChartKind.LINE),
        ({"day": DAYS, "app": ["a", "b", "a"], "n": [1, 2, 3]}, ChartKind.BAR),
    ],
)
def test_the_first_choice_is_sensible(columns: dict[str, list[object]], first: ChartKind) -> None:
    assert kinds_for(pa.table(columns).schema)[0] is first


def test_nothing_to_draw_without_numbers() -> None:
    assert kinds_for(pa.table({"a": ["x"]}).schema) == ()


def test_bars_add_up_and_the_longest_come_first() -> None:
    chart = draw(pa.table({"app": ["a", "b", "a"], "n": [1, 5, 2]}), ChartKind.BAR)
    assert (chart.labels, chart.values, chart.title) == (("b", "a"), (5.0, 3.0), "n")


def test_a_line_goes_from_its_first_to_its_last_day() -> None:
    chart = draw(pa.table({"day": DAYS[::-1], "n": [3, 2, 1]}), ChartKind.LINE)
    assert chart.xs == (0.0, 0.5, 1.0)
    assert chart.values == (1.0, 2.0, 3.0)
    assert chart.labels == ("2026-11-01", "2026-11-03")


def test_a_heat_map_has_a_cell_for_each_pair() -> None:
    chart = draw(pa.table({"day": DAYS, "app": ["a", "b", "a"], "n": [1, 9, 3]}), ChartKind.HEAT)
    assert chart.rows == ("b", "a")
    assert [value if value == value else None for value in chart.values] == [None, 9.0, None, 1.0, None, 3.0]
