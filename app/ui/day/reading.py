"""What the day page asks the store: the figures of a day, week or month, and of its year. For a worker thread."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.day.disk import DiskShare, read_disk
from app.day.periods import PeriodReport, read_active, read_period, year_of
from app.day.report import AppTime, DayReport, day_bounds, read_day, read_windows
from app.timeline.zone import Zone
from storage.media import MediaStore
from storage.store import Store

_WEEKS_BEFORE = 8


@dataclass(frozen=True, slots=True)
class Figures:
    """What the page shows: `day` where it is one day, `period` where it is several; active seconds of the year.

    Attributes:
        windows: application, title and seconds, the longest first.
    """

    day: DayReport | None
    period: PeriodReport | None
    year: dict[date, float]
    windows: tuple[tuple[str, str, float], ...] = ()

    @property
    def apps(self) -> tuple[AppTime, ...]:
        """Applications, the longest first."""
        if self.day is not None:
            return self.day.apps
        apps = self.period.apps if self.period is not None else ()
        return tuple(AppTime(name, sum(seconds), seconds) for name, seconds in apps)


def read_figures(store: Store, days: Sequence[date], day: date, zone: Zone) -> Figures:
    """Return the figures of some days; `day` says of which year, too.

    Raises:
        StoreError: the store could not answer.
    """
    year = read_active(store, year_of(day), zone)
    if day.timetuple().tm_yday <= 7 * _WEEKS_BEFORE:
        before = [day - timedelta(days=n) for n in range(7 * _WEEKS_BEFORE, 0, -1)]
        year = {**read_active(store, before, zone), **year}
    if len(days) == 1:
        report = read_day(store, days[0], zone)
        return Figures(report, None, year, report.windows)
    windows = read_windows(store, day_bounds(days[0], zone)[0], day_bounds(days[-1], zone)[1])
    return Figures(None, read_period(store, days, zone), year, windows)


def read_day_disk(store: Store, media: MediaStore, days: Sequence[date], zone: Zone) -> DiskShare:
    """Return what the media of some days take (raises StoreError)."""
    return read_disk(store, media, day_bounds(days[0], zone)[0], day_bounds(days[-1], zone)[1])
