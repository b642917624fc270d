"""Weeks, months and years in figures, from the pyramid's buckets: their cost follows days, but for keys. Blocking."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import numpy as np

from app.day.report import day_bounds
from app.day.spans import Floats, shares
from app.day.typed import keys_between
from app.timeline.zone import SECOND_US, Zone
from storage.search.echoes import echo_spans
from storage.store import LaneTile, Store, TileRequest, bucket_us

_LEVELS = {7: 3, 31: 3, 366: 5}
_LANES = ("applications", "voice")


class Period(StrEnum):
    """What a page shows at once."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class PeriodReport:
    """Days in figures; all tuples are as long as `days`.

    Attributes:
        days: in order.
        active_s: seconds with a window in focus.
        spoken_s: seconds in which somebody spoke; what the microphone heard from the loudspeaker is left out.
        keys: keys pressed.
        apps: the longest first: name and seconds by day. A bucket counts for the application that was longest in it.
    """

    days: tuple[date, ...]
    active_s: tuple[float, ...]
    spoken_s: tuple[float, ...]
    keys: tuple[int, ...]
    apps: tuple[tuple[str, tuple[float, ...]], ...]


def days_of(period: Period, day: date, week_start: int = 0) -> tuple[date, ...]:
    """Return the days of the day, week (beginning with `week_start`, 0 = Monday) or month that a day lies in."""
    if period is Period.DAY:
        return (day,)
    if period is Period.WEEK:
        first = day - timedelta(days=(day.weekday() - week_start) % 7)
        return tuple(first + timedelta(days=n) for n in range(7))
    following = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return tuple(day.replace(day=1) + timedelta(days=n) for n in range((following - day.replace(day=1)).days))


def stepped(period: Period, day: date, steps: int) -> date:
    """Return the day so many days, weeks or months later; a month's end is kept within the month."""
    if period is not Period.MONTH:
        return day + timedelta(days=steps * (7 if period is Period.WEEK else 1))
    months = day.year * 12 + day.month - 1 + steps
    first = date(months // 12, months % 12 + 1, 1)
    length = len(days_of(Period.MONTH, first))
    return first.replace(day=min(day.day, length))


def year_of(day: date) -> tuple[date, ...]:
    """Return every day of the year that a day lies in."""
    first = date(day.year, 1, 1)
    return tuple(first + timedelta(days=n) for n in range((date(day.year + 1, 1, 1) - first).days))


def read_period(store: Store, days: Sequence[date], zone: Zone) -> PeriodReport:
    """Return the figures of some days that follow one another.

    Raises:
        StoreError: the store could not answer.
    """
    edges = [day_bounds(day, zone)[0] for day in days] + [day_bounds(days[-1], zone)[1]]
    tiles = {tile.lane: tile for tile in store.tiles(_request(edges, len(days), _LANES))}
    applications = tiles["applications"]
    names = sorted(set(applications.labels.tolist()) - {-1})
    by_app = [(applications.label_names[at], _by_day(applications, edges, applications.labels == at)) for at in names]
    apps = sorted(((name, tuple(seconds.tolist())) for name, seconds in by_app), key=lambda app: -sum(app[1]))
    active, heard = (_by_day(tiles[lane], edges) for lane in _LANES)
    spoken = np.maximum(heard - _echoes(store, edges), 0.0)
    keys = keys_between(store, edges)
    return PeriodReport(tuple(days), tuple(active.tolist()), tuple(spoken.tolist()), tuple(keys.tolist()), tuple(apps))


def read_active(store: Store, days: Sequence[date], zone: Zone) -> dict[date, float]:
    """Return the active seconds of some days that follow one another.

    Raises:
        StoreError: the store could not answer.
    """
    edges = [day_bounds(day, zone)[0] for day in days] + [day_bounds(days[-1], zone)[1]]
    (tile,) = store.tiles(_request(edges, len(days), ("applications",)))
    return dict(zip(days, _by_day(tile, edges).tolist(), strict=True))


def usual_s(active: dict[date, float], day: date, weeks: int = 8) -> float | None:
    """Return the mean of that weekday in the weeks before, empty ones left out; None with fewer than two."""
    before = [active.get(day - timedelta(days=7 * n), 0.0) for n in range(1, weeks + 1)]
    known = [seconds for seconds in before if seconds > 0]
    return sum(known) / len(known) if len(known) > 1 else None


def _echoes(store: Store, edges: Sequence[int]) -> Floats:
    """Seconds in each day in which the microphone heard the loudspeaker."""
    starts, ends = np.array(echo_spans(store, edges[0], edges[-1]), dtype=np.int64).reshape(-1, 2).T
    return shares(starts, ends, (ends - starts) / SECOND_US, edges)


def _request(edges: Sequence[int], days: int, lanes: tuple[str, ...]) -> TileRequest:
    """Ask for buckets of a minute for weeks and months, of a quarter of an hour for years."""
    level = next(level for most, level in _LEVELS.items() if days <= most)
    width_px = max(1, (edges[-1] - edges[0]) // (2 * bucket_us(level)))
    return TileRequest(lanes, edges[0], edges[-1], width_px)


def _by_day(tile: LaneTile, edges: Sequence[int], chosen: "np.ndarray | None" = None) -> Floats:
    """Seconds in each day; what events that overlap add up to is no more than the day has."""
    rows = slice(None) if chosen is None else chosen
    busy = tile.busy_us[rows] / SECOND_US
    most = np.diff(np.asarray(edges)) / SECOND_US
    return np.minimum(shares(tile.starts[rows], tile.ends[rows], busy, edges), most)
