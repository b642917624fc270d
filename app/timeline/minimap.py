"""What the strip below the lanes shows: the calendar span around the view, and how much happened when."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from app.timeline.columns import rows_in, strongest
from app.timeline.sheets import Sheet
from app.timeline.viewport import Viewport, view_of
from app.timeline.zone import DAY_US, Zone, from_wall, wall_datetime

MAP_LANES = ("input", "screen", "applications")

_STILL_PARTS, _MOVING_PARTS = 256, 8


@dataclass(frozen=True, slots=True)
class MapSpan:
    """A span with the name that people give it."""

    title: str
    start_us: int
    end_us: int


def map_span(view: Viewport, extent: tuple[int, int] | None, zone: Zone) -> MapSpan:
    """Return the smallest of day, week, month, year, decade or everything that is larger than the view."""
    middle = wall_datetime(zone, view.start_us + view.span_us // 2)
    midnight = middle.replace(hour=0, minute=0, second=0, microsecond=0)
    monday = midnight - timedelta(days=midnight.weekday())
    first, january = midnight.replace(day=1), midnight.replace(month=1, day=1)
    for title, begin, end in (
        ("Whole day", midnight, midnight + timedelta(days=1)),
        ("Whole week", monday, monday + timedelta(days=7)),
        ("Whole month", first, (first + timedelta(days=32)).replace(day=1)),
        ("Whole year", january, datetime(january.year + 1, 1, 1)),  # noqa: DTZ001 - wall-clock time
    ):
        span = MapSpan(title, from_wall(zone, begin), from_wall(zone, end))
        if view.span_us <= (span.end_us - span.start_us) * 0.7:
            return span
    low, high = _rounded(*(extent or (view.start_us, view.end_us)), _STILL_PARTS)
    if view.start_us < low or view.end_us > high:
        low, high = _rounded(min(low, view.start_us), max(high, view.end_us), _MOVING_PARTS)
    room = max(DAY_US, (high - low) // 50)
    whole = view_of(low - room, high + room, view.width_px)
    return MapSpan("Everything", whole.start_us, whole.end_us)


def _rounded(low_us: int, high_us: int, parts: int) -> tuple[int, int]:
    """A span rounded outwards by a part of its length at most: it stays the same while its ends move a little."""
    unit = 1 << max(0, ((high_us - low_us) // parts).bit_length() - 1)
    return low_us // unit * unit, -(-high_us // unit) * unit


def activity(sheet: Sheet, view: Viewport) -> NDArray[np.float64]:
    """Return per column of a view how much happened there, 0 to 1 of the most."""
    total = np.zeros(view.width_px)
    for lane in MAP_LANES:
        tile = sheet.tiles.get(lane)
        if tile is None:
            continue
        rows = rows_in(tile, view, view.start_us, view.end_us)
        values = np.nan_to_num(tile.high[rows.index], nan=1.0) if lane == "input" else tile.counts[rows.index]
        total += np.log1p(strongest(rows, values.astype(np.float64), view.width_px))
    most = float(total.max(initial=0.0))
    return total / most if most else total
