"""Chooses a chart for an answer and reduces its rows to what the chart shows."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

import pyarrow as pa

_MOST_BARS: Final = 24
_MOST_DOTS: Final = 2_000
_MOST_STEPS: Final = 300
_MOST_CELLS: Final = 40


class ChartKind(StrEnum):
    """Kinds of charts."""

    BAR = "bar"
    LINE = "line"
    SCATTER = "scatter"
    HEAT = "heat"


@dataclass(frozen=True, slots=True)
class Chart:
    """What to draw.

    Attributes:
        kind: how.
        title: of the value, for the head.
        labels: along x: bars' names, or columns of the heat map; for lines and scatter the two ends.
        rows: names of the heat map's rows.
        xs: places along x from 0 to 1 for lines and scatter.
        values: bar lengths, line heights, or the heat map row by row (NaN: nothing).
    """

    kind: ChartKind
    title: str
    labels: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    xs: tuple[float, ...] = ()
    values: tuple[float, ...] = ()


def kinds_for(schema: pa.Schema) -> tuple[ChartKind, ...]:
    """Return the kinds that an answer can be drawn as, the most sensible first."""
    numbers, times, names = _sorted(schema)
    if not numbers:
        return ()
    found = []
    if len(times) + len(names) >= 2:
        found.append(ChartKind.HEAT)
    if names:
        found.insert(0, ChartKind.BAR)
    if times:
        found.insert(0 if not names else 1, ChartKind.LINE)
    if len(numbers) >= 2:
        found += [ChartKind.SCATTER] if found else [ChartKind.LINE, ChartKind.BAR, ChartKind.SCATTER]
    return tuple(found or [ChartKind.BAR])


def draw(table: pa.Table, kind: ChartKind) -> Chart:
    """Return the chart of a table; columns are taken in order: what names or places it first, then the first number."""
    numbers, times, names = _sorted(table.schema)
    value = numbers[-1] if kind is ChartKind.SCATTER and len(numbers) > 1 else numbers[0]
    if kind is not ChartKind.SCATTER and not times and not names and len(numbers) > 1:
        times, value = [numbers[0]], numbers[1]
    title = table.schema[value].name
    if kind is ChartKind.BAR:
        return _bars(table, (names or times or [value])[0], value, title)
    if kind is ChartKind.HEAT:
        first, second = (times + names)[:2]
        return _heat(table, first, second, value, title)
    along = times[0] if kind is ChartKind.LINE and times else numbers[0]
    return _points(table, along, value, title, kind)


def _sorted(schema: pa.Schema) -> tuple[list[int], list[int], list[int]]:
    """Return the columns that are numbers, times and names."""
    kinds = [field.type for field in schema]
    numbers = [
        at
        for at, kind in enumerate(kinds)
        if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)
    ]
    times = [at for at, kind in enumerate(kinds) if pa.types.is_temporal(kind) and not pa.types.is_duration(kind)]
    names = [at for at, kind in enumerate(kinds) if pa.types.is_string(kind) or pa.types.is_boolean(kind)]
    return numbers, times, names


def _bars(table: pa.Table, name: int, value: int, title: str) -> Chart:
    sums: dict[str, float] = {}
    for label, number in zip(table.column(name).to_pylist(), table.column(value).to_pylist(), strict=True):
        sums[_word(label)] = sums.get(_word(label), 0.0) + float(number or 0)
    top = sorted(sums.items(), key=lambda item: -abs(item[1]))[:_MOST_BARS]
    return Chart(ChartKind.BAR, title, tuple(label for label, _ in top), values=tuple(number for _, number in top))


def _heat(table: pa.Table, first: int, second: int, value: int, title: str) -> Chart:
    cells: dict[tuple[str, str], float] = {}
    columns = (table.column(at).to_pylist() for at in (first, second, value))
    for x, y, number in zip(*columns, strict=True):
        cells[_word(x), _word(y)] = cells.get((_word(x), _word(y)), 0.0) + float(number or 0)
    across = sorted({x for x, _ in cells})[-_MOST_CELLS:]
    weights: dict[str, float] = {}
    for (_, y), number in cells.items():
        weights[y] = weights.get(y, 0.0) + abs(number)
    down = sorted(weights, key=lambda y: -weights[y])[:_MOST_BARS]
    values = tuple(cells.get((x, y), float("nan")) for y in down for x in across)
    return Chart(ChartKind.HEAT, title, tuple(across), tuple(down), values=values)


def _points(table: pa.Table, along: int, value: int, title: str, kind: ChartKind) -> Chart:
    pairs = [
        (_place(x), float(y), x)
        for x, y in zip(table.column(along).to_pylist(), table.column(value).to_pylist(), strict=True)
        if x is not None and y is not None
    ]
    pairs.sort(key=lambda pair: pair[0])
    pairs = _outline(pairs) if kind is ChartKind.LINE else pairs[:: -(-len(pairs) // _MOST_DOTS) or 1]
    if not pairs:
        return Chart(kind, title)
    low, high = pairs[0][0], pairs[-1][0]
    width = (high - low) or 1.0
    ends = (_word(pairs[0][2]), _word(pairs[-1][2]))
    return Chart(
        kind, title, ends, xs=tuple((x - low) / width for x, _, _ in pairs), values=tuple(y for _, y, _ in pairs)
    )


def _outline(pairs: list[tuple[float, float, Any]]) -> list[tuple[float, float, Any]]:
    """Return the lowest and the highest of each of a few hundred steps: more than that, nobody sees."""
    if len(pairs) <= 2 * _MOST_STEPS:
        return pairs
    kept = {0, len(pairs) - 1}
    for step in range(_MOST_STEPS):
        inside = range(step * len(pairs) // _MOST_STEPS, (step + 1) * len(pairs) // _MOST_STEPS)
        kept.add(min(inside, key=lambda at: pairs[at][1]))
        kept.add(max(inside, key=lambda at: pairs[at][1]))
    return [pairs[at] for at in sorted(kept)]


def _place(value: Any) -> float:
    if isinstance(value, datetime):
        return value.timestamp()
    if isinstance(value, date):
        return float(value.toordinal()) * 86_400
    return float(value) if not hasattr(value, "hour") else value.hour * 3_600.0 + value.minute * 60 + value.second


def _word(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")[:16]
    return "—" if value is None else str(value)
